/* queries - queries with their labels, keys and exclusions, block by block. */
/* SPDX-License-Identifier: MIT */
#include "rank/queries.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/query_tsv.h"
#include "data/vocab.h"
#include "io/file_kind.h"
#include "io/input.h"
#include "io/mat.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/side_column.h"

struct queries {
	const struct queries_plan *plan;
	struct input *in;
	struct mat_rows rows; /* rows of floats so far */
	struct query_tsv column;
	struct queries_text text; /* t NULL: rows of floats */
	struct side_column *labels, *exclude, *keys; /* or NULL */
	int opened;                                  /* these are open */
	int ended;
};

/* Is the input text?  Looks at as many bytes as needed. */
static int
is_tsv(struct input *in, int *tsv, struct fail *f)
{
	const unsigned char *p;
	size_t n, want;

	for (want = 1;; want = n + 1) {
		if (input_peek(in, want, &p, &n, f))
			return -1;
		*tsv = query_tsv_begins(p, n);
		if (*tsv >= 0)
			return 0;
		*tsv = 0;
		if (n < want)
			return 0;
	}
}

/* Checks what the plan requires of the queries themselves. */
static int
check_columns(const struct queries *s, struct fail *f)
{
	const struct queries_plan *p = s->plan;
	const char *column = NULL;
	const unsigned char *first;
	size_t n;

	if (input_peek(s->in, 1, &first, &n, f))
		return -1;
	if (!s->text.t && !n)
		return 0; /* reading the rows reports that there are none */
	if (!s->text.t && (p->labelled || p->exclude_context))
		return fail_set(f,
		    "%s: rows of floats have no %s; seq-embed --format=tsv "
		    "writes queries with them%s",
		    input_name(s->in), p->labelled ? "labels" : "contexts",
		    p->labelled ? ", and --labels names a separate file" : "");
	if (!s->text.t && p->longest)
		return fail_set(f,
		    "%s: rows of floats are not lines; seq-embed "
		    "--line-buffered --format=tsv writes lines",
		    input_name(s->in));
	if (p->labelled && s->column.column[QUERY_TSV_LABEL] < 0)
		column = COLUMN_LABEL;
	if (p->exclude_context && s->column.column[QUERY_TSV_CONTEXT] < 0)
		column = COLUMN_CONTEXT;
	return column ? fail_set(f, "%s: there is no column '%s'",
			    input_name(s->in), column)
	              : 0;
}

struct queries *
queries_open(const struct queries_plan *p, const char *const *paths, size_t n,
    struct fail *f)
{
	struct queries *s = calloc(1, sizeof(*s));
	int tsv = 0;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->plan = s->text.plan = p;
	s->text.column = &s->column;
	s->rows.gaps = 1;
	s->column = query_tsv_none;
	s->in = input_open(paths, n, &input_of_any, f);
	if (!s->in || is_tsv(s->in, &tsv, f) ||
	    input_accept(s->in, tsv ? FILE_TEXT : FILE_MATRIX, f))
		goto fail;
	if (tsv && (!(s->text.t = tsv_open(s->in, 1, f)) ||
		       query_tsv_columns(&s->column, s->text.t, f)))
		goto fail;
	if (tsv && p->longest)
		tsv_by_line(s->text.t, p->longest);
	else if (tsv && queries_text_check(&s->text, f)) {
		(void)fail_at(f, "%s", input_name(s->in));
		goto fail;
	}
	if (check_columns(s, f))
		goto fail;
	return s;
fail:
	queries_close(s);
	return NULL;
}

void
queries_close(struct queries *s)
{
	if (!s)
		return;
	side_column_close(s->labels);
	side_column_close(s->exclude);
	side_column_close(s->keys);
	tsv_close(s->text.t);
	input_close(s->in);
	free(s);
}

static int
open_side(struct side_column **to, const struct queries_plan *p,
    const char *path, enum side_column_kind kind, const char *column,
    struct fail *f)
{
	const char *also = kind == SIDE_COLUMN_LABELS ? p->group : NULL;

	if (!path)
		return 0;
	*to =
	    side_column_open(path, kind, column, also, p->header, p->shard, f);
	return *to ? 0 : -1;
}

/* Opens the separate files.  This waits for the first queries, since the
 * program that makes the queries may write the labels just before, as seq-embed
 * does. */
static int
open_beside(struct queries *s, struct fail *f)
{
	const struct queries_plan *p = s->plan;

	if (s->opened++)
		return 0;
	return open_side(
		   &s->labels, p, p->labels, SIDE_COLUMN_LABELS, p->label, f) ||
	               open_side(&s->exclude, p, p->exclude, SIDE_COLUMN_LISTS,
			   p->context, f) ||
	               open_side(&s->keys, p, p->key, SIDE_COLUMN_KEYS,
			   p->key_column, f)
	           ? -1
	           : 0;
}

