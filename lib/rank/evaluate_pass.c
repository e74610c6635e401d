/* evaluate_pass - one pass over all queries. */
/* SPDX-License-Identifier: MIT */
#include "rank/evaluate_pass.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/shard.h"
#include "base/threads.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/exclude.h"
#include "rank/label_ranks.h"
#include "rank/queries.h"
#include "rank/rank.h"
#include "rank/results.h"
#include "rank/sample.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"

/* Queries at a time.  Many queries share the cost of packing the candidates,
 * and a block with its lists takes a few MiB. */
#define BLOCK_FLOATS ((size_t)1 << 18)
#define BLOCK_LISTS ((size_t)1 << 21)
#define BLOCK_SCORES ((size_t)1 << 20) /* for queries that are scores */

/* A pass over all queries.  The next block is read during the counting of this
 * one; if there are so many candidates that each block packs them again, during
 * the packing. */
struct evaluate_pass {
	const struct evaluate_pass_plan *plan;
	const struct candidates *c; /* the plan's */
	struct queries_plan asks;
	struct queries *in;
	struct queries_block *block[2];
	int now;    /* which block is being counted */
	int failed; /* reading the other block failed: f */
	struct fail f;
	struct score_tiles *scan;
	struct topk *topk;         /* NULL: no coverage */
	struct sample *sample;     /* NULL: ranks among all */
	uint64_t *greater, *equal; /* [grooms], [erooms] */
	size_t grooms, erooms;
	struct evaluate_pass_counts so_far;
};

static int
take_memory(struct evaluate_pass *e, const char *const *paths, size_t npaths,
    struct fail *f)
{
	const struct candidates *c = e->c;
	const struct evaluate_pass_plan *p = e->plan;
	size_t most = c->x ? size_max(BLOCK_FLOATS / c->d, 64)
	                   : size_max(BLOCK_SCORES / c->d, 1);

	most = size_min(most, 8192);
	if (p->coverage)
		most = size_min(most, size_max(BLOCK_LISTS / p->longest, 1));
	e->asks = *p->queries;
	e->asks.candidates = c;
	e->asks.most = most;
	e->in = queries_open(&e->asks, paths, npaths, f);
	e->scan = e->in ? candidates_scan(c, f) : NULL;
	if (!e->scan || !(e->block[0] = queries_block_new(e->in, f)) ||
	    !(e->block[1] = queries_block_new(e->in, f)))
		return -1;
	if (e->plan->coverage &&
	    !(e->topk = topk_new(e->scan, p->longest, most, f)))
		return -1;
	if (p->sampled &&
	    !(e->sample = sample_new(c->n, p->sampled, p->seed, f)))
		return -1;
	return 0;
}

static void
close_all(struct evaluate_pass *e)
{
	threads_extra_task(NULL, NULL);
	queries_block_free(e->block[0]);
	queries_block_free(e->block[1]);
	queries_close(e->in);
	topk_free(e->topk);
	sample_free(e->sample);
	score_tiles_free(e->scan);
	free(e->greater);
	free(e->equal);
}

/* Reads into the block that is not being counted. */
static void
fill_next(void *ctx)
{
	struct evaluate_pass *e = ctx;

	e->failed = queries_next(e->in, e->block[!e->now], &e->f) < 0;
}

/* The number of the block's query i in the whole input. */
static uint64_t
number_of(const struct evaluate_pass *e, size_t i)
{
	return shard_row(e->asks.shard, e->so_far.queries + i);
}

/* Returns 1 if all candidates counted score the same as the label.  For this
 * reason a known label can have equal 0. */
static int
is_flat(const struct evaluate_pass *e, const struct results_example *x)
{
	size_t among = x->drawn ? x->draws + x->n : e->c->n - x->skips;

	if (!x->equal[0])
		return 1;
	return x->equal[0] > 1 && !x->greater[0] &&
	       x->equal[0] + x->n - 1 >= among;
}

/* Returns 1 if some label is a candidate but none was found, because all scores
 * are equal. */
static int
is_blank(const struct evaluate_pass *e, const struct results_example *x)
{
	int known = 0;
	size_t l;

	for (l = 0; l < x->n && e->c->blank; l++) {
		if (x->equal[l])
			return 0;
		known |= x->label[l] != 0;
	}
	return known;
}

