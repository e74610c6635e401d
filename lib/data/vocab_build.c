/* vocab_build - counts a vocabulary from the columns of a TSV or from data. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/pads.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/tsv.h"

uint64_t *
vocab_build_counts(const struct vocab *v, struct fail *f)
{
	uint64_t *counts = calloc(vocab_size(v) + 1, sizeof(*counts));

	if (!counts)
		(void)fail_memory(f);
	return counts;
}

void
vocab_build_set(struct vocab *v, uint64_t *counts)
{
	size_t i;

	for (i = 1; i <= vocab_size(v); i++)
		vocab_set_count(v, (int32_t)i, counts[i]);
	free(counts);
}

void
vocab_build_count(uint64_t *counts, const int32_t *ids, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		counts[ids[i]]++;
}

/* Sets v's counts to those in labels and, if asked, in contexts. */
static int
count_examples(
    const struct examples *x, struct vocab *v, int contexts, struct fail *f)
{
	uint64_t *counts = vocab_build_counts(v, f);

	if (!counts)
		return -1;
	if (contexts)
		vocab_build_count(counts, x->context, x->n * x->k);
	vocab_build_count(counts, x->label, x->n);
	vocab_build_set(v, counts);
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
	uint64_t *counts = vocab_build_counts(v, f);

	if (!counts)
		return -1;
	vocab_build_count(counts, s->item, s->events);
	vocab_build_set(v, counts);
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

struct vocab_build_column {
	int at; /* index from 0 */
	struct pads pads;
};

struct vocab_build_found {
	struct vocab_build_column *of; /* [n] */
	size_t n, room;
	const char *pad; /* the padding token that was given, or NULL */
	size_t open;     /* columns that may have padding */
};

static int
add_column(struct vocab_build_found *c, int column, struct fail *f)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->of[i].at == column)
			return fail_set(
			    f, "column %d is given twice", column + 1);
	}
	if (ARRAY_ROOM(&c->of, &c->room, c->n + 1, f))
		return -1;
	c->of[c->n].at = column;
	pads_begin(&c->of[c->n].pads, c->pad);
	c->open += (size_t)c->of[c->n].pads.open;
	c->n++;
	return 0;
}

/* Finds the columns in names, which commas separate. */
static int
named_columns(struct vocab_build_found *c, struct tsv *t, const char *names,
    struct fail *f)
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

/* Finds the usual columns by the header. */
static int
usual_columns(struct vocab_build_found *c, struct tsv *t, struct fail *f)
{
	static const char *const usual[] = {COLUMN_CONTEXT, COLUMN_LABEL};
	struct fail header;
	size_t i;

	for (i = 0; i < COUNTOF(usual); i++) {
		int column = column_names_usual(t, usual[i], f);

		if (column < -1 || (column >= 0 && add_column(c, column, f)))
			return -1;
	}
	if (c->n)
		return 0;
	if (tsv_columns(t) == 1)
		return add_column(c, 0, f);
	(void)tsv_column(t, COLUMN_CONTEXT, &header); /* names the columns */
	return fail_set(f,
	    "%s; --tokens=COLUMN[,COLUMN]... names the columns of items",
	    header.msg);
}

/*
 * Finds the columns of rows of n cells without a header: the context, and the
 * label, which is the last column unless that is a sequence.
 */
static int
unnamed_columns(struct vocab_build_found *c, const struct slice *cells,
    size_t n, struct vocab_build_said *said, struct fail *f)
{
	const size_t context = column_names_unnamed_context(cells, n, 0);

	if (context + 1 < n) {
		if (add_column(c, (int)context, f))
			return -1;
		said->context = c->of[0].at + 1;
	}
	said->last = n > 1 ? n : 0;
	return add_column(c, (int)n - 1, f);
}

