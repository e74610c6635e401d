/* rank - how many candidates score above the one that was wanted. */
/* SPDX-License-Identifier: MIT */
#include "rank/rank.h"

#include <stdlib.h>

#include "base/fail.h"
#include "math/mm.h"
#include "math/vec.h"
#include "rank/exclude.h"
#include "rank/score_tiles.h"

#define SUM_LANES 8

struct rank_counting {
	const struct score_tiles *sc;
	const float *q;             /* [m,d] */
	const int32_t *label;       /* [m] */
	const struct exclude *skip; /* or NULL */
	rank_score *own;
	float *wanted;             /* [m] scores of the labels */
	uint64_t *greater, *equal; /* [m] */
};

float
rank_reduce_sum(size_t d, const float *q, const float *c)
{
	float lane[SUM_LANES] = {0}, sum;
	size_t i, l, half, whole = d / SUM_LANES * SUM_LANES;

	for (i = 0; i < whole; i += SUM_LANES)
		for (l = 0; l < SUM_LANES; l++)
			lane[l] += q[i + l] * c[i + l];
	for (half = SUM_LANES / 2; half; half /= 2)
		for (l = 0; l < half; l++)
			lane[l] += lane[l + half];
	for (sum = lane[0]; i < d; i++)
		sum += q[i] * c[i];
	return sum;
}

/* Before the first candidate: what is wanted of query i. */
static void
begin(const struct rank_counting *c, size_t i)
{
	const size_t d = score_tiles_columns(c->sc);

	c->greater[i] = c->equal[i] = 0;
	if (c->label[i])
		c->wanted[i] = c->own(d, c->q + i * d,
		    score_tiles_candidate(c->sc, (size_t)c->label[i] - 1));
}

/* Takes the candidates that query i leaves out, which do not include its label,
 * off its counts. */
static void
leave_out(const struct rank_counting *c, size_t i)
{
	const size_t d = score_tiles_columns(c->sc);
	size_t n, a;
	const int32_t *row = exclude_row(c->skip, i, &n);
	float s;

	for (a = 0; a < n; a++) {
		if (row[a] == c->label[i] - 1)
			continue;
		s = mm_score(d, c->q + i * d,
		    score_tiles_candidate(c->sc, (size_t)row[a]));
		c->greater[i] -= s > c->wanted[i];
		c->equal[i] -= s == c->wanted[i];
	}
}

/* After the last candidate. */
static void
end(const struct rank_counting *c, size_t i)
{
	const size_t d = score_tiles_columns(c->sc);

	if (!c->label[i])
		return;
	/* Where own() and mm_score() differ, it equals itself too. */
	if (c->own != mm_score)
		c->equal[i] +=
		    mm_score(d, c->q + i * d,
			score_tiles_candidate(
			    c->sc, (size_t)c->label[i] - 1)) != c->wanted[i];
	if (c->skip)
		leave_out(c, i);
}

static void
count_tile(void *ctx, const struct score_tile *tile)
{
	const struct rank_counting *c = ctx;
	const int last = tile->j + tile->n == score_tiles_candidates(c->sc);
	size_t a, i;

	for (a = 0; a < tile->m; a++) {
		i = tile->i + a;
		if (tile->j == 0)
			begin(c, i);
		if (c->label[i])
			vec_count(tile->n, tile->s + a * tile->lds,
			    c->wanted[i], &c->greater[i], &c->equal[i]);
		if (last)
			end(c, i);
	}
}

int
rank_count(struct score_tiles *sc, const struct rank_queries *of,
    uint64_t *greater, uint64_t *equal, struct fail *f)
{
	struct rank_counting c = {.sc = sc,
	    .q = of->q,
	    .label = of->label,
	    .skip = of->skip,
	    .own = of->own,
	    .wanted = calloc(of->m ? of->m : 1, sizeof(*c.wanted)),
	    .greater = greater,
	    .equal = equal};
	int failed;

	if (!c.wanted)
		return fail_memory(f);
	failed = score_tiles_run(sc, of->m, of->q, count_tile, &c, f);
	free(c.wanted);
	return failed;
}
