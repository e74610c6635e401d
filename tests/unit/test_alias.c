/* test_alias - the alias table holds the probabilities, and draws follow
 * them. */
/* SPDX-License-Identifier: MIT */
#include "nn/alias.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "data/vocab.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;

/* The largest |p_i - w_i / sum w|, where p_i is summed from the table;
 * INFINITY if a cell is not a probability or holds an item of weight 0. */
static double
distance(const struct alias *a, const double *w)
{
	double *p = calloc(a->n, sizeof(*p)), sum = 0, most = 0;
	size_t i, n = a->n;

	for (i = 0; p && i < n; i++) {
		double keep = a->keep[i];

		if (!(keep >= 0 && keep <= 1) || a->other[i] < 0 ||
		    (size_t)a->other[i] >= n)
			most = INFINITY;
		else
			p[a->other[i]] += (1 - keep) / (double)n;
		p[i] += keep / (double)n;
		sum += w[i];
	}
	for (i = 0; p && i < n; i++) {
		most = fmax(most, fabs(p[i] - w[i] / sum));
		if (w[i] == 0 && p[i] != 0)
			most = INFINITY;
	}
	free(p);
	return p ? most : INFINITY;
}

static void
rebuilds(const char *what, size_t n, const double *w)
{
	struct alias a;

	ok(!alias_make(&a, n, w, &f) && distance(&a, w) < 1e-12,
	    "the table of %s adds up to its probabilities", what);
	alias_free(&a);
}

static void
test_tables(void)
{
	enum { N = 20000 };
	static double w[N];
	const double few[] = {0, 3, 0, 0, 1, 0}, one[] = {5},
		     huge[] = {1e300, 0, 3e307, 1e-300};
	struct rng r;
	size_t i;

	rebuilds("one", 1, one);
	rebuilds("zeros and two", COUNTOF(few), few);
	rebuilds("what is far apart", COUNTOF(huge), huge);
	for (i = 0; i < N; i++)
		w[i] = 0.1;
	rebuilds("20,000 alike", N, w);
	for (i = 0; i < N; i++)
		w[i] = i % 3 ? 1 / (double)(i + 1) : 0;
	rebuilds("a long tail with zeros", N, w);
	rng_seed(&r, 1, 1);
	for (i = 0; i < N; i++)
		w[i] = exp(3 * rng_normal(&r));
	rebuilds("log-normal weights", N, w);
}

/* Pearson's chi-squared statistic of a million draws.  With n - 1 degrees of
 * freedom its mean is n - 1 and its variance 2 (n - 1). */
static void
test_draws(void)
{
	enum { N = 101, DRAWS = 1000000 };
	static size_t seen[N];
	double w[N], sum = 0, x2 = 0, z;
	struct alias a;
	struct rng r, s;
	size_t i;
	int same = 1;

	for (i = 0; i < N; i++)
		sum += w[i] = i ? 1 / (double)i : 0;
	if (!ok(!alias_make(&a, N, w, &f), "a table to draw from"))
		return;
	rng_seed(&r, 7, 1);
	rng_seed(&s, 7, 1);
	for (i = 0; i < DRAWS; i++)
		seen[alias_draw(&a, &r)]++;
	for (i = 1; i < N; i++) {
		double want = DRAWS * w[i] / sum, d = (double)seen[i] - want;

		x2 += d * d / want;
	}
	z = (x2 - (N - 2)) / sqrt(2 * (N - 2));
	ok(fabs(z) < 3, "chi-square is %.1f of %d: z = %.2f", x2, N - 2, z);
	ok(seen[0] == 0, "what has weight 0 is not drawn");
	rng_seed(&r, 7, 1);
	for (i = 0; i < 1000; i++)
		same &= alias_draw(&a, &r) == alias_draw(&a, &s);
	ok(same, "a seed repeats its draws");
	alias_free(&a);
}

static void
test_counts(void)
{
	const double half[] = {0, 4, 1, 0, 3}, none[] = {0, 1, 1, 1, 1},
		     plain[] = {0, 16, 1, 0, 9};
	struct vocab *v = text_letters(NULL, "abcd", &f);
	struct alias a;

	vocab_set_count(v, 1, 16);
	vocab_set_count(v, 2, 1);
	vocab_set_count(v, 4, 9);
	ok(!alias_of_counts(&a, v, 0.5, &f) && a.n == 5 &&
		distance(&a, half) < 1e-12,
	    "ids by the square root of their counts, never 0");
	alias_free(&a);
	ok(!alias_of_counts(&a, v, 1, &f) && distance(&a, plain) < 1e-12,
	    "ids by their counts");
	alias_free(&a);
	ok(!alias_of_counts(&a, v, 0, &f) && distance(&a, none) < 1e-12,
	    "power 0 is every id alike");
	alias_free(&a);
	ok(alias_of_counts(&a, v, -1, &f) && !a.keep,
	    "a power that makes a weight infinite is refused: %s", f.msg);
	vocab_free(v);
}

static void
test_refused(void)
{
	const double minus[] = {1, -1}, zero[] = {0, 0}, nan[] = {1, NAN},
		     much[] = {1e308, 1e308};
	struct alias a;

	ok(alias_make(&a, 2, minus, &f) && strstr(f.msg, "weight 1 is -1") &&
		alias_make(&a, 2, nan, &f) && !a.keep,
	    "a weight below 0, or none, is refused");
	ok(alias_make(&a, 2, zero, &f) && alias_make(&a, 0, zero, &f) &&
		alias_make(&a, 2, much, &f) && strstr(f.msg, "add up to inf"),
	    "so are weights that have no sum");
	alias_free(&a);
	alias_free(&a);
}

int
main(void)
{
	scratch_enter();
	test_tables();
	test_draws();
	test_counts();
	test_refused();
	return done();
}
