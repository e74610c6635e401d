/* evaluate - where the labels of a stream of queries come in a catalogue. */
/* SPDX-License-Identifier: MIT */
#include "rank/evaluate.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/bytein.h"
#include "io/mat.h"
#include "math/mm.h"
#include "rank/catalogue.h"
#include "rank/coverage.h"
#include "rank/feed.h"
#include "rank/rank.h"
#include "rank/record.h"
#include "rank/scan.h"
#include "rank/skip.h"
#include "rank/topk.h"

/* Queries at a time: their packing of the candidates is shared by many, and
 * what they need, also with lists, is a few MiB. */
#define BLOCK_FLOATS ((size_t)1 << 18)
#define BLOCK_LISTS ((size_t)1 << 21)

struct evaluation {
	const struct evaluate_plan *plan;
	size_t block; /* B, queries at a time */
	struct bytein *in;
	struct feed *labels, *exclude; /* exclude: or NULL */
	struct skip *skip;             /* NULL without exclude */
	struct scan *scan;
	struct topk *topk; /* NULL without coverage */
	float *q;          /* [B,d] */
	int32_t *id;       /* [B] */
	struct slice *text;
	uint64_t *greater, *equal; /* [B] */
};

/* What goes with the queries.  Opened when the first of them are there: who
 * makes them may write the labels just before, as seq-embed does. */
static int
open_beside(struct evaluation *e, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;

	e->labels =
	    feed_open(p->labels, FEED_LABELS, p->label, p->header, p->shard, f);
	if (!e->labels)
		return -1;
	if (p->exclude) {
		e->exclude = feed_open(
		    p->exclude, FEED_LISTS, p->context, p->header, p->shard, f);
		e->skip = e->exclude ? skip_new(f) : NULL;
		if (!e->skip)
			return -1;
	}
	return 0;
}

static int
take_memory(struct evaluation *e, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;
	const struct catalogue *c = p->catalogue;
	size_t b = size_min(size_max(BLOCK_FLOATS / c->d, 64), 8192);

	if (p->coverage)
		b = size_min(b, size_max(BLOCK_LISTS / p->longest, 1));
	e->block = b;
	e->scan = scan_new(c->x, c->n, c->d, f);
	if (!e->scan)
		return -1;
	if (p->coverage) {
		e->topk = topk_new(e->scan, p->longest, b, f);
		if (!e->topk)
			return -1;
	}
	e->q = malloc(b * c->d * sizeof(*e->q));
	e->id = malloc(b * sizeof(*e->id));
	e->text = malloc(b * sizeof(*e->text));
	e->greater = malloc(b * sizeof(*e->greater));
	e->equal = malloc(b * sizeof(*e->equal));
	if (!e->q || !e->id || !e->text || !e->greater || !e->equal)
		return fail_memory(f);
	return 0;
}

static void
close_all(struct evaluation *e)
{
	feed_close(e->labels);
	feed_close(e->exclude);
	bytein_close(e->in);
	skip_free(e->skip);
	topk_free(e->topk);
	scan_free(e->scan);
	free(e->q);
	free(e->id);
	free(e->text);
	free(e->greater);
	free(e->equal);
}

/* The m queries in e->q. */
static int
evaluate_block(
    struct evaluation *e, size_t m, struct record *to, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;
	const struct catalogue *c = p->catalogue;
	const int32_t *skip = NULL;
	size_t i, n = 0;

	if (feed_labels(e->labels, m, c->vocab, e->id, e->text, f))
		return -1;
	if (e->exclude && feed_lists(e->exclude, m, c, e->id, e->skip, f))
		return -1;
	if (vocab_check(c->vocab, f))
		return -1;
	if (rank_count(e->scan, m, e->q, e->id, e->skip,
		p->reduce_sum ? rank_reduce_sum : mm_score, e->greater,
		e->equal, f))
		return -1;
	for (i = 0; i < m; i++) {
		if (e->skip)
			skip = skip_row(e->skip, i, &n);
		if (record_add(to, e->text[i], e->id[i], skip, n, e->greater[i],
			e->equal[i], f))
			return -1;
	}
	if (!e->topk)
		return 0;
	if (topk_run(e->topk, m, e->q, e->skip, f))
		return -1;
	coverage_add(p->coverage, e->topk, m);
	return 0;
}

static int
evaluate_all(struct evaluation *e, struct record *to, struct fail *f)
{
	uint64_t row = 0;
	size_t m;

	do {
		if (mat_read(e->in, e->plan->catalogue->d, e->block, e->q, &m,
			&row, f) ||
		    (!e->labels && open_beside(e, f)))
			return -1;
		if (m && evaluate_block(e, m, to, f))
			return -1;
	} while (m == e->block);
	if (feed_end(e->labels, f))
		return -1;
	return e->exclude ? feed_end(e->exclude, f) : 0;
}

int
evaluate(const struct evaluate_plan *p, const char *const *paths, size_t npaths,
    struct record *to, struct fail *f)
{
	struct evaluation e = {.plan = p};
	int failed;

	e.in = bytein_open(paths, npaths, NULL, f);
	failed = !e.in || take_memory(&e, f) || evaluate_all(&e, to, f);
	close_all(&e);
	return failed ? -1 : 0;
}
