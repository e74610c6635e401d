/* titles - the titles of items, for people. */
/* SPDX-License-Identifier: MIT */
#include "rank/titles.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/input.h"
#include "io/tsv.h"
#include "io/utf8.h"
#include "log/delimited.h"
#include "log/line_cells.h"
#include "log/log_columns.h"

#define FIRST_LINE ((size_t)1 << 16) /* where a separator is looked for */

struct titles {
	struct arena *text;
	struct slice *title; /* [items + 1] */
	size_t items;
};

/* The title in a cell, for lists: UTF-8, and escaped; tab: the cell is of a
 * TSV.  For a moment the title is in spare. */
static int
keep_title(struct titles *names, int32_t id, struct slice cell, int tab,
    struct buffer *spare, struct fail *f)
{
	size_t n = utf8_convert(cell, NULL);
	char *plain = buffer_room(spare, n);
	char *out = arena_alloc(names->text, 4 * n + 1);

	if (!plain || !out)
		return fail_memory(f);
	(void)utf8_convert(cell, plain);
	names->title[id].n = tsv_escape_text(plain, n, tab, out);
	names->title[id].s = out;
	return 0;
}

/*
 * Finds the separator of the fields: the first of these that
 * line_cells_separator() finds in the first line, or TAB.  TAB and "::" come
 * first, because titles may have commas.  A blank never separates.
 */
static int
find_separator(struct input *in, const char **separator, struct fail *f)
{
	static const char *const known[] = {"\t", "::", ",", ";"};
	const unsigned char *p, *end;
	const char *found;
	struct slice line;
	size_t n;

	*separator = known[0];
	if (input_peek(in, FIRST_LINE, &p, &n, f))
		return -1;
	if (!n)
		return fail_set(f, "%s is empty", input_name(in));
	end = memchr(p, '\n', n);
	n = end ? (size_t)(end - p) : n;
	line = (struct slice){(const char *)p, n};
	found = line_cells_separator(line, known, COUNTOF(known));
	if (found)
		*separator = found;
	return 0;
}

/* Finds the columns of item and title: those that a header names, or else the
 * first two.  Returns 1 if the line is a header. */
static int
find_columns(const struct slice *cells, size_t n, int *item, int *title)
{
	struct log_columns r;
	struct fail ignored; /* two names for one: not our header */

	*item = 0;
	*title = 1;
	if (log_columns_header(&r, cells, n, NULL, &ignored) ||
	    r.column[ROLE_ITEM] < 0 || r.column[ROLE_TITLE] < 0)
		return 0;
	*item = r.column[ROLE_ITEM];
	*title = r.column[ROLE_TITLE];
	return 1;
}

/* A token as vocabularies write it. */
static int
escape(struct slice *token, struct arena *a, struct fail *f)
{
	char *s = arena_alloc(a, 4 * token->n + 1);

	if (!s)
		return fail_memory(f);
	*token = (struct slice){s, tsv_escape(token->s, token->n, s)};
	return 0;
}

/* Rows have as many cells as the first. */
static int
read_rows(struct titles *names, struct delimited *t, const struct vocab *v,
    int tab, struct buffer *spare, struct fail *f)
{
	const struct slice *cells;
	int r, item = 0, title = 1;
	size_t n;

	while ((r = delimited_row(t, &cells, &n, f)) > 0) {
		struct slice token;
		int32_t id;

		if (n < 2)
			return fail_set(f,
			    "%s: no title: the line has no TAB, ::, comma or "
			    "semicolon",
			    delimited_where(t));
		if (delimited_first(t) && find_columns(cells, n, &item, &title))
			continue;
		token = cells[item];
		if (!tab && escape(&token, names->text, f))
			return -1;
		id = vocab_find(v, token.s, token.n);
		if (id && keep_title(names, id, cells[title], tab, spare, f))
			return -1;
	}
	return r;
}

struct titles *
titles_read(const char *path, const struct vocab *v, struct fail *f)
{
	struct titles *names = calloc(1, sizeof(*names));
	struct input *in = NULL;
	struct delimited *t = NULL;
	struct buffer spare = {0};
	const char *separator;
	int failed = -1;

	if (names) {
		names->items = vocab_size(v);
		names->text = arena_new(SIZE_MAX);
		names->title = calloc(names->items + 1, sizeof(*names->title));
	}
	if (!names || !names->text || !names->title) {
		(void)fail_memory(f);
		goto out;
	}
	in = input_open(&path, 1, NULL, f);
	if (!in || find_separator(in, &separator, f))
		goto out;
	t = delimited_open(in, separator, f);
	if (t)
		failed = read_rows(names, t, v, *separator == '\t', &spare, f);
out:
	buffer_free(&spare);
	delimited_close(t);
	input_close(in);
	if (failed) {
		titles_free(names);
		return NULL;
	}
	return names;
}

void
titles_free(struct titles *names)
{
	if (!names)
		return;
	arena_free(names->text);
	free(names->title);
	free(names);
}

struct slice
titles_find(const struct titles *names, int32_t id)
{
	return names->title[id];
}