/* Takes what the separate files have for query i. */
static int
add_beside(struct queries *s, struct queries_block *b, size_t i, struct fail *f)
{
	struct slice cell, group;

	if (s->labels) {
		if (side_column_next(s->labels, &cell, &group, f))
			return -1;
		if (queries_block_labels(b, s->plan->candidates, i, cell, f))
			return fail_at(f, "%s", side_column_where(s->labels));
		if (b->group && queries_block_keep(b, group, &b->group[i], f))
			return -1;
	}
	if (s->exclude &&
	    (side_column_next(s->exclude, &cell, &group, f) ||
		queries_block_add(b->skip, s->plan->candidates, cell, f)))
		return -1;
	if (s->keys && (side_column_next(s->keys, &cell, &group, f) ||
			   queries_block_keep(b, cell, &b->key[i], f)))
		return -1;
	return queries_block_end(b, i, s->plan->seen_miss, f);
}

/* Reads the next queries as text, up to b->m.  Line by line, reads the lines
 * that are there, at least one. */
static int
read_text(struct queries *s, struct queries_block *b, struct fail *f)
{
	const struct queries_plan *p = s->plan;
	const struct slice *cells;
	size_t n;
	int r;

	for (b->m = 0; b->m < p->most; b->m++) {
		if (p->longest && b->m && tsv_waits(s->text.t))
			return 0;
		b->lost[b->m] = 0;
		r = tsv_row(s->text.t, &cells, &n, f);
		s->ended = r == 0;
		if (r > 0)
			r = queries_text_add(&s->text, b, b->m, cells, f);
		if (r < 0 && (!tsv_can_go_on(s->text.t) ||
				 queries_text_wrong(&s->text, b, b->m, f)))
			return -1;
		if (r == 0)
			return 0;
		if (open_beside(s, f) || add_beside(s, b, b->m, f))
			return -1;
	}
	return 0;
}

static int
read_floats(struct queries *s, struct queries_block *b, struct fail *f)
{
	const struct queries_plan *p = s->plan;
	size_t i;

	if (mat_read(
		s->in, p->candidates->d, p->most, b->q, &b->m, &s->rows, f) ||
	    open_beside(s, f))
		return -1;
	for (i = 0; i < b->m; i++) {
		queries_block_lose(
		    b, i, p->candidates->d, isnan(b->q[i * p->candidates->d]));
		if (add_beside(s, b, i, f))
			return -1;
	}
	s->ended = b->m < p->most;
	return 0;
}

int
queries_next(struct queries *s, struct queries_block *b, struct fail *f)
{
	arena_reset(b->texts);
	b->labels = b->seen = b->nlost = 0;
	s->text.renamed = 0;
	if (b->skip)
		exclude_clear(b->skip);
	if (b->only)
		exclude_clear(b->only);
	if ((s->text.t ? read_text : read_floats)(s, b, f))
		return -1;
	if (vocab_check(s->plan->candidates->vocab, f))
		return -1;
	return !s->ended;
}

int
queries_renamed(const struct queries *s)
{
	return s->text.renamed;
}

int
queries_end(struct queries *s, struct fail *f)
{
	if (open_beside(s, f) || (s->labels && side_column_end(s->labels, f)) ||
	    (s->exclude && side_column_end(s->exclude, f)))
		return -1;
	return s->keys ? side_column_end(s->keys, f) : 0;
}

struct slice
queries_key_title(const struct queries *s)
{
	if (s->keys)
		return side_column_title(s->keys);
	if (s->column.column[QUERY_TSV_USER] >= 0)
		return tsv_header(s->text.t)[s->column.column[QUERY_TSV_USER]];
	return (struct slice){NULL, 0};
}

int
queries_have_contexts(const struct queries *s)
{
	return s->column.column[QUERY_TSV_CONTEXT] >= 0;
}

int
queries_have_rules(const struct queries *s)
{
	return s->plan->rules && (s->column.column[QUERY_TSV_INCLUDE] >= 0 ||
				     s->column.column[QUERY_TSV_EXCLUDE] >= 0);
}

struct queries_block *
queries_block_new(const struct queries *s, struct fail *f)
{
	const int *column = s->column.column;
	const struct queries_columns is = {
	    .keys = s->plan->key || column[QUERY_TSV_USER] >= 0,
	    .contexts = column[QUERY_TSV_CONTEXT] >= 0,
	    .include = s->plan->rules && column[QUERY_TSV_INCLUDE] >= 0,
	    .exclude = s->plan->rules && column[QUERY_TSV_EXCLUDE] >= 0,
	};

	return queries_block_of(s->plan, &is, f);
}

struct choice
queries_seen_choice(size_t k)
{
	static const struct choice what[] = {
	    {"keep", NULL, "ranked like any other"},
	    {"miss", NULL, "a miss at any cut-off"},
	};

	return k < COUNTOF(what) ? what[k] : (struct choice){0};
}
