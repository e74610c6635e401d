/* items - the titles, years and genres of items. */
/* SPDX-License-Identifier: MIT */
#include "log/items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/output.h"
#include "io/tsv.h"
#include "io/utf8.h"
#include "log/delimited.h"
#include "log/log_columns.h"

/* MovieLens 100K's u.item: after five columns there is one for each of these
 * genres. */
#define FLAGS_AT 5
#define FLAGS 19
static const char *const genres[FLAGS] = {"unknown", "Action", "Adventure",
    "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western"};

/* The year in the first "(dddd)". */
static int32_t
year_of(struct slice t)
{
	size_t i;
	uint64_t year;

	for (i = 0; i + 6 <= t.n; i++) {
		if (t.s[i] == '(' && t.s[i + 5] == ')' &&
		    !num_get_count(t.s + i + 1, 4, 0, 9999, &year))
			return (int32_t)year;
	}
	return 0;
}

int
items_next_genre(struct slice *rest, struct slice *genre)
{
	const char *p = rest->s, *end = rest->s + rest->n;

	while (p < end && *p == '|')
		p++;
	for (genre->s = p; p < end && *p != '|'; p++)
		;
	genre->n = (size_t)(p - genre->s);
	*rest = (struct slice){p, (size_t)(end - p)};
	return genre->n > 0;
}

/* Sets *to to the cell, converted to UTF-8. */
static int
keep_text(struct slice *to, struct slice cell, struct arena *a, struct fail *f)
{
	char *p = arena_alloc(a, utf8_convert(cell, NULL) + 1);

	if (!p)
		return fail_memory(f);
	*to = (struct slice){p, utf8_convert(cell, p)};
	return 0;
}

/* The genres of MovieLens 100K's u.item: columns of 0 or 1 at the end. */
static int
keep_flags(struct slice *to, const struct slice *flags, struct arena *a,
    struct fail *f)
{
	char *p = arena_alloc(a, 256);
	size_t k, n = 0;

	if (!p)
		return fail_memory(f);
	for (k = 0; k < FLAGS; k++)
		if (flags[k].n == 1 && *flags[k].s == '1')
			n += (size_t)snprintf(
			    p + n, 256 - n, "%s%s", n ? "|" : "", genres[k]);
	*to = (struct slice){p, n};
	return 0;
}

/* Adds the item in the cells. */
static int
add_item(struct items *c, const struct log_columns *r,
    const struct slice *cells, size_t ncells, size_t *room, struct fail *f)
{
	struct slice id = cells[r->column[ROLE_ITEM]];
	size_t n = vocab_size(c->ids) + 1;
	struct items_item *p;

	if (!id.n)
		return fail_set(f, "the item is empty");
	if (vocab_find(c->ids, id.s, id.n))
		return fail_set(f, "the item '%.*s' occurs a second time",
		    (int)size_min(id.n, 100), id.s);
	if (ARRAY_ROOM(&c->item, room, n + 1, f))
		return -1;
	p = &c->item[n];
	*p = (struct items_item){.genres = {"", 0}};
	if (vocab_add(c->ids, id.s, id.n, f) < 0 ||
	    keep_text(&p->title, cells[r->column[ROLE_TITLE]], c->text, f))
		return -1;
	if (r->column[ROLE_GENRES] >= 0 &&
	    keep_text(&p->genres, cells[r->column[ROLE_GENRES]], c->text, f))
		return -1;
	if (r->column[ROLE_GENRES] < 0 && ncells == FLAGS_AT + FLAGS &&
	    keep_flags(&p->genres, cells + FLAGS_AT, c->text, f))
		return -1;
	return 0;
}

/* Finds the roles of an input's columns.  If many columns are separated by |,
 * as in MovieLens 100K's u.item, the first two are the item and its title.
 * Returns 1 if the first line is a header that names item and title, 0 if not,
 * -1 on an error. */