/* Notes usual padding token k of column p; k is -1 for other tokens. */
static void
note_token(struct pads *p, int k, struct tsv *in)
{
	if (k >= 0 && !p->seen[k].n)
		(void)snprintf(p->seen[k].where, sizeof(p->seen[k].where), "%s",
		    tsv_where(in));
	if (p->open && (k >= 0 || p->run >= 0))
		pads_next(p, k);
	else if (k >= 0)
		p->seen[k].n++;
}

/* Counts the tokens of a cell.  A usual padding token counts as an item
 * until padding is known.  An empty token cannot be counted. */
static int
count_cell(struct vocab *v, struct vocab_build_found *c, struct pads *p,
    struct slice cell, struct tsv *in, struct fail *f)
{
	struct slice t;
	size_t n;

	if (!tsv_header(in) && tsv_refuse_steps(cell, f))
		return -1;
	for (n = 0; tsv_cell_next(&cell, &t); n++) {
		if (c->open) {
			const int k = pads_usual(t);

			if (k >= 0 || p->run >= 0)
				note_token(p, k, in);
			if (k >= 0 && !t.n)
				continue;
		}
		if (pads_is(p, t))
			continue;
		if (vocab_tally_cell(v, t.s, t.n, f))
			return -1;
	}
	if (p->open) {
		pads_end_list(p, n);
		c->open -= !p->open;
	}
	return 0;
}

/*
 * Usual tokens that are padding in every column lose their counts and leave the
 * vocabulary.
 */
static int
settle(struct vocab *v, struct vocab_build_found *c,
    struct vocab_build_said *said, struct fail *f)
{
	size_t i, k, n, at = 0;

	for (i = 0; i < c->n; i++) {
		if (pads_end(&c->of[i].pads, f))
			return -1;
	}
	for (k = 0; k < PADS_USUAL; k++) {
		struct slice t = pads_token(k);
		const char *where = NULL; /* set if the token is an item */

		for (n = i = 0; i < c->n; i++) {
			const struct pads *p = &c->of[i].pads;

			n += p->seen[k].n;
			if (p->seen[k].n && !pads_is(p, t) && !where)
				where = p->seen[k].where;
		}
		if (where && !t.n)
			return fail_set(f, "%s: a token is empty", where);
		if (!n || where)
			continue;
		at += (size_t)snprintf(said->pads + at, sizeof(said->pads) - at,
		    "%s'%.*s', %zu time%s", at ? "; " : "", (int)t.n, t.s, n,
		    num_s(n));
		if (t.n)
			vocab_set_count(v, vocab_find(v, t.s, t.n), 0);
	}
	return at ? vocab_sort(v, VOCAB_FIRST, 1, NULL, f) : 0;
}

static int
count_rows(struct vocab *v, struct tsv *t, struct vocab_build_found *c,
    struct vocab_build_said *said, struct fail *f)
{
	const struct slice *cells;
	size_t i, n;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		if (!c->n && unnamed_columns(c, cells, n, said, f))
			return -1;
		for (i = 0; i < c->n; i++) {
			struct vocab_build_column *x = &c->of[i];

			if ((size_t)x->at >= n)
				return fail_set(f,
				    "%s: there is no column %d, only %zu",
				    tsv_where(t), x->at + 1, n);
			if (count_cell(v, c, &x->pads, cells[x->at], t, f))
				return fail_at(f, "%s", tsv_where(t));
		}
	}
	return r ? r : settle(v, c, said, f);
}

int
vocab_build_from_columns(struct vocab *v, struct input *in,
    const struct vocab_build_columns *what, struct vocab_build_said *said,
    struct fail *f)
{
	struct vocab_build_found c = {.pad = what->pad};
	struct tsv *t = tsv_open(in, what->header, f);
	int r = t ? 0 : -1;

	*said = (struct vocab_build_said){0};
	if (t && what->names)
		r = named_columns(&c, t, what->names, f);
	else if (t && what->header)
		r = usual_columns(&c, t, f);
	if (!r)
		r = count_rows(v, t, &c, said, f);
	free(c.of);
	tsv_close(t);
	return r;
}
