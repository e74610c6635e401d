/* rank - how many candidates score above the one that was wanted. */
/* SPDX-License-Identifier: MIT */
#include "rank/rank.h"

#include <stdlib.h>

#include "base/fail.h"
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
	const uint32_t *place; /* [n] or NULL */
	int blank;
	float *wanted;             /* [m] scores of the labels */
	uint64_t *before;          /* [m] equals of a lower place */
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

static float
own_score(const struct rank_counting *c, const float *q, size_t label)
{
	if (!c->own)
		return score_tiles_score(c->sc, q, label);
	return c->own(
	    score_tiles_columns(c->sc), q, score_tiles_candidate(c->sc, label));
}

/* Before the first candidate: what is wanted of query i. */
static void
begin(const struct rank_counting *c, size_t i)
{
	const size_t d = score_tiles_columns(c->sc);

	const float *q = c->q + i * d;

	c->greater[i] = c->equal[i] = c->before[i] = 0;
	if (c->label[i])
		c->wanted[i] = own_score(c, q, (size_t)c->label[i] - 1);
}

/* Counts those of the tile's n equals that come before query i's label. */
static void
count_before(
    const struct rank_counting *c, size_t i, size_t j, size_t n, const float *s)
{
	const uint32_t own = c->place[c->label[i] - 1];
	size_t a;

	for (a = 0; a < n; a++)
		c->before[i] += s[a] == c->wanted[i] && c->place[j + a] < own;
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
		s = score_tiles_score(c->sc, c->q + i * d, (size_t)row[a]);
		c->greater[i] -= s > c->wanted[i];
		c->equal[i] -= s == c->wanted[i];
		if (c->place && s == c->wanted[i])
			c->before[i] -=
			    c->place[row[a]] < c->place[c->label[i] - 1];
	}
}

/* After the last candidate. */
static void
end(const struct rank_counting *c, size_t i)
{
	const size_t d = score_tiles_columns(c->sc);
	const size_t n = score_tiles_candidates(c->sc);

	if (!c->label[i])
		return;
	if (c->blank && n > 1 && c->equal[i] == n) {
		c->equal[i] = 0;
		return;
	}
	/* Where own() and the others' scores differ, it equals itself too. */
	if (c->own)
		c->equal[i] += score_tiles_score(c->sc, c->q + i * d,
				   (size_t)c->label[i] - 1) != c->wanted[i];
	if (c->skip)
		leave_out(c, i);
	if (c->place) {
		c->greater[i] += c->before[i];
		c->equal[i] = 1;
	}
}

/* Query i's scores s [n] in a tile. */
static void
count_row(const struct rank_counting *c, size_t i,
    const struct score_tile *tile, const float *s)
{
	const uint64_t equals = c->equal[i];

	vec_count(tile->n, s, c->wanted[i], &c->greater[i], &c->equal[i]);
	if (c->place && c->equal[i] != equals)
		count_before(c, i, tile->j, tile->n, s);
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
			count_row(c, i, tile, tile->s + a * tile->lds);
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
	    .place = of->place,
	    .blank = of->blank,
	    .wanted = calloc(of->m ? of->m : 1, sizeof(*c.wanted)),
	    .before = calloc(of->m ? of->m : 1, sizeof(*c.before)),
	    .greater = greater,
	    .equal = equal};
	int failed;

	if (!c.wanted || !c.before)
		failed = fail_memory(f);
	else
		failed = score_tiles_run(sc, of->m, of->q, count_tile, &c, f);
	free(c.wanted);
	free(c.before);
	return failed;
}
