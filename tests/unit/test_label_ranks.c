/* test_label_ranks - ranks by every rule for ties. */
/* SPDX-License-Identifier: MIT */
#include "rank/label_ranks.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "rank/metric.h"
#include "tap.h"

static struct fail f;

/* n labels, some of them unknown, as ranks by rule t: are they in order,
 * with the right number of each kind? */
static int
in_order(size_t n, uint64_t most, const struct ties *t, int drop)
{
	struct label_ranks *p = label_ranks_new(&f);
	struct rng r;
	double *rank, sum = 0, want = 0;
	size_t i, m, unknown = 0, infinite = 0;
	int good = p != NULL;

	rng_seed(&r, n, most);
	for (i = 0; p && i < n; i++) {
		uint64_t greater = rng_below(&r, most),
			 equal = rng_below(&r, 4);

		good &= !label_ranks_add(p, 1, &greater, &equal, &f);
		unknown += !equal;
		want += equal ? t->rank(greater, equal) : 0;
	}
	rank = p ? label_ranks_sorted(p, t, drop, &m, &f) : NULL;
	good &= rank && m == (drop ? n - unknown : n);
	for (i = 0; rank && i < m; i++) {
		good &= !i || rank[i - 1] <= rank[i];
		infinite += isinf(rank[i]) != 0;
		sum += isinf(rank[i]) ? 0 : rank[i];
	}
	good &=
	    infinite == (drop ? 0 : unknown) && fabs(sum - want) <= 1e-9 * want;
	free(rank);
	label_ranks_free(p);
	return good;
}

/* Labels of rank 2, missed, and unknown: are they so by every rule? */
static int
missed(const struct ties *t, int drop)
{
	struct label_ranks *p = label_ranks_new(&f);
	const uint64_t greater[] = {1, LABEL_RANKS_MISS, 0},
		       equal[] = {1, 1, 0};
	double *rank = NULL;
	size_t i, n = 0;
	int good = p != NULL;

	for (i = 0; p && i < 3; i++)
		good &= !label_ranks_add(p, 1, &greater[i], &equal[i], &f);
	if (p)
		rank = label_ranks_sorted(p, t, drop, &n, &f);
	good &= rank && n == (drop ? 2 : 3) && rank[0] == 2 && isinf(rank[1]) &&
	        label_ranks_unknown(p) == 1 && label_ranks_tied(p) == 0;
	free(rank);
	label_ranks_free(p);
	return good;
}

/* Two runs; one misses the second of two labels. */
static int
differ(const char *metric, double want)
{
	struct label_ranks *p = label_ranks_new(&f), *q = label_ranks_new(&f);
	const uint64_t greater[] = {0, LABEL_RANKS_MISS}, one = 1;
	const uint64_t other[] = {4, 0};
	struct label_ranks_difference d = {0};
	size_t i, k;
	const struct metric *m = metric_find(metric, &k);
	int good = p && q && m;

	for (i = 0; good && i < 2; i++)
		good = !label_ranks_add(p, 1, &greater[i], &one, &f) &&
		       !label_ranks_add(q, 1, &other[i], &one, &f);
	good = good && !label_ranks_differ(
			   p, q, ties_find("standard"), 1, m, k, &d, &f);
	label_ranks_free(p);
	label_ranks_free(q);
	return good && d.mean == want;
}

int
main(void)
{
	const struct ties *t;
	size_t k;
	int good;

	for (k = 0; ties_choice(k).name; k++) {
		t = ties_find(ties_choice(k).name);
		good = in_order(0, 1, t, 0) && in_order(1, 1, t, 0) &&
		       in_order(5000, 3000, t, 0) &&
		       in_order(5000, 3000, t, 1) &&
		       in_order(3000, (uint64_t)1 << 31, t, 0) &&
		       in_order(300, 2, t, 1);
		ok(good, "ties %s: ranks are in order, none is lost", t->name);
		ok(missed(t, 0) && missed(t, 1),
		    "ties %s: a miss has no rank, and is never left out",
		    t->name);
	}
	ok(differ("top_1", 0), "a hit and a miss against a miss and a hit");
	ok(differ("mean_rank", -4), "ranks differ by those that there are");
	return done();
}
