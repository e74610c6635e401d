/* vocab_build - vocabularies counted from the columns of a TSV, or from data. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/tsv.h"

/* Zeros for every id of v; NULL without memory. */
static uint64_t *
new_counts(const struct vocab *v, struct fail *f)
{
	uint64_t *counts = calloc(vocab_size(v) + 1, sizeof(*counts));

	if (!counts)
		(void)fail_memory(f);
	return counts;
}

/* Gives v the counts, and frees them. */
static void
set_counts(struct vocab *v, uint64_t *counts)
{
	size_t i;

	for (i = 1; i <= vocab_size(v); i++)
		vocab_set_count(v, (int32_t)i, counts[i]);
	free(counts);
}

static void
count(const int32_t *ids, size_t n, uint64_t *counts)
{
	size_t i;

	for (i = 0; i < n; i++)
		counts[ids[i]]++;
}

/* Sets v's counts to what is in labels and, if contexts, there too. */
static int
count_examples(
    const struct examples *x, struct vocab *v, int contexts, struct fail *f)
{
	uint64_t *counts = new_counts(v, f);

	if (!counts)
		return -1;
	if (contexts)
		count(x->context, x->n * x->k, counts);
	count(x->label, x->n, counts);
	set_counts(v, counts);
	return 0;
}

int
vocab_build_from_examples(struct examples *x, struct vocab *v, struct fail *f)
{
	int32_t *map;

	if (count_examples(x, v, 1, f) ||
	    vocab_sort(v, VOCAB_COUNT, 0, &map, f))
		return -1;
	examples_renumber(x, map);
	free(map);
	return 0;
}

int
vocab_build_label_counts(
    const struct examples *x, struct vocab *v, struct fail *f)
{
	return count_examples(x, v, 0, f);
}

int
vocab_build_event_counts(
    const struct sequences *s, struct vocab *v, struct fail *f)
{
	uint64_t *counts = new_counts(v, f);

	if (!counts)
		return -1;
	count(s->item, s->events, counts);
	set_counts(v, counts);
	return 0;
}

int
vocab_build_from_sequences(struct sequences *s, struct vocab *v, struct fail *f)
{
	int32_t *map;

	if (vocab_build_event_counts(s, v, f) ||
	    vocab_sort(v, VOCAB_COUNT, 0, &map, f))
		return -1;
	sequences_renumber(s, map);
	free(map);
	return 0;
}

struct vocab_build_found {
	int *at; /* [n], from 0 */
	size_t n, room;
};

static int
add_column(struct vocab_build_found *c, int column, struct fail *f)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->at[i] == column)
			return fail_set(
			    f, "column %d is given twice", column + 1);
	}
	if (ARRAY_ROOM(&c->at, &c->room, c->n + 1, f))
		return -1;
	c->at[c->n++] = column;
	return 0;
}

/* Finds the columns that names, joined by commas, gives. */
static int
named_columns(struct vocab_build_found *c, const struct tsv *t,
    const char *names, struct fail *f)
{
	char *all = strdup(names), *name, *rest = all;
	int column, failed = !all ? fail_memory(f) : 0;

	while (!failed && (name = strsep(&rest, ","))) {
		column = tsv_column(t, name, f);
		failed = column < 0 || add_column(c, column, f);
	}
	free(all);
	return failed ? -1 : 0;
}

static int
usual_columns(struct vocab_build_found *c, struct tsv *t, struct fail *f)
{
	static const char *const usual[] = {COLUMN_CONTEXT, COLUMN_LABEL};
	size_t i;

	for (i = 0; i < COUNTOF(usual); i++) {
		int column = column_names_usual(t, usual[i], f);

		if (column < -1 || (column >= 0 && add_column(c, column, f)))
			return -1;
	}
	return c->n ? 0 : add_column(c, 0, f);
}

static int
count_cell(struct vocab *v, struct slice cell, struct slice pad, struct fail *f)
{
	struct slice t;

	while (tsv_cell_next(&cell, &t)) {
		if (t.n == pad.n && !memcmp(t.s, pad.s, t.n))
			continue;
		if (vocab_tally_cell(v, t.s, t.n, f))
			return -1;
	}
	return 0;
}

static int
count_rows(struct vocab *v, struct tsv *t, const struct vocab_build_found *c,
    struct slice pad, struct fail *f)
{
	const struct slice *cells;
	size_t i, n;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		for (i = 0; i < c->n; i++) {
			if ((size_t)c->at[i] >= n)
				return fail_set(f,
				    "%s: there is no column %d, only %zu",
				    tsv_where(t), c->at[i] + 1, n);
			if (count_cell(v, cells[c->at[i]], pad, f))
				return fail_at(f, "%s", tsv_where(t));
		}
	}
	return r;
}

int
vocab_build_from_columns(struct vocab *v, struct input *in,
    const struct vocab_build_columns *what, struct fail *f)
{
	struct slice pad = {what->pad, strlen(what->pad)};
	struct vocab_build_found c = {0};
	struct tsv *t = tsv_open(in, what->header, f);
	int r = -1;

	if (t && !(what->names ? named_columns(&c, t, what->names, f)
			       : usual_columns(&c, t, f)))
		r = count_rows(v, t, &c, pad, f);
	free(c.at);
	tsv_close(t);
	return r;
}