/* Sets the counts of the n labels of a query that is not valid or is
 * uninformed. */
static void
miss(size_t n, const int32_t *label, uint64_t *greater, uint64_t *equal)
{
	size_t l;

	for (l = 0; l < n; l++) {
		greater[l] = label[l] ? LABEL_RANKS_MISS : 0;
		equal[l] = label[l] != 0;
	}
}

/* Adds query i of the block, whose counts are ready; with samples, counts
 * now. */
static int
add_query(struct evaluate_pass *e, const struct queries_block *b, size_t i,
    struct results *to, struct fail *f)
{
	size_t first = b->first[i];
	int blank;
	struct results_example x = {.wanted = b->wanted[i],
	    .n = b->first[i + 1] - first,
	    .label = b->label + first,
	    .greater = e->greater + first,
	    .equal = e->equal + first};

	if (b->group)
		x.group = b->group[i];
	if (b->skip)
		x.skip = exclude_row(b->skip, i, &x.skips);
	if (e->sample) {
		x.drawn = sample_draw(e->sample, number_of(e, i), x.n, x.label,
		    x.skips, x.skip, f);
		if (!x.drawn)
			return -1;
		x.draws = e->plan->sampled;
		rank_among(e->scan,
		    &(const struct rank_among_plan){b->q + i * e->c->d, x.n,
			x.draws, x.label, x.drawn, e->plan->place},
		    e->greater + first, e->equal + first);
	}
	if (x.label[0] && !b->lost[i]) {
		e->so_far.known++;
		e->so_far.flat += !e->plan->share && is_flat(e, &x);
	}
	blank = !b->lost[i] && is_blank(e, &x);
	e->so_far.blank += (size_t)blank;
	if (b->lost[i] || blank)
		miss(x.n, x.label, e->greater + first, e->equal + first);
	else if (x.n > 1 && !e->plan->share)
		rank_apart(x.n, e->greater + first, e->equal + first);
	return results_add(to, &x, f);
}

/* Scores a block of queries, in rank_count() and topk_run(). */
static int
evaluate_block(struct evaluate_pass *e, const struct queries_block *b,
    struct results *to, struct fail *f)
{
	const struct rank_queries asked = {.m = b->m,
	    .q = b->q,
	    .label = b->label,
	    .first = b->first,
	    .skip = b->skip,
	    .own = e->plan->reduce_sum ? rank_reduce_sum : NULL,
	    .place = e->plan->place,
	    .blank = e->c->blank};
	size_t i;

	if (ARRAY_ROOM(&e->greater, &e->grooms, b->labels, f) ||
	    ARRAY_ROOM(&e->equal, &e->erooms, b->labels, f) ||
	    (!e->sample &&
		rank_count(e->scan, &asked, e->greater, e->equal, f)))
		return -1;
	for (i = 0; i < b->m; i++) {
		if (add_query(e, b, i, to, f))
			return -1;
	}
	e->so_far.queries += b->m;
	e->so_far.seen += b->seen;
	e->so_far.lost += b->nlost;
	if (!e->topk)
		return 0;
	if (topk_run(e->topk, b->m, b->q, b->skip, f))
		return -1;
	coverage_add(e->plan->coverage, e->topk, b->m, b->lost);
	return 0;
}

static int
evaluate_all(struct evaluate_pass *e, struct results *to, struct fail *f)
{
	const struct queries_block *b;

	e->now = 1;
	fill_next(e);
	do {
		e->now = !e->now;
		b = e->block[e->now];
		if (e->failed) {
			*f = e->f;
			return -1;
		}
		if (b->m == e->asks.most)
			threads_extra_task(fill_next, e);
		if (b->m && evaluate_block(e, b, to, f))
			return -1;
	} while (b->m == e->asks.most);
	return queries_end(e->in, f);
}

int
evaluate_pass(const struct evaluate_pass_plan *p, const char *const *paths,
    size_t npaths, struct results *to, struct evaluate_pass_counts *counts,
    struct fail *f)
{
	struct evaluate_pass e = {.plan = p, .c = p->candidates};
	int failed;

	failed = take_memory(&e, paths, npaths, f) || evaluate_all(&e, to, f);
	*counts = e.so_far;
	close_all(&e);
	return failed ? -1 : 0;
}
