/*
 * test_mm - the matrix product of every table of kernels against plain sums in
 * double; a pair's score, and the tables, bit for bit.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "math/kernels.h"
#include "math/mm.h"

#include "kernel_rows.h"
#include "tap.h"

#define MOST 300

static struct rng rng;

static const size_t sizes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16,
    17, 23, 24, 25, 31, 32, 33, 36, 47, 48, 49, 63, 64, 65, 70, 128, 129, MOST};

static float a[MOST * (MOST + 3)], b[MOST * (MOST + 3)], c[MOST * (MOST + 3)],
    before[MOST * (MOST + 3)];

/* Is each element of c [m,n], with rows ldc apart, the sum before + a b, and
 * is everything else unchanged? ai and ak are the distances between A's rows
 * and columns. */
static int
is_product(size_t m, size_t n, size_t k, size_t ai, size_t ak, size_t ldb,
    int add, size_t ldc)
{
	size_t i, j, p;

	for (i = 0; i < m; i++) {
		for (j = 0; j < ldc; j++) {
			float was = before[i * ldc + j];
			double sum = add ? (double)was : 0, size = fabs(sum);

			if (j >= n && c[i * ldc + j] != was)
				return 0;
			for (p = 0; p < k && j < n; p++) {
				double x = (double)a[i * ai + p * ak] *
				           (double)b[p * ldb + j];

				sum += x;
				size += fabs(x);
			}
			if (j < n && !kernel_is_near(c[i * ldc + j], sum, size))
				return 0;
		}
	}
	return 1;
}

static int
try_mm(const struct kernels *t, size_t m, size_t n, size_t k)
{
	size_t gap;
	int add, turned;

	for (gap = 0; gap < 4; gap += 3) {
		for (add = 0; add < 2; add++) {
			for (turned = 0; turned < 2; turned++) {
				size_t ai = turned ? 1 : k + gap;
				size_t ak = turned ? m + gap : 1;

				memcpy(c, before, sizeof(c));
				t->mm(&(const struct kernels_mm){m, n, k, a, ai,
				    ak, b, n + gap, add, c, n + gap});
				if (!is_product(
					m, n, k, ai, ak, n + gap, add, n + gap))
					return 0;
			}
		}
	}
	return 1;
}

static void
test_mm(const struct kernels *t)
{
	size_t s = COUNTOF(sizes), i, tried = 0;
	int good = 1;

	/* Tries all sizes of one dimension with varying sizes of the others,
	 * and every third size of each with small sizes of the others. */
	for (i = 0; i < 5 * s && good; i++, tried++)
		good = try_mm(t, sizes[i % s], sizes[(i * 7 + i / s) % s],
		    sizes[(i * 11 + i / s * 3) % s]);
	for (i = 0; i <= 70 && good; i++, tried += 4)
		good = try_mm(t, i, 35, 3) && try_mm(t, 7, i, 5) &&
		       try_mm(t, 13, 18, i) && try_mm(t, 70 - i, 1, i);
	ok(good, "%s: mm is the sum of products, %zu shapes", t->name, tried);
}

/* mm_scores() runs t->mm on packed panels.  This does the same for any
 * table. */
static void
test_dot(const struct kernels *t)
{
	static float packed[MOST * (MOST + MM_PANEL)], s[MOST * (MOST + 32)];
	size_t k, i, j, p, lds = MOST + 20;
	int good = 1;

	for (k = 0; k < COUNTOF(sizes); k++) {
		size_t d = sizes[k], n = 70, m = 13;

		mm_pack(n, d, b, packed);
		for (p = 0; p < n; p += MM_PANEL)
			t->mm(&(const struct kernels_mm){m, MM_PANEL, d, a, d,
			    1, packed + p * d, MM_PANEL, 0, s + p, lds});
		for (i = 0; i < m; i++) {
			for (j = 0; j < n; j++) {
				float x = t->dot(d, a + i * d, b + j * d);

				good &= !memcmp(&x, &s[i * lds + j], sizeof(x));
			}
		}
	}
	ok(good, "%s: dot gives the bits of mm on packed panels", t->name);
}

/* Is c [n,m] the transpose of a [m,n], both with gaps between their rows, and
 * are the gaps unchanged? */
static int
is_turned(const struct kernels *t, size_t m, size_t n)
{
	const size_t lda = n + 3, ldc = m + 2;
	size_t i, j;

	memcpy(c, before, sizeof(c));
	t->turn(m, n, a, lda, c, ldc);
	for (j = 0; j < n; j++)
		for (i = 0; i < ldc; i++)
			if (c[j * ldc + i] !=
			    (i < m ? a[i * lda + j] : before[j * ldc + i]))
				return 0;
	return c[n * ldc] == before[n * ldc];
}

