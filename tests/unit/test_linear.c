/*
 * test_linear - baselines against plain restatements of their equations; and,
 * given a folder of golden files, against these: see tests/golden/baselines.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "linear/fit.h"
#include "linear/linear_settings.h"
#include "linear/method.h"
#include "linear/scorer.h"
#include "linear/spd.h"
#include "math/lapack.h"
#include "model/model.h"

#include "small_linear.h"
#include "tap.h"

/* Plain restatements, in double. */

#define N 12

/* a [N,N] becomes its inverse, by Gauss and Jordan without pivots. */
static void
plain_inverse(double a[N][N])
{
	double p;
	int i, j, k;

	for (k = 0; k < N; k++) {
		p = a[k][k];
		a[k][k] = 1;
		for (j = 0; j < N; j++)
			a[k][j] /= p;
		for (i = 0; i < N; i++) {
			if (i == k)
				continue;
			p = a[i][k];
			a[i][k] = 0;
			for (j = 0; j < N; j++)
				a[i][j] -= p * a[k][j];
		}
	}
}

static void
some_sessions(void)
{
	struct rng r;
	char text[64];
	size_t s, k, at;

	rng_seed(&r, 7, 0);
	for (s = 0; s < 40; s++) {
		for (at = 0, k = 2 + rng_below(&r, 4); k; k--)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
			    "%d ", 1 + (int)rng_below(&r, N));
		add_session(text);
	}
}

/* How often i is in session s. */
static int
times(size_t s, int i)
{
	size_t p;
	int n = 0;

	for (p = start[s]; p < start[s + 1]; p++)
		n += item[p] == i + 1;
	return n;
}

/* The different items of session s. */
static int
different(size_t s)
{
	int i, n = 0;

	for (i = 0; i < N; i++)
		n += times(s, i) > 0;
	return n;
}

/* Is b what the method's rows are? */
static int
rows_are(double b[N][N], const char *name, const char *words)
{
	struct fail f;
	struct model *m = fit(name, words, N, NULL, &f);
	struct scorer *s = m ? scorer_open(m, &f) : NULL;
	char query[24];
	double x[N];
	int i, j, good = s != NULL;

	for (i = 0; i < N && s; i++) {
		(void)snprintf(query, sizeof(query), "%d", i + 1);
		ask(m, s, query, N, x);
		for (j = 0; j < N; j++)
			good &= fabs(x[j] - b[i][j]) < 1e-5;
	}
	scorer_close(s);
	model_free(m);
	return good;
}

static void
test_ease(void)
{
	double p[N][N] = {{0}}, b[N][N];
	size_t s;
	int i, j;

	for (s = 0; s < sessions.n; s++) {
		for (i = 0; i < N; i++) {
			for (j = 0; j < N; j++)
				p[i][j] += times(s, i) && times(s, j);
		}
	}
	for (i = 0; i < N; i++)
		p[i][i] += 3;
	plain_inverse(p);
	for (i = 0; i < N; i++) {
		for (j = 0; j < N; j++)
			b[i][j] = i == j ? 0 : -p[i][j] / p[j][j];
	}
	ok(rows_are(b, "ease", "lambda=3"), "ease is the inverse, divided by "
					    "its diagonal");
}

/* With a bound xi that acts on some items and not on others. */
static void
test_slis(void)
{
	double p[N][N] = {{0}}, c[N][N] = {{0}}, b[N][N] = {{0}}, over;
	int i, j, k, bounded = 0;
	size_t s;

	for (s = 0; s < sessions.n; s++) {
		const double u = different(s);

		for (i = 0; i < N; i++) {
			for (j = 0; j < N; j++) {
				const int both = times(s, i) && times(s, j);

				p[i][j] += both / (u * u);
				c[i][j] += both / u;
			}
		}
	}
	for (i = 0; i < N; i++)
		p[i][i] += 1;
	plain_inverse(p);
	for (i = 0; i < N; i++) {
		for (j = 0; j < N; j++) {
			for (k = 0; k < N; k++)
				b[i][j] += p[i][k] * c[k][j];
		}
	}
	for (j = 0; j < N; j++) {
		over = b[j][j] - 1.45;
		bounded += over >= 0;
		for (i = 0; i < N && over >= 0; i++)
			b[i][j] -= p[i][j] * over / p[j][j];
	}
	ok(bounded > 0 && bounded < N &&
		rows_are(b, "slis", "lambda=1 xi=1.45"),
	    "slis is P C, and bounded where an item speaks for itself (%d)",
	    bounded);
}

static void
test_small_systems(void)
{
	double a[4] = {4, 0, 2, 5}, b[2] = {8, 9}, flat[4] = {1, 0, 1, 1};

	/* 4 x + 2 y = 8, 2 x + 5 y = 9 */
	ok(!spd_solve(2, a, b) && fabs(b[0] - 1.375) < 1e-12 &&
		fabs(b[1] - 1.25) < 1e-12,
	    "two equations by hand");
	ok(spd_solve(2, flat, b) == -1, "a matrix of rank one is refused");
}

