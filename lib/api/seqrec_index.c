/* seqrec_index - finds the items with the highest scores among all. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/wrap.h"
#include "base/fail.h"
#include "base/num.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"

/* Queries answered at a time, and the space for their lists. */
#define BLOCK ((size_t)1024)
#define BLOCK_LISTS ((size_t)1 << 22)

struct seqrec_index {
	struct candidates c;
	size_t d; /* columns of queries; c has one less if a bias was removed */
	struct score_tiles *scan;
	int cosine; /* queries are normalised like the candidates */
};

/* A search. */
struct seqrec_index_search {
	struct topk *topk;
	struct exclude *skip; /* NULL: no exclusions */
	float *unit;          /* [BLOCK,d] normalised queries; or NULL */
	size_t block, k;
};

static int
open_index(struct seqrec_index *x, struct fail *f)
{
	if (x->c.n > INT32_MAX)
		return fail_set(f, "%zu candidates are too many", x->c.n);
	if (x->cosine && candidates_normalise(&x->c, f))
		return -1;
	x->scan = candidates_scan(&x->c, f);
	return x->scan ? 0 : -1;
}

/* An index over c. */
static struct seqrec_index *
index_of(
    const struct candidates *c, enum seqrec_score score, struct seqrec_error *e)
{
	struct seqrec_index *x = calloc(1, sizeof(*x));
	struct fail f;

	if (!x) {
		(void)fail_memory(&f);
		(void)wrap_error(e, &f);
		return NULL;
	}
	x->c = *c;
	x->d = c->d;
	x->cosine = score == SEQREC_COSINE;
	if (open_index(x, &f)) {
		(void)wrap_error(e, &f);
		seqrec_index_free(x);
		return NULL;
	}
	return x;
}

struct seqrec_index *
seqrec_index_of_model(const struct seqrec_model *m, enum seqrec_score score,
    struct seqrec_error *e)
{
	struct candidates c;
	struct fail f;

	if (candidates_of_model(&c, m->m, &f)) {
		(void)wrap_error(e, &f);
		return NULL;
	}
	return index_of(&c, score, e);
}

struct seqrec_index *
seqrec_index_new(size_t n, size_t d, const float *x, enum seqrec_score score,
    struct seqrec_error *e)
{
	const struct candidates c = {.n = n, .d = d, .x = x, .to = n};

	return index_of(&c, score, e);
}

void
seqrec_index_free(struct seqrec_index *x)
{
	if (!x)
		return;
	score_tiles_free(x->scan);
	candidates_close(&x->c);
	free(x);
}

/* Makes the exclusions of queries first .. first+m-1 the rows of skip. */
static int
fill_skip(struct exclude *skip, const struct seqrec_lists *l, size_t first,
    size_t m, size_t n, struct fail *f)
{
	size_t i, a;

	exclude_clear(skip);
	for (i = first; i < first + m; i++) {
		for (a = l->start[i]; a < l->start[i + 1]; a++) {
			int32_t item = l->item[a];

			if (item > 0 && (size_t)item <= n &&
			    exclude_add(skip, item - 1, f))
				return -1;
		}
		if (exclude_end_row(skip, f))
			return -1;
	}
	return 0;
}

/* Writes the list of the block's query i as a row of k places. */
static void
take_list(
    const struct seqrec_index_search *s, size_t i, int32_t *item, float *score)
{
	size_t r, n = topk_length(s->topk, i);

	for (r = 0; r < n; r++)
		item[r] = (int32_t)topk_at(s->topk, i, r, &score[r]) + 1;
	for (; r < s->k; r++) {
		item[r] = 0;
		score[r] = -INFINITY;
	}
}

static int
open_search(struct seqrec_index_search *s, const struct seqrec_index *x,
    size_t m, const struct seqrec_lists *exclude, struct fail *f)
{
	size_t most = size_min(s->k, x->c.n), size;

	if (exclude && exclude->n != m)
		return fail_set(f, "%zu list%s of exclusions for %zu quer%s",
		    exclude->n, num_s(exclude->n), m, num_y(m));
	if (exclude && wrap_check_lists(exclude, f))
		return -1;
	s->block = size_min(BLOCK, size_max(BLOCK_LISTS / most, 1));
	s->block = size_min(s->block, m);
	s->topk = topk_new(x->scan, most, s->block, f);
	if (!s->topk || (exclude && !(s->skip = exclude_new(f))))
		return -1;
	if (!x->cosine)
		return 0;
	if (size_mul(s->block, x->c.d * sizeof(*s->unit), &size) ||
	    !(s->unit = malloc(size)))
		return fail_memory(f);
	return 0;
}

/* Finds the lists of the next block of queries, q [n,d]. */
static int
search_block(struct seqrec_index_search *s, const struct seqrec_index *x,
    size_t n, const float *q, struct fail *f)
{
	size_t i, d = x->c.d;

	if (s->unit) {
		for (i = 0; i < n; i++) {
			memcpy(s->unit + i * d, q + i * x->d, d * sizeof(*q));
			candidates_normalise_row(d, s->unit + i * d);
		}
		q = s->unit;
	}
	return topk_run(s->topk, n, q, s->skip, f);
}

int
seqrec_index_search(struct seqrec_index *x, size_t m, const float *q, size_t k,
    const struct seqrec_lists *exclude, int32_t *item, float *score,
    struct seqrec_error *e)
{
	struct seqrec_index_search s = {.k = k};
	size_t first, i, n;
	struct fail f;
	int r;

	if (!m || !k)
		return 0;
	r = open_search(&s, x, m, exclude, &f);
	for (first = 0; first < m && !r; first += n) {
		n = size_min(s.block, m - first);
		if (exclude)
			r = fill_skip(s.skip, exclude, first, n, x->c.n, &f);
		if (!r)
			r = search_block(&s, x, n, q + first * x->d, &f);
		for (i = 0; i < n && !r; i++)
			take_list(&s, i, item + (first + i) * k,
			    score + (first + i) * k);
	}
	topk_free(s.topk);
	exclude_free(s.skip);
	free(s.unit);
	return r ? wrap_error(e, &f) : 0;
}