static int
find_roles(struct log_columns *r, const struct slice *cells, size_t n,
    int divided_by_bars, struct fail *f)
{
	if (log_columns_header(r, cells, n, NULL, f))
		return -1;
	if (r->column[ROLE_ITEM] >= 0 && r->column[ROLE_TITLE] >= 0)
		return 1;
	if (n != 2 && n != 3 && !divided_by_bars)
		return fail_set(f,
		    "%zu column%s: neither item, title and genres, nor a "
		    "header line that names these",
		    n, num_s(n));
	r->column[ROLE_ITEM] = 0;
	r->column[ROLE_TITLE] = 1;
	r->column[ROLE_GENRES] = n == 3 ? 2 : -1;
	return 0;
}

static int
read_items(struct items *c, struct delimited *t, struct fail *f)
{
	struct log_columns roles = {0};
	const struct slice *cells;
	size_t n, room = 0;
	int got, header;

	while ((got = delimited_row(t, &cells, &n, f)) > 0) {
		header = delimited_first(t) ? find_roles(&roles, cells, n,
						  delimited_is_by(t, "|"), f)
		                            : 0;
		if (header < 0 ||
		    (!header && add_item(c, &roles, cells, n, &room, f)))
			return fail_at(f, "%s", delimited_where(t));
	}
	return got;
}

/* Extracts the years; counts years and genres. */
static int
count_values(struct items *c, struct fail *f)
{
	size_t i, n = vocab_size(c->ids);
	struct slice rest, genre;
	char year[16];

	for (i = 1; i <= n; i++) {
		struct items_item *p = &c->item[i];

		p->year = year_of(p->title);
		(void)snprintf(year, sizeof(year), "%d", p->year);
		if (vocab_tally(c->years, year, strlen(year), 1, f))
			return -1;
		rest = p->genres;
		while (items_next_genre(&rest, &genre)) {
			if (vocab_tally(c->genres, genre.s, genre.n, 1, f))
				return -1;
		}
	}
	return 0;
}

int
items_read(struct items *c, struct input *in, struct fail *f)
{
	struct delimited *t = delimited_open(in, NULL, f);
	int r = -1;

	*c = (struct items){0};
	c->text = arena_new(SIZE_MAX);
	c->ids = vocab_new(f);
	c->years = vocab_new(f);
	c->genres = vocab_new(f);
	if (!c->text)
		(void)fail_memory(f);
	else if (t && c->ids && c->years && c->genres && !read_items(c, t, f))
		r = count_values(c, f);
	delimited_close(t);
	return r;
}

int
items_read_file(struct items *c, const char *path, struct fail *f)
{
	struct input *in = input_open(&path, 1, &input_of_logs, f);
	int r;

	*c = (struct items){0};
	r = in ? items_read(c, in, f) : -1;
	input_close(in);
	return r;
}

void
items_free(struct items *c)
{
	arena_free(c->text);
	vocab_free(c->ids);
	vocab_free(c->years);
	vocab_free(c->genres);
	free(c->item);
	*c = (struct items){0};
}

/* A text, escaped, with memory for the result. */
static int
put_text(struct output *o, struct slice t, char **buffer, size_t *room,
    struct fail *f)
{
	if (ARRAY_ROOM(buffer, room, 4 * t.n + 1, f))
		return -1;
	output_put(o, *buffer, tsv_escape_text(t.s, t.n, 0, *buffer));
	return 0;
}

int
items_put(const struct items *c, struct output *o, int header, struct fail *f)
{
	const size_t n = vocab_size(c->ids);
	char *buffer = NULL;
	size_t i, room = 0;
	int r = 0;

	if (header)
		output_string(o, "item\ttitle\tyear\tgenres\n");
	for (i = 1; i <= n && !r; i++) {
		const struct items_item *p = &c->item[i];
		const struct slice id = vocab_token(c->ids, (int32_t)i);

		tsv_put_escaped(o, id.s, id.n);
		output_char(o, '\t');
		r = put_text(o, p->title, &buffer, &room, f);
		if (p->year)
			output_printf(o, "\t%d\t", (int)p->year);
		else
			output_string(o, "\t\t");
		r |= put_text(o, p->genres, &buffer, &room, f);
		output_char(o, '\n');
	}
	free(buffer);
	return r;
}