static void
test_openblas(void)
{
	float a[9] = {2, 1, 0, 0, 2, 1, 0, 0, 2}, x[3] = {4, 8, 8};
	float flat[4] = {1, 2, 0, 4};
	struct fail f;

	lapack_threads(1);
	ok(!lapack_check(&f), "OpenBLAS counts right with its kernels for %s",
	    lapack_core());
	ok(!lapack_factor(3, a), "a matrix is factored");
	lapack_solve(3, a, x);
	/* 2 1 0, 1 2 1, 0 1 2 by 1, 2, 3 is 4, 8, 8 */
	ok(fabsf(x[0] - 1) < 1e-5f && fabsf(x[1] - 2) < 1e-5f &&
		fabsf(x[2] - 3) < 1e-5f,
	    "and solves three equations by hand");
	ok(lapack_factor(2, flat) == -1, "a singular matrix is refused");
}

/* The golden files. */

static double
golden_random(uint64_t seed, uint64_t i)
{
	uint64_t x = seed * 1000003 + i + 0x9E3779B97F4A7C15u;

	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	x ^= x >> 31;
	return (double)(x >> 40) / 16777216;
}

static const char *
golden_name(const char *method, const char *name)
{
	static const char *const names[][2] = {{"prune", "top"},
	    {"sims", "top"}, {"k", "neighbours"}, {"score", "step-weighting"},
	    {"spw", "lambda-spw"}, {"snh", "lambda-snh"}, {"inh", "lambda-inh"},
	    {"ipw", "lambda-ipw"}, {"idf", "lambda-idf"}, {"dpos", "delta-pos"},
	    {"dinf", "delta-inf"}, {"dtime", "delta-time"},
	    {"direction", "rows"}, {"d", "factors"}};
	size_t i;

	if (!strcmp(method, "s-pop"))
		return "popular";
	for (i = 0; i < COUNTOF(names); i++) {
		if (!strcmp(names[i][0], name))
			return names[i][1];
	}
	return name;
}

/* Our words for the golden file's. */
static const char *
golden_words(const char *method, char *theirs, char *ours)
{
	char *word, *rest = theirs, *equals;

	*ours = '\0';
	while ((word = strsep(&rest, " "))) {
		equals = strchr(word, '=');
		if (!equals)
			continue;
		*equals = '\0';
		if (!strcmp(word, "kind")) {
			method = equals + 1;
			continue;
		}
		sprintf(ours + strlen(ours), "%s%s=%s", *ours ? " " : "",
		    golden_name(method, word), equals + 1);
	}
	if (strstr(ours, "snh") || strstr(ours, "delta-time"))
		strcat(ours, " span=10");
	return method;
}

/* How far x [12] is from the row's cells, relative to the largest of them. */
static double
golden_distance(const double *x, char *cells)
{
	double most = 0, worst = 0, want;
	size_t i;

	for (i = 0; i < 12; i++) {
		want = strtod(cells, &cells);
		most = fmax(most, fabs(want));
		worst = fmax(worst, fabs(want - x[i]));
	}
	return most > 0 ? worst / most : worst;
}

static void
golden_row(char *line)
{
	static const char *const prefixes[] = {
	    "3", "5 5 6", "7 3 7 2 3", "12 99 4", "1 2 3 4 5 6 7 8 9 10 11 1"};
	char *method = strsep(&line, "\t"), *theirs = strsep(&line, "\t");
	char *number = strsep(&line, "\t"), ours[512], shown[512];
	const size_t prefix = (size_t)atoi(number) % COUNTOF(prefixes);
	double x[12], off = INFINITY, most;
	float first[48];
	struct scorer *s;
	struct model *m;
	struct fail f = {"no scorer"};
	size_t i;

	for (i = 0; i < COUNTOF(first); i++)
		first[i] = (float)(0.125 * (2 * golden_random(31, i) - 1));
	strcpy(shown, theirs);
	method = (char *)golden_words(method, theirs, ours);
	most = strstr("ease slis slit slist ials", method) ? 1e-4 : 1e-9;
	m = fit(method, ours, 12, first, &f);
	s = m ? scorer_open(m, &f) : NULL;
	if (s) {
		ask(m, s, prefixes[prefix], 12, x);
		off = golden_distance(x, line);
	}
	ok(off <= most, "%s %s prefix %zu: %g off%s%s", method, shown, prefix,
	    off, s ? "" : ": ", s ? "" : f.msg);
	scorer_close(s);
	model_free(m);
}

static void
test_golden(const char *dir)
{
	char path[4096], line[4096];
	FILE *in;

	(void)snprintf(path, sizeof(path), "%s/synthetic-sessions.txt", dir);
	in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in))
		add_session(line);
	if (in)
		(void)fclose(in);
	ok(sessions.n == 40, "40 sessions in %s", path);
	(void)snprintf(path, sizeof(path), "%s/synthetic-scores.tsv", dir);
	in = fopen(path, "r");
	ok(in && fgets(line, sizeof(line), in), "%s", path);
	while (in && fgets(line, sizeof(line), in))
		golden_row(line);
	if (in)
		(void)fclose(in);
}

int
main(int argc, char **argv)
{
	threads_set(2);
	if (argc > 1) {
		test_golden(argv[1]);
		return done();
	}
	some_sessions();
	test_small_systems();
	test_openblas();
	test_ease();
	test_slis();
	return done();
}
