/*
 * test_metric - metrics by their definitions, rules for ties, the paired test.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "rank/gate.h"
#include "rank/label_ranks.h"
#include "rank/metric.h"

#include "tap.h"

static double
value(const char *name, size_t n, const double *rank)
{
	size_t k;
	const struct metric *m = metric_find(name, &k);

	return m ? metric_value(m, k, n, rank) : -1;
}

static int
near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

static void
test_values(void)
{
	static const double rank[] = {1, 1, 2, 5, 10, 11, 400, INFINITY};
	const size_t n = COUNTOF(rank);
	double mrr = 1 + 1 + 1.0 / 2 + 1.0 / 5 + 1.0 / 10;
	double ndcg = 1 + 1 + 1 / log2(3) + 1 / log2(6) + 1 / log2(11);

	ok(near(value("top_1", n, rank), 2.0 / 8), "top_1");
	ok(near(value("top_10", n, rank), 5.0 / 8), "top_10");
	ok(near(value("recall@11", n, rank), 6.0 / 8), "recall@11");
	ok(near(value("recall@1000000000", n, rank), 7.0 / 8),
	    "an infinite rank is a miss at any cut-off");
	ok(near(value("mrr@10", n, rank), mrr / 8), "mrr@10");
	ok(near(value("ndcg@10", n, rank), ndcg / 8), "ndcg@10");
	ok(near(value("mean_rank", n, rank), 430.0 / 7),
	    "the mean rank is that of the known");
	ok(near(value("median_rank", n, rank), 5),
	    "the median of an odd number");
	ok(near(value("median_rank", 6, rank), 3.5), "and of an even one");
	ok(isnan(value("median_rank", 1, rank + 7)) &&
		isnan(value("mean_rank", 1, rank + 7)) &&
		value("top_1", 1, rank + 7) == 0,
	    "no known rank has no mean and no median, but is a miss");
	ok(isnan(value("top_1", 0, rank)), "nothing has no metric");
}

static void
test_names(void)
{
	static const char *const wrong[] = {"", "top_", "top_0", "top_1x",
	    "top_01", "top_-1", "recall", "recall@", "mean_rank1",
	    "median_rank@5", "mrr@99999999999999999999", "TOP_1"};
	const struct metric *m;
	size_t i, k;
	int good = 1;

	for (i = 0; i < COUNTOF(wrong); i++)
		ok(!metric_find(wrong[i], &k), "'%s' is no metric", wrong[i]);
	for (i = 0; (m = metric_at(i)); i++) {
		char name[64];

		(void)snprintf(
		    name, sizeof(name), "%s%s", m->name, m->cut ? "20" : "");
		good &= metric_find(name, &k) == m && k == (m->cut ? 20u : 0u);
	}
	ok(i > 0 && good, "every row of the table is found by its name");
}

static void
test_ties(void)
{
	const struct ties *t;

	t = ties_find("standard");
	ok(t && t->rank(4, 3) == 5 && t->rank(0, 1) == 1, "standard ties");
	t = ties_find("conservative");
	ok(t && t->rank(4, 3) == 7 && t->rank(0, 1) == 1, "conservative ties");
	t = ties_find("median");
	ok(t && t->rank(4, 3) == 6 && t->rank(4, 2) == 5.5 &&
		t->rank(0, 1) == 1,
	    "median ties");
	ok(!ties_find("fair") && !ties_choice(4).name,
	    "there is no fifth rule");
}

/* n examples: a wins w by a hit and loses l; the rest are equal. */
static double
chance(size_t w, size_t l, size_t rest)
{
	struct fail f;
	struct label_ranks *a = label_ranks_new(&f), *b = label_ranks_new(&f);
	size_t i, k;
	const struct metric *m = metric_find("recall@1", &k);
	struct label_ranks_difference d = {0};
	const uint64_t one = 1;
	int failed = !a || !b;

	for (i = 0; i < w + l + rest && !failed; i++) {
		uint64_t miss_a = !(i < w), miss_b = !(i >= w && i < w + l);

		failed = label_ranks_add(a, 1, &miss_a, &one, &f) ||
		         label_ranks_add(b, 1, &miss_b, &one, &f);
	}
	failed = failed || label_ranks_differ(
			       a, b, ties_find("standard"), 0, m, k, &d, &f);
	label_ranks_free(a);
	label_ranks_free(b);
	return failed ? -1 : d.worse;
}

