/* rank - how many candidates score above the one that was wanted. */
/* SPDX-License-Identifier: MIT */
#include "rank/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "math/mm.h"
#include "math/vec.h"
#include "rank/scan.h"
#include "rank/skip.h"

#define SUM_LANES 8

struct count {
	const int32_t *label; /* [m] */
	const float *wanted;  /* [m] scores of the labels */
	uint64_t *greater, *equal;
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

static void
count_tile(void *ctx, const struct scan_tile *tile)
{
	struct count *c = ctx;
	size_t a, i;

	for (a = 0; a < tile->m; a++) {
		i = tile->i + a;
		if (c->label[i])
			vec_count(tile->n, tile->s + a * tile->lds,
			    c->wanted[i], &c->greater[i], &c->equal[i]);
	}
}

/* Takes the candidates of row, which do not include the label, off the
 * counts of a query. */
static void
leave_out(const struct scan *sc, const float *q, float wanted,
    const int32_t *row, size_t n, int32_t label, uint64_t *greater,
    uint64_t *equal)
{
	size_t a;
	float s;

	for (a = 0; a < n; a++) {
		if (row[a] == label - 1)
			continue;
		s = mm_score(
		    scan_columns(sc), q, scan_candidate(sc, (size_t)row[a]));
		*greater -= s > wanted;
		*equal -= s == wanted;
	}
}

int
rank_count(struct scan *sc, size_t m, const float *q, const int32_t *label,
    const struct skip *skip, rank_score *own, uint64_t *greater,
    uint64_t *equal, struct fail *f)
{
	size_t i, n, d = scan_columns(sc);
	float *wanted = calloc(m ? m : 1, sizeof(*wanted));
	struct count c = {.label = label,
	    .wanted = wanted,
	    .greater = greater,
	    .equal = equal};

	if (!wanted)
		return fail_memory(f);
	memset(greater, 0, m * sizeof(*greater));
	memset(equal, 0, m * sizeof(*equal));
	for (i = 0; i < m; i++) {
		if (label[i])
			wanted[i] = own(d, q + i * d,
			    scan_candidate(sc, (size_t)label[i] - 1));
	}
	if (scan_run(sc, m, q, count_tile, &c, f)) {
		free(wanted);
		return -1;
	}
	for (i = 0; i < m; i++) {
		const float *qi = q + i * d;
		const int32_t *row = NULL;

		if (!label[i])
			continue;
		/* Where own() and mm_score() differ, it equals itself too. */
		equal[i] +=
		    mm_score(d, qi, scan_candidate(sc, (size_t)label[i] - 1)) !=
		    wanted[i];
		if (!skip)
			continue;
		row = skip_row(skip, i, &n);
		leave_out(sc, qi, wanted[i], row, n, label[i], &greater[i],
		    &equal[i]);
	}
	free(wanted);
	return 0;
}
