/* answer - the best candidates of queries, as lists. */
/* SPDX-License-Identifier: MIT */
#include "rank/answer.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/output.h"
#include "io/prometheus.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/lists.h"
#include "rank/popularity.h"
#include "rank/queries.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"

/* Queries answered at a time, and the space for their lists. */
#define BLOCK ((size_t)1024)
#define BLOCK_LISTS ((size_t)1 << 22)
#define BLOCK_SCORES ((size_t)1 << 21) /* for queries that are scores */

struct answer {
	const struct answer_plan *plan;
	struct lists_plan lists;
	struct score_tiles *scan;
	struct topk *topk;
	struct popularity *popular; /* NULL: not used */
	size_t block;               /* B, queries at a time */
	struct output *out;
	uint64_t queries; /* so far */
};

struct choice
answer_fallback_choice(size_t k)
{
	static const struct choice what[] = {
	    {"none", NULL, "the model's answer to an empty context"},
	    {"popular", NULL, "the most popular items"},
	};

	return k < COUNTOF(what) ? what[k] : (struct choice){0};
}

/* Replaces the lists of queries without context by the most popular items. */
static int
count_popular(struct answer *r, struct fail *f)
{
	r->popular = popularity_new(r->lists.candidates, f);
	if (!r->popular)
		return -1;
	if (!popularity_known(r->popular))
		return fail_set(f,
		    "the vocabulary has no counts, so popularity is unknown");
	r->lists.popular = r->popular;
	return 0;
}

static int
answer_begin(struct answer *r, const struct answer_plan *p, struct output *o,
    struct fail *f)
{
	const struct candidates *c = p->lists->candidates;

	*r = (struct answer){
	    .plan = p, .lists = *p->lists, .out = o, .queries = r->queries};
	r->lists.text.titles = p->lists->titles != NULL;
	r->lists.text.top = p->top;
	r->block =
	    size_min(BLOCK, size_max(BLOCK_LISTS / size_min(p->top, c->n), 1));
	if (!c->x)
		r->block = size_min(r->block, size_max(BLOCK_SCORES / c->d, 1));
	if (p->popular && count_popular(r, f))
		return -1;
	r->scan = candidates_scan(c, f);
	r->topk = r->scan ? topk_new(r->scan, p->top, r->block, f) : NULL;
	return r->topk ? 0 : -1;
}

static void
answer_end(struct answer *r)
{
	popularity_free(r->popular);
	topk_free(r->topk);
	score_tiles_free(r->scan);
}

/* Remakes the lists of queries that allow only some candidates. */
static void
limit_lists(struct answer *r, const struct queries_block *b)
{
	const size_t d = r->lists.candidates->d;
	const int32_t *only;
	size_t i, n;

	for (i = 0; b->limited && i < b->m; i++) {
		if (!b->limited[i])
			continue;
		only = exclude_row(b->only, i, &n);
		topk_limit(r->topk, i, b->q + i * d, n, only);
	}
}

/* Scores the queries and writes their lists: 0, -1, or 1 if the output
 * failed. */
static int
put_lists(struct answer *r, const struct queries_block *b, struct fail *f)
{
	if (topk_run(r->topk, b->m, b->q, b->skip, f))
		return -1;
	limit_lists(r, b);
	if (lists_put(r->out, &r->lists, r->topk, r->queries, b, f))
		return -1;
	r->queries += b->m;
	output_flush(r->out);
	return output_failed(r->out) ? 1 : 0;
}

static void
count(struct answer_counts *to, const struct queries_block *b)
{
	size_t i, wrong = 0;

	for (i = 0; i < b->m; i++) {
		to->nobody += b->nobody && b->nobody[i];
		wrong += b->error && b->error[i].s;
	}
	to->wrong += wrong;
	to->lost += b->nlost - wrong;
}

/* The present input: the queries and their block. */
struct answer_input {
	struct queries_plan plan;
	struct queries *in;
	struct queries_block *b;
};

/* Rules name items, so the vocabulary needs an index. */
static int
open_block(struct answer *r, struct answer_input *in, struct fail *f)
{
	if (queries_have_rules(in->in) &&
	    candidates_index(r->plan->candidates, f))
		return -1;
	in->b = queries_block_new(in->in, f);
	return in->b ? 0 : -1;
}

