/* evaluate - where the labels of a stream of queries come in a catalogue. */
/* SPDX-License-Identifier: MIT */
#include "rank/evaluate.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/mat.h"
#include "math/mm.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/exclude.h"
#include "rank/rank.h"
#include "rank/results.h"
#include "rank/score_tiles.h"
#include "rank/side_column.h"
#include "rank/topk.h"

/* Queries at a time: their packing of the candidates is shared by many, and
 * what they need, also with lists, is a few MiB. */
#define BLOCK_FLOATS ((size_t)1 << 18)
#define BLOCK_LISTS ((size_t)1 << 21)

/* Some queries and what goes with each; the next are read beside the counting
 * of these, or, where candidates are so many that they are packed anew for each
 * block, beside that. */
struct evaluate_block {
	size_t m;           /* less than a whole block: the last of them */
	float *q;           /* [B,d] */
	int32_t *id;        /* [B] */
	struct slice *text; /* [B] in texts */
	struct arena *texts;
	struct exclude *skip; /* NULL without exclude */
	int failed;           /* they could not be read: f */
	struct fail f;
};

struct evaluate_state {
	const struct evaluate_plan *plan;
	size_t most; /* B, queries in a block */
	struct input *in;
	uint64_t row;                         /* for mat_read() */
	struct side_column *labels, *exclude; /* exclude: or NULL */
	struct evaluate_block block[2];
	int now; /* which of them is counted */
	struct score_tiles *scan;
	struct topk *topk;         /* NULL without coverage */
	uint64_t *greater, *equal; /* [B] */
};

/* What goes with the queries.  Opened when the first of them are there: who
 * makes them may write the labels just before, as seq-embed does. */
static int
open_beside(struct evaluate_state *e, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;

	e->labels = side_column_open(
	    p->labels, SIDE_COLUMN_LABELS, p->label, p->header, p->shard, f);
	if (!e->labels)
		return -1;
	if (!p->exclude)
		return 0;
	e->exclude = side_column_open(
	    p->exclude, SIDE_COLUMN_LISTS, p->context, p->header, p->shard, f);
	return e->exclude ? 0 : -1;
}

static int
block_alloc(struct evaluate_block *b, size_t most,
    const struct evaluate_plan *p, struct fail *f)
{
	b->q = malloc(most * p->catalogue->d * sizeof(*b->q));
	b->id = malloc(most * sizeof(*b->id));
	b->text = malloc(most * sizeof(*b->text));
	b->texts = arena_new(SIDE_COLUMN_TEXTS);
	if (!b->q || !b->id || !b->text || !b->texts)
		return fail_memory(f);
	b->skip = p->exclude ? exclude_new(f) : NULL;
	return p->exclude && !b->skip ? -1 : 0;
}

static void
block_free(struct evaluate_block *b)
{
	free(b->q);
	free(b->id);
	free(b->text);
	arena_free(b->texts);
	exclude_free(b->skip);
}

static int
take_memory(struct evaluate_state *e, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;
	const struct candidates *c = p->catalogue;
	size_t most = size_min(size_max(BLOCK_FLOATS / c->d, 64), 8192), i;

	if (p->coverage)
		most = size_min(most, size_max(BLOCK_LISTS / p->longest, 1));
	e->most = most;
	e->scan = score_tiles_new(c->x, c->n, c->d, f);
	if (!e->scan)
		return -1;
	if (p->coverage) {
		e->topk = topk_new(e->scan, p->longest, most, f);
		if (!e->topk)
			return -1;
	}
	for (i = 0; i < COUNTOF(e->block); i++)
		if (block_alloc(&e->block[i], most, p, f))
			return -1;
	e->greater = malloc(most * sizeof(*e->greater));
	e->equal = malloc(most * sizeof(*e->equal));
	return e->greater && e->equal ? 0 : fail_memory(f);
}

static void
close_all(struct evaluate_state *e)
{
	threads_extra_task(NULL, NULL);
	block_free(&e->block[0]);
	block_free(&e->block[1]);
	side_column_close(e->labels);
	side_column_close(e->exclude);
	input_close(e->in);
	topk_free(e->topk);
	score_tiles_free(e->scan);
	free(e->greater);
	free(e->equal);
}

/* Up to a block of queries, with labels and what is left out. */
static int
fill(struct evaluate_state *e, struct evaluate_block *b, struct fail *f)
{
	const struct candidates *c = e->plan->catalogue;

	if (mat_read(e->in, c->d, e->most, b->q, &b->m, &e->row, f) ||
	    (!e->labels && open_beside(e, f)))
		return -1;
	arena_reset(b->texts);
	if (side_column_labels(
		e->labels, b->m, c->vocab, b->id, b->text, b->texts, f))
		return -1;
	if (e->exclude &&
	    side_column_lists(e->exclude, b->m, c, b->id, b->skip, f))
		return -1;
	return vocab_check(c->vocab, f);
}

/* Fills the block that is not counted now. */
static void
fill_next(void *ctx)
{
	struct evaluate_state *e = ctx;
	struct evaluate_block *b = &e->block[!e->now];

	b->failed = fill(e, b, &b->f);
}

static int
evaluate_block(struct evaluate_state *e, const struct evaluate_block *b,
    struct results *to, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;
	const int32_t *skip = NULL;
	size_t i, n = 0;

	if (rank_count(e->scan, b->m, b->q, b->id, b->skip,
		p->reduce_sum ? rank_reduce_sum : mm_score, e->greater,
		e->equal, f))
		return -1;
	for (i = 0; i < b->m; i++) {
		if (b->skip)
			skip = exclude_row(b->skip, i, &n);
		if (results_add(to, b->text[i], b->id[i], skip, n,
			e->greater[i], e->equal[i], f))
			return -1;
	}
	if (!e->topk)
		return 0;
	if (topk_run(e->topk, b->m, b->q, b->skip, f))
		return -1;
	coverage_add(p->coverage, e->topk, b->m);
	return 0;
}

static int
evaluate_all(struct evaluate_state *e, struct results *to, struct fail *f)
{
	const struct evaluate_block *b;

	e->now = 1;
	fill_next(e);
	do {
		e->now = !e->now;
		b = &e->block[e->now];
		if (b->failed) {
			*f = b->f;
			return -1;
		}
		if (b->m == e->most)
			threads_extra_task(fill_next, e);
		if (b->m && evaluate_block(e, b, to, f))
			return -1;
	} while (b->m == e->most);
	if (side_column_end(e->labels, f))
		return -1;
	return e->exclude ? side_column_end(e->exclude, f) : 0;
}

int
evaluate(const struct evaluate_plan *p, const char *const *paths, size_t npaths,
    struct results *to, struct fail *f)
{
	struct evaluate_state e = {.plan = p};
	int failed;

	e.in = input_open(paths, npaths, NULL, f);
	failed = !e.in || take_memory(&e, f) || evaluate_all(&e, to, f);
	close_all(&e);
	return failed ? -1 : 0;
}
