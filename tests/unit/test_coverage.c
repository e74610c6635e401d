/* test_coverage - the share of candidates that lists show, by hand. */
/* SPDX-License-Identifier: MIT */
#include "rank/coverage.h"

#include "base/fail.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"
#include "tap.h"

enum { N = 5, K = 3 };

/* Candidate j is j - 2, so that 1 lists 4, 3, 2 and -1 lists 0, 1, 2. */
static const float c[N] = {-2, -1, 0, 1, 2};
static const float q[] = {1, 1, -1};

static int
covers(const struct coverage *v, double at1, double at2, double at3)
{
	return coverage_value(v, 1) == at1 && coverage_value(v, 2) == at2 &&
	       coverage_value(v, 3) == at3;
}

int
main(void)
{
	struct fail f;
	struct score_tiles *tiles = score_tiles_new(c, N, 1, &f);
	struct topk *t = tiles ? topk_new(tiles, K, 3, &f) : NULL;
	struct coverage *v = coverage_new(N, &f);

	if (!t || !v || topk_run(t, 3, q, NULL, &f)) {
		ok(0, "lists can be had");
		return done();
	}
	ok(covers(v, 0, 0, 0), "without a list nothing is shown");
	coverage_add(v, t, 1);
	ok(covers(v, 1. / N, 2. / N, 3. / N), "a list shows its first K");
	coverage_add(v, t, 2);
	ok(covers(v, 1. / N, 2. / N, 3. / N), "the same list shows no more");
	coverage_add(v, t, 3);
	ok(covers(v, 2. / N, 4. / N, 1), "another adds what is new in it");
	if (topk_run(t, 1, q + 2, NULL, &f))
		ok(0, "a list can be had");
	coverage_add(v, t, 1);
	ok(covers(v, 2. / N, 4. / N, 1), "and the best place of each counts");
	coverage_free(v);
	coverage_free(NULL);
	topk_free(t);
	score_tiles_free(tiles);
	return done();
}