/* Takes the candidates of the present model, if it was replaced. */
static int
renew(struct answer *r, struct answer_input *in, struct fail *f)
{
	const struct answer_plan *p = r->plan;
	struct output *o = r->out;

	if (p->renew())
		return 0;
	queries_block_free(in->b);
	in->b = NULL;
	answer_end(r);
	if (answer_begin(r, p, o, f))
		return -1;
	in->plan.most = r->block;
	return open_block(r, in, f);
}

static int
answer_all(struct answer *r, struct answer_input *in,
    struct answer_counts *counts, struct fail *f)
{
	struct prometheus_requests *requests = r->plan->requests;
	uint64_t wrong;
	int more, failed;

	do {
		more = queries_next(in->in, in->b, f);
		if (more < 0)
			return -1;
		if (requests)
			prometheus_begin(requests);
		r->lists.text.key = queries_key_title(in->in);
		wrong = counts->wrong;
		count(counts, in->b);
		failed = in->b->m ? put_lists(r, in->b, f) : 0;
		if (failed)
			return failed;
		if (requests && in->b->m)
			prometheus_end(requests, in->b->m,
			    counts->wrong - wrong, in->plan.warn);
		if (queries_renamed(in->in) && renew(r, in, f))
			return -1;
	} while (more);
	if (!r->queries &&
	    !in->plan.longest) /* seq-embed writes a header or fails */
		return fail_set(f, "there are no queries");
	if (requests && prometheus_write(requests, f))
		return -1;
	return queries_end(in->in, f);
}

int
answer_queries(const struct answer_plan *p, const char *const *paths,
    size_t npaths, struct output *o, struct answer_counts *counts,
    struct fail *f)
{
	struct answer_input in = {.plan = *p->queries};
	struct answer r = {0};
	int failed = -1;

	*counts = (struct answer_counts){0};
	if (in.plan.longest)
		output_by_line(o);
	if (!answer_begin(&r, p, o, f)) {
		in.plan.candidates = p->lists->candidates;
		in.plan.most = r.block;
		in.in = queries_open(&in.plan, paths, npaths, f);
	}
	if (in.in && open_block(&r, &in, f))
		failed = -1;
	else if (in.in && p->popular && !queries_have_contexts(in.in))
		(void)fail_set(f, "--fallback needs queries with contexts, "
				  "which seq-embed --format=tsv writes");
	else if (in.in)
		failed = answer_all(&r, &in, counts, f) < 0 ? -1 : 0;
	queries_block_free(in.b);
	queries_close(in.in);
	answer_end(&r);
	return failed;
}

/* Makes query i exclude item[i]. */
static int
skip_items(struct answer *r, struct queries_block *b, const int32_t *item,
    struct fail *f)
{
	size_t i;

	exclude_clear(b->skip);
	for (i = 0; i < b->m; i++) {
		int32_t j = candidates_find(r->lists.candidates, item[i]);

		if ((j >= 0 && exclude_add(b->skip, j, f)) ||
		    exclude_end_row(b->skip, f))
			return -1;
	}
	return 0;
}

int
answer_similar(const struct answer_plan *p, size_t n, float *q,
    const int32_t *item, struct output *o, struct fail *f)
{
	struct queries_block b = {.skip = exclude_new(f)};
	struct answer r = {0};
	int failed = b.skip ? answer_begin(&r, p, o, f) : -1;
	size_t i;

	for (i = 0; i < n && !failed; i += b.m) {
		b.m = size_min(r.block, n - i);
		b.q = q + i * p->lists->candidates->d;
		failed = skip_items(&r, &b, item + i, f);
		if (!failed)
			failed = put_lists(&r, &b, f);
	}
	exclude_free(b.skip);
	answer_end(&r);
	return failed < 0 ? -1 : 0;
}

void
answer_say(const struct answer_plan *p, const struct answer_counts *counts,
    void (*warn)(const char *fmt, ...))
{
	if (counts->nobody && !p->popular)
		warn("%llu empty context%s: the list is the model's blind "
		     "guess; --fallback=popular lists the most popular items",
		    (unsigned long long)counts->nobody, num_s(counts->nobody));
	if (counts->lost && !p->popular)
		warn("%llu context%s without a known item: no list; "
		     "--fallback=popular lists the most popular items",
		    (unsigned long long)counts->lost, num_s(counts->lost));
}
