/*
 * sgemm - the roofline: what OpenBLAS' matrix product reaches here and now.
 *
 *   sgemm THREADS M N K
 *   sgemm
 *
 * Every thread multiplies tiles of its own, [M,K] by [K,N] with the second
 * transposed, as scores are made; prints the GF/s of all together, the median
 * of seven turns of about 0.1 s.  Without arguments it prints which OpenBLAS
 * this is, and whose kernels it has picked.
 */
/* SPDX-License-Identifier: MIT */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/threads.h"

#define TURNS 7

struct sgemm_work {
	size_t m, n, k, times;
	float *memory; /* [threads, m k + n k + m n] */
	size_t each;
};

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail on Linux */
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
task(void *ctx, size_t i, int thread)
{
	struct sgemm_work *w = ctx;
	float *a = w->memory + (size_t)thread * w->each, *b = a + w->m * w->k;
	size_t t;

	(void)i; /* all tasks are alike */
	for (t = 0; t < w->times; t++)
		cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans,
		    (blasint)w->m, (blasint)w->n, (blasint)w->k, 1, a,
		    (blasint)w->k, b, (blasint)w->k, 0, b + w->n * w->k,
		    (blasint)w->n);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	struct sgemm_work w = {0};
	double rate[TURNS], flops, t;
	size_t i, threads;

	if (argc == 1)
		return printf("%s, kernels for %s\n", openblas_get_config(),
			   openblas_get_corename()) < 0;
	if (argc != 5)
		return 2;
	threads = strtoul(argv[1], NULL, 10);
	w.m = strtoul(argv[2], NULL, 10);
	w.n = strtoul(argv[3], NULL, 10);
	w.k = strtoul(argv[4], NULL, 10);
	w.each = w.m * w.k + w.n * w.k + w.m * w.n;
	w.memory = calloc(threads * w.each, sizeof(*w.memory));
	if (!threads || !w.each || !w.memory)
		return 1;
	for (i = 0; i < threads * w.each; i++)
		w.memory[i] = (float)(i % 101) / 101;
	threads_set((int)threads);
	openblas_set_num_threads(1); /* a product starts none */
	flops = 2 * (double)w.m * (double)w.n * (double)w.k;
	w.times = (size_t)(5e9 / flops) + 1;
	for (i = 0; i < TURNS; i++) {
		t = now();
		threads_for(2 * threads, task, &w);
		t = now() - t;
		rate[i] = 2e-9 * (double)threads * (double)w.times * flops / t;
	}
	qsort(rate, TURNS, sizeof(*rate), by_value);
	printf("%.1f\n", rate[TURNS / 2]);
	free(w.memory);
	return 0;
}