static void
test_turn(const struct kernels *t)
{
	size_t i, j;
	int good = 1;

	for (i = 0; i < COUNTOF(sizes); i++)
		for (j = 0; j < COUNTOF(sizes); j++)
			good &= is_turned(t, sizes[i], sizes[j]);
	ok(good, "%s: turn gives the transpose", t->name);
}

static void
test_scores(void)
{
	static float packed[MOST * (MOST + MM_PANEL)], s[40 * 128];
	size_t i, j, m = 40, n = 75, d = 131;
	int good = 1;

	mm_pack(n, d, b, packed);
	mm_scores(m, n, d, a, packed, s, 128);
	for (i = 0; i < m; i++) {
		for (j = 0; j < n; j++) {
			float x = mm_score(d, a + i * d, b + j * d);

			good &= !memcmp(&x, &s[i * 128 + j], sizeof(x));
		}
	}
	ok(good, "mm_score gives the bits of mm_scores");
	ok(mm_packed(1, 3) == 96 && mm_packed(32, 3) == 96 &&
		mm_packed(33, 3) == 192 && mm_packed(0, 3) == 0,
	    "mm_packed rounds up to whole panels");
}

static int
same_products(const struct kernels *s, const struct kernels *t)
{
	size_t i, n = COUNTOF(sizes);

	for (i = 0; i < n; i++) {
		size_t m = sizes[i], w = sizes[i * 7 % n], k = sizes[i * 5 % n];
		float x, y;

		memcpy(c, before, sizeof(c));
		s->mm(&(const struct kernels_mm){
		    m, w, k, a, k, 1, b, w, (int)(i % 2), c, w});
		memcpy(before, c, sizeof(c));
		kernel_fill(&rng, m * w, c);
		t->mm(&(const struct kernels_mm){
		    m, w, k, a, k, 1, b, w, 0, c, w});
		s->mm(&(const struct kernels_mm){
		    m, w, k, a, k, 1, b, w, 0, before, w});
		if (memcmp(c, before, m * w * sizeof(*c)))
			return 0;
		x = s->dot(k, a, b);
		y = t->dot(k, a, b);
		if (memcmp(&x, &y, sizeof(x)))
			return 0;
	}
	return 1;
}

/* kernels_use() selects a table for all later calls, and refuses unknown
 * ones. */
static void
test_choice(void)
{
	const struct kernels *widest = kernels();
	int good = !kernels_use("portable") && kernels() == &kernels_portable;

	good &= kernels_use("none") == -1 && kernels() == &kernels_portable;
	good &= !kernels_use("auto") && kernels() == widest;
	good &= !kernels_use("portable") && !kernels_use(widest->name) &&
	        kernels() == widest;
	ok(good,
	    "a table is chosen by name, and stays chosen; auto: the widest");
}

static void
test_names(void)
{
	size_t k;
	int good = !strcmp(kernels_choice(0).name, "auto");

	for (k = 0; kernels_at(k); k++)
		good &= kernels_choice(k + 1).name == kernels_at(k)->name;
	ok(good && !kernels_choice(k + 1).name,
	    "what can be chosen is auto and the tables of this processor");
}

static void
test_slow(void)
{
	struct kernels other = kernels_portable;

	ok(kernels_slow(&kernels_portable, 0) &&
		!kernels_slow(&kernels_portable, 1),
	    "the portable table is slow where there is no FMA");
	ok(!kernels_slow(&other, 0),
	    "a table of another instruction set is not");
	ok(!kernels_at(1) || kernels_have_fma(),
	    "a processor that runs more than the portable table has FMA");
}

int
main(void)
{
	const struct kernels *t;
	size_t k, i;

	rng_seed(&rng, 1, 0);
	kernel_fill(&rng, COUNTOF(a), a);
	kernel_fill(&rng, COUNTOF(b), b);
	kernel_fill(&rng, COUNTOF(before), before);
	for (k = 0; (t = kernels_at(k)); k++) {
		test_mm(t);
		test_dot(t);
		test_turn(t);
	}
	ok(kernels() == kernels_at(k - 1), "the widest table is in use");
	test_choice();
	test_names();
	test_slow();
	for (i = 1; i < k; i++)
		ok(same_products(kernels_at(0), kernels_at(i)),
		    "%s and %s: same bits", kernels_at(0)->name,
		    kernels_at(i)->name);
	test_scores();
	return done();
}
