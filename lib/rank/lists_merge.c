/* lists_merge - the lists of all shares of the candidates, as one. */
/* SPDX-License-Identifier: MIT */
#include "rank/lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "io/buffer.h"
#include "io/input.h"
#include "io/output.h"
#include "io/tsv.h"

enum { KEY, RANK, ITEM, SCORE, COLUMNS, TITLE = COLUMNS };

/* An item of a list: offset and length of its cells in bytes. */
struct lists_merge_item {
	size_t at, item, title;
	float score;
};

/* A file and its present list. */
struct lists_merge_file {
	struct input *in;
	struct tsv *t;
	struct buffer bytes;           /* the key and the items' names */
	size_t key;                    /* length of the key */
	struct lists_merge_item *item; /* [n] */
	size_t n, room, at;            /* at: the first item not yet written */
};

struct lists_merge {
	const struct lists_merge_plan *plan;
	const char *const *paths;
	struct lists_text text;
	size_t n;
	struct lists_merge_file *file;   /* [n] */
	struct lists_merge_file **share; /* [n] in the order of the
                                            candidates */
	size_t columns, written;         /* written: items of the present
                                            list */
};

static int
open_file(struct lists_merge *m, size_t k, struct fail *f)
{
	struct lists_merge_file *l = &m->file[k];

	l->in = input_open(&m->paths[k], 1, NULL, f);
	l->t = l->in ? tsv_open(l->in, m->text.header, f) : NULL;
	return l->t ? 0 : -1;
}

static void
close_all(struct lists_merge *m)
{
	size_t k;

	for (k = 0; m->file && k < m->n; k++) {
		tsv_close(m->file[k].t);
		input_close(m->file[k].in);
		buffer_free(&m->file[k].bytes);
		free(m->file[k].item);
	}
	free(m->file);
	free(m->share);
}

/* Checks the end row of a list: its share, and the number of items required. */
static int
take_end(struct lists_merge *m, struct lists_merge_file *l,
    const struct slice *cells, struct fail *f)
{
	struct shard share;
	char text[64] = "";
	uint64_t top;

	if (cells[ITEM].n < sizeof(text))
		memcpy(text, cells[ITEM].s, cells[ITEM].n);
	if (shard_parse(&share, text, f) ||
	    num_get_count(cells[SCORE].s, cells[SCORE].n, 1, INT32_MAX, &top))
		return fail_set(f,
		    "%s: a row of rank 0 that does not end a list",
		    tsv_where(l->t));
	if (share.n != m->n)
		return fail_set(f, "%s: share %s: %llu file%s needed, not %zu",
		    tsv_where(l->t), text, (unsigned long long)share.n,
		    num_are(share.n), m->n);
	if (top < m->plan->top)
		return fail_set(f,
		    "%s: the share has the best %llu, but the best %zu are "
		    "needed: give the same --top to all",
		    tsv_where(l->t), (unsigned long long)top, m->plan->top);
	if (m->share[share.i] && m->share[share.i] != l)
		return fail_set(f,
		    "%s: share %s occurs again: name each share once",
		    tsv_where(l->t), text);
	m->share[share.i] = l;
	return 0;
}

static int
add_item(struct lists_merge_file *l, const struct slice *cells, size_t columns,
    struct fail *f)
{
	struct lists_merge_item *x;
	const struct slice none = {"\\N", 2},
			   title = columns > TITLE ? cells[TITLE] : none;

	if (ARRAY_ROOM(&l->item, &l->room, l->n + 1, f))
		return -1;
	x = &l->item[l->n++];
	if (num_get_float(cells[SCORE].s, cells[SCORE].n, &x->score))
		return fail_set(f, "%s: '%.*s' is not a score", tsv_where(l->t),
		    (int)size_min(cells[SCORE].n, 40), cells[SCORE].s);
	x->at = l->bytes.n;
	x->item = cells[ITEM].n;
	x->title = title.n;
	buffer_put(&l->bytes, cells[ITEM].s, cells[ITEM].n);
	buffer_put(&l->bytes, title.s, title.n);
	return l->bytes.failed ? fail_memory(f) : 0;
}

/* Adds a row: an item of the list of that key, or its end row. */
static int
check_row(struct lists_merge *m, struct lists_merge_file *l,
    const struct slice *cells, uint64_t *rank, struct fail *f)
{
	const size_t columns = tsv_columns(l->t);

	if (!m->columns)
		m->columns = columns;
	if (columns != m->columns || columns < COLUMNS || columns > TITLE + 1)
		return fail_set(f,
		    "%s: %zu column%s, but a share's lists have 4, or all of "
		    "them 5",
		    tsv_where(l->t), columns, num_s(columns));
	if (num_get_count(cells[RANK].s, cells[RANK].n, 0, INT32_MAX, rank) ||
	    (*rank && *rank != l->n + 1))
		return fail_set(f,
		    "%s: rank '%.*s' instead of %zu or 0; only lists written "
		    "with --candidates-share can be merged",
		    tsv_where(l->t), (int)size_min(cells[RANK].n, 40),
		    cells[RANK].s, l->n + 1);
	if (l->n && (l->key != cells[KEY].n ||
			memcmp(l->bytes.p, cells[KEY].s, l->key)))
		return fail_set(f,
		    "%s: a list begins, but the previous one has no end row; "
		    "only lists written with --candidates-share can be merged",
		    tsv_where(l->t));
	return 0;
}