/* The probability of at most w heads in n tosses, which the normal
 * distribution approximates. */
static double
binomial(size_t w, size_t n)
{
	double sum = 0, term = pow(0.5, (double)n);
	size_t i;

	for (i = 0; i <= w; i++) {
		sum += term;
		term *= (double)(n - i) / (double)(i + 1);
	}
	return sum;
}

static void
test_paired(void)
{
	size_t n, w;
	int good = 1;

	ok(chance(0, 0, 10) == 1, "no difference is no evidence");
	ok(chance(10, 0, 5) > 0.99, "better is not worse");
	for (n = 4; n <= 200; n += 7)
		for (w = 0; w <= n; w++)
			good &=
			    fabs(chance(w, n - w, 3) - binomial(w, n)) < 0.02;
	ok(good, "hits: within 0.02 of McNemar's exact test");
}

/* Ranks of equal distributions must rarely be called worse: at 5 %, 100 of
 * 2,000 pairs are expected, with a standard deviation of 10. */
static void
test_level(void)
{
	struct fail f;
	struct rng r;
	struct label_ranks_difference d = {0};
	const uint64_t one = 1;
	size_t i, t, k, alarms = 0, either = 0;
	const struct metric *m = metric_find("mrr@100", &k);

	rng_seed(&r, 5, 1);
	for (t = 0; t < 2000; t++) {
		struct label_ranks *a = label_ranks_new(&f),
				   *b = label_ranks_new(&f);

		for (i = 0; a && b && i < 300; i++) {
			uint64_t x = rng_below(&r, 50), y = rng_below(&r, 50);

			(void)label_ranks_add(a, 1, &x, &one, &f);
			(void)label_ranks_add(b, 1, &y, &one, &f);
		}
		alarms += a && b &&
		          !label_ranks_differ(
			      a, b, ties_find("standard"), 0, m, k, &d, &f) &&
		          d.worse < 0.05;
		either += d.p < 0.05;
		label_ranks_free(a);
		label_ranks_free(b);
	}
	ok(either > 60 && either < 140,
	    "either way: %zu false alarms of 2,000 at 5 %%", either);
	ok(alarms > 60 && alarms < 140,
	    "reciprocal ranks: %zu false alarms of 2,000 at 5 %%", alarms);
}

static void
test_gates(void)
{
	struct fail f;
	struct gate g;
	size_t cuts[3];

	ok(!gate_parse(&g, "recall@10=0.25", &f) &&
		!strcmp(g.name, "recall@10") && g.least == 0.25,
	    "METRIC=VALUE is a gate");
	ok(gate_parse(&g, "recall@10", &f) && gate_parse(&g, "=1", &f) &&
		gate_parse(&g, "recall@10=", &f) &&
		gate_parse(&g, "recall@10=0.1x", &f) &&
		gate_parse(&g, "recall@10=nan", &f) &&
		gate_parse(&g, "precision@10=0.1", &f),
	    "anything else is not");
	ok(gate_parse(&g, "mean_rank=3", &f) && strstr(f.msg, "better"),
	    "a rank has no minimum");
	ok(gate_cuts("1,5,100", cuts, 3, &f) == 3 && cuts[0] == 1 &&
		cuts[1] == 5 && cuts[2] == 100,
	    "a list of cut-offs");
	ok(!gate_cuts("", cuts, 3, &f) && !gate_cuts("0", cuts, 3, &f) &&
		!gate_cuts("1,", cuts, 3, &f) &&
		!gate_cuts("1,,2", cuts, 3, &f) &&
		!gate_cuts("1,2,3,4", cuts, 3, &f) &&
		!gate_cuts("-1", cuts, 3, &f) &&
		!gate_cuts("99999999999999999999", cuts, 3, &f),
	    "and what is none");
}

int
main(void)
{
	test_values();
	test_names();
	test_ties();
	test_paired();
	test_level();
	test_gates();
	return done();
}
