/* itemlist - what is known of the items: title, year, genres. */
/* SPDX-License-Identifier: MIT */
#include "log/items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "log/delimited.h"
#include "log/log_columns.h"

/* How many bytes of s [n] continue the UTF-8 character that begins with c; -1
 * if none begins so.  RFC 3629, but surrogates are let through. */
static int
utf8_more(unsigned char c)
{
	return c < 0x80                ? 0
	       : c >= 0xc2 && c < 0xe0 ? 1
	       : c >= 0xe0 && c < 0xf0 ? 2
	       : c >= 0xf0 && c < 0xf5 ? 3
	                               : -1;
}

static int
is_utf8(struct slice s)
{
	size_t i = 0;
	int more;

	while (i < s.n) {
		more = utf8_more((unsigned char)s.s[i++]);
		if (more < 0)
			return 0;
		for (; more; more--, i++) {
			if (i == s.n || (s.s[i] & 0xc0) != 0x80)
				return 0;
		}
	}
	return 1;
}

/* s, which is ISO-8859-1, as UTF-8: at most twice as many bytes. */
static int
from_latin1(struct slice *s, struct arena *a, struct fail *f)
{
	char *p = arena_alloc(a, 2 * s->n + 1), *out = p;
	size_t i;

	if (!p)
		return fail_memory(f);
	for (i = 0; i < s->n; i++) {
		unsigned char c = (unsigned char)s->s[i];

		if (c >= 0x80)
			*p++ = (char)(0xc0 | c >> 6);
		*p++ = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
	}
	*s = (struct slice){out, (size_t)(p - out)};
	return 0;
}

/* The year in the first "(dddd)". */
static int32_t
year_of(struct slice t)
{
	size_t i, k;
	int32_t year;

	for (i = 0; i + 6 <= t.n; i++) {
		if (t.s[i] != '(' || t.s[i + 5] != ')')
			continue;
		year = 0;
		for (k = 1; k <= 4 && t.s[i + k] >= '0' && t.s[i + k] <= '9';
		     k++)
			year = 10 * year + (t.s[i + k] - '0');
		if (k == 5)
			return year;
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

static int
copy(struct slice *to, struct slice from, struct arena *a, struct fail *f)
{
	to->n = from.n;
	to->s = arena_copy(a, from.s, from.n);
	return to->s ? 0 : fail_memory(f);
}

/* Adds the item that the cells tell; *utf8 becomes 0 if it cannot be that. */
static int
add_item(struct items *c, const struct log_columns *r,
    const struct slice *cells, size_t *room, int *utf8, struct fail *f)
{
	struct slice id = cells[r->column[ROLE_ITEM]];
	size_t n = vocab_size(c->ids) + 1;
	struct items_item *p;

	if (!id.n)
		return fail_set(f, "the item is empty");
	if (vocab_find(c->ids, id.s, id.n))
		return fail_set(f, "the item '%.*s' is there a second time",
		    (int)size_min(id.n, 100), id.s);
	if (n >= *room) {
		p = realloc(c->item, 2 * (n + 512) * sizeof(*p));
		if (!p)
			return fail_memory(f);
		c->item = p;
		*room = 2 * (n + 512);
	}
	p = &c->item[n];
	*p = (struct items_item){.genres = {"", 0}};
	if (vocab_add(c->ids, id.s, id.n, f) < 0 ||
	    copy(&p->title, cells[r->column[ROLE_TITLE]], c->text, f))
		return -1;
	if (r->column[ROLE_GENRES] >= 0 &&
	    copy(&p->genres, cells[r->column[ROLE_GENRES]], c->text, f))
		return -1;
	*utf8 = *utf8 && is_utf8(p->title) && is_utf8(p->genres);
	return 0;
}

/* The roles of an input's columns: 1 if its first line is a header that names
 * item and title, else 0; -1. */
static int
find_roles(
    struct log_columns *r, const struct slice *cells, size_t n, struct fail *f)
{
	if (log_columns_header(r, cells, n, f))
		return -1;
	if (r->column[ROLE_ITEM] >= 0 && r->column[ROLE_TITLE] >= 0)
		return 1;
	if (n != 2 && n != 3)
		return fail_set(f,
		    "%zu columns, neither item, title, genres "
		    "nor with a header line that names these",
		    n);
	r->column[ROLE_ITEM] = 0;
	r->column[ROLE_TITLE] = 1;
	r->column[ROLE_GENRES] = n == 3 ? 2 : -1;
	return 0;
}

static int
read_items(struct items *c, struct delimited *t, int *utf8, struct fail *f)
{
	struct log_columns roles = {0};
	const struct slice *cells;
	size_t n, room = 0;
	int got, header;

	while ((got = delimited_row(t, &cells, &n, f)) > 0) {
		header =
		    delimited_first(t) ? find_roles(&roles, cells, n, f) : 0;
		if (header < 0 ||
		    (!header && add_item(c, &roles, cells, &room, utf8, f)))
			return fail_at(f, "%s", delimited_where(t));
	}
	return got;
}

/* Makes all text UTF-8, finds the years, and counts years and genres. */
static int
finish(struct items *c, int utf8, struct fail *f)
{
	size_t i, n = vocab_size(c->ids);
	struct slice rest, genre;
	char year[16];

	for (i = 1; i <= n; i++) {
		struct items_item *p = &c->item[i];

		if (!utf8 && (from_latin1(&p->title, c->text, f) ||
				 from_latin1(&p->genres, c->text, f)))
			return -1;
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
	int utf8 = 1, r = -1;

	*c = (struct items){0};
	c->text = arena_new(SIZE_MAX);
	c->ids = vocab_new(f);
	c->years = vocab_new(f);
	c->genres = vocab_new(f);
	if (!c->text)
		(void)fail_memory(f);
	else if (t && c->ids && c->years && c->genres &&
		 !read_items(c, t, &utf8, f))
		r = finish(c, utf8, f);
	delimited_close(t);
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
