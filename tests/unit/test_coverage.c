/* test_coverage - the figures of lists, against values worked out by hand. */
/* SPDX-License-Identifier: MIT */
#include "rank/coverage.h"

#include <math.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "rank/candidates.h"
#include "rank/score_tiles.h"
#include "rank/topk.h"
#include "tap.h"
#include "text_rows.h"

enum { N = 5, K = 3 };

/* Candidate j is j - 2, so that 1 lists 4, 3, 2 and -1 lists 0, 1, 2. */
static const float c[N] = {-2, -1, 0, 1, 2};
static const float q[] = {1, 1, -1};

static int
covers(const struct coverage *v, double at1, double at2, double at3)
{
	const struct coverage_metric *m = coverage_metric_find("coverage@");

	return m->value(v, 0) == at1 && m->value(v, 1) == at2 &&
	       m->value(v, 2) == at3;
}

static int
says(const struct coverage *v, const char *name, double at1, double at3)
{
	const struct coverage_metric *m = coverage_metric_find(name);

	return fabs(m->value(v, 0) - at1) < 1e-12 &&
	       fabs(m->value(v, 2) - at3) < 1e-12;
}

int
main(void)
{
	struct fail f;
	struct score_tiles *tiles = score_tiles_new(c, N, 1, &f);
	struct topk *t = tiles ? topk_new(tiles, K, 3, &f) : NULL;
	static const size_t cuts[] = {1, 2, K};
	struct vocab *items = text_letters(NULL, "abcde", &f);
	struct candidates all;
	struct coverage *v;
	char none[3] = {0};
	int32_t i;

	for (i = 1; i <= N; i++)
		vocab_set_count(items, i, (uint64_t)i);
	candidates_of(&all, items, c, 1);
	v = coverage_new(&all, cuts, K, &f);
	if (!t || !v || topk_run(t, 3, q, NULL, &f)) {
		ok(0, "lists can be had");
		return done();
	}
	ok(covers(v, 0, 0, 0), "without a list nothing is shown");
	coverage_add(v, t, 1, none);
	ok(covers(v, 1. / N, 2. / N, 3. / N), "a list shows its first K");
	ok(says(v, "popularity@", 5, 4), "the mean count of 5; of 5, 4, 3");
	/* The counts 1 to 5, which add up to 15, and five ones. */
	ok(says(v, "novelty@", log2(20 / 6.), log2(20 * 20 * 20 / 120.) / 3),
	    "the mean of -log2((count + 1) / 20)");
	ok(says(v, "gini@", 0.8, 0.4), "one of five, three of five");
	coverage_add(v, t, 2, none);
	ok(covers(v, 1. / N, 2. / N, 3. / N), "the same list shows no more");
	none[2] = 1;
	coverage_add(v, t, 3, none);
	ok(covers(v, 1. / N, 2. / N, 3. / N), "one that is none neither");
	none[2] = 0;
	coverage_add(v, t, 3, none);
	ok(covers(v, 2. / N, 4. / N, 1), "another adds what is new in it");
	if (topk_run(t, 1, q + 2, NULL, &f))
		ok(0, "a list can be had");
	coverage_add(v, t, 1, none);
	ok(covers(v, 2. / N, 4. / N, 1), "and more of the same change nothing");
	coverage_free(v);
	coverage_free(NULL);
	topk_free(t);
	score_tiles_free(tiles);
	vocab_free(items);
	return done();
}