/* Reads the file's next list.  Returns 1, 0 at its end, -1 on an error. */
static int
read_list(struct lists_merge *m, struct lists_merge_file *l, struct fail *f)
{
	const struct slice *cells;
	uint64_t rank = 1;
	size_t n;
	int more;

	l->n = l->at = l->bytes.n = 0;
	while (rank) {
		more = tsv_row(l->t, &cells, &n, f);
		if (more == 0 && l->n)
			return fail_set(f, "%s: the last list has no end row",
			    tsv_where(l->t));
		if (more <= 0)
			return more;
		if (check_row(m, l, cells, &rank, f))
			return -1;
		if (!l->n) {
			l->key = cells[KEY].n;
			buffer_put(&l->bytes, cells[KEY].s, l->key);
		}
		if (rank ? add_item(l, cells, n, f) : take_end(m, l, cells, f))
			return -1;
	}
	return l->bytes.failed ? fail_memory(f) : 1;
}

/* The best item not yet written. */
static int
next_best(void *ctx, struct lists_text_item *to)
{
	struct lists_merge *m = ctx;
	struct lists_merge_file *best = NULL;
	const struct lists_merge_item *x;
	size_t k;

	if (m->written == m->plan->top)
		return 0;
	for (k = 0; k < m->n; k++) {
		struct lists_merge_file *l = m->share[k];

		if (l->at < l->n && (!best || l->item[l->at].score >
						  best->item[best->at].score))
			best = l;
	}
	if (!best)
		return 0;
	x = &best->item[best->at++];
	m->written++;
	to->score = x->score;
	to->item = (struct slice){best->bytes.p + x->at, x->item};
	to->title = (struct slice){best->bytes.p + x->at + x->item, x->title};
	return 1;
}

static int
is_number(struct slice s)
{
	uint64_t x;

	return !num_get_count(s.s, s.n, 0, INT64_MAX, &x);
}

/* Merges the present lists of all files into text. */
static void
put_list(struct lists_merge *m, struct buffer *t)
{
	const struct lists_merge_file *first = &m->file[0];
	const struct slice key = {first->bytes.p, first->key};
	struct lists_text text = m->text;

	if (!text.key.s && !is_number(key))
		text.key = (struct slice){"query", 5};
	m->written = 0;
	lists_text_put(&text, key, (struct slice){NULL, 0}, next_best, m, t);
}

/* Reads the next list of every file.  Returns 1, 0 at the end of all, -1 on an
 * error. */
static int
read_lists(struct lists_merge *m, struct fail *f)
{
	const struct lists_merge_file *a = &m->file[0], *b;
	size_t k;
	int more, first = 0;

	for (k = 0; k < m->n; k++) {
		b = &m->file[k];
		more = read_list(m, &m->file[k], f);
		if (more < 0)
			return -1;
		if (k == 0)
			first = more;
		if (more != first ||
		    (more && (a->key != b->key ||
				 memcmp(a->bytes.p, b->bytes.p, a->key))))
			return fail_set(f,
			    "%s and %s do not have lists of the same queries",
			    m->paths[0], m->paths[k]);
	}
	return first;
}

/* Takes key and titles from the first file's header. */
static void
take_header(struct lists_merge *m)
{
	static const char number[] = "query";
	const struct slice *title = tsv_header(m->file[0].t);

	m->columns = tsv_columns(m->file[0].t);
	m->text.titles = m->columns > TITLE;
	if (title && (title[KEY].n != strlen(number) ||
			 memcmp(title[KEY].s, number, title[KEY].n)))
		m->text.key = title[KEY];
}

static int
merge_all(struct lists_merge *m, struct output *o, struct fail *f)
{
	struct buffer t = {0};
	uint64_t lists;
	int more = 1;

	for (lists = 0; (more = read_lists(m, f)) > 0; lists++) {
		if (lists == 0) {
			take_header(m);
			lists_text_header(&m->text, &t);
		}
		put_list(m, &t);
		if (t.failed)
			break;
		output_put(o, t.p, t.n);
		t.n = 0;
		if (output_failed(o))
			break;
	}
	if (t.failed)
		more = fail_memory(f);
	else if (more == 0 && lists == 0)
		more = fail_set(f, "%s: there are no lists", m->paths[0]);
	buffer_free(&t);
	return more < 0 ? -1 : 0;
}

int
lists_merge(const struct lists_merge_plan *p, const char *const *paths,
    size_t n, struct output *o, struct fail *f)
{
	struct lists_merge m = {.plan = p,
	    .paths = paths,
	    .n = n,
	    .text = p->text,
	    .file = calloc(n, sizeof(*m.file)),
	    .share = calloc(n, sizeof(*m.share))};
	int failed = !m.file || !m.share ? fail_memory(f) : 0;
	size_t k;

	for (k = 0; k < n && !failed; k++)
		failed = open_file(&m, k, f);
	if (!failed)
		failed = merge_all(&m, o, f);
	close_all(&m);
	return failed ? -1 : 0;
}
