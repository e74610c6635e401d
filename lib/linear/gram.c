/*
 * gram - a dense symmetric matrix over all pairs of items, and its inverse.
 *
 * Float suffices: with double the first four digits of every metric are the
 * same, at twice the memory and time.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/gram.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"
#include "linear/accum.h"
#include "math/lapack.h"

#define EDGE 64 /* of a square that is mirrored at a time */

struct gram_work {
	size_t n;
	double lambda;
	float *a;          /* [n,n] */
	struct accum *sum; /* [threads] */
	void (*row)(void *, size_t, struct accum *);
	void *ctx;
};

static void
make_row(void *ctx, size_t i, int thread)
{
	struct gram_work *w = ctx;
	struct accum *sum = &w->sum[thread];
	float *to = w->a + i * w->n;
	size_t k;

	w->row(w->ctx, i, sum);
	for (k = 0; k < sum->n; k++)
		to[sum->at[k]] = (float)sum->sum[sum->at[k]];
	to[i] += (float)w->lambda;
	accum_reset(sum);
}

/* Copies rows of squares from the right of the diagonal to the left. */
static void
mirror(void *ctx, size_t t, int thread)
{
	const struct gram_work *w = ctx;
	const size_t n = w->n, begin = t * EDGE;
	const size_t end = size_min(begin + EDGE, n);
	size_t i, j, left;

	(void)thread;
	for (left = 0; left < end; left += EDGE) {
		for (i = begin; i < end; i++) {
			const size_t stop = size_min(left + EDGE, i);

			for (j = left; j < stop; j++)
				w->a[i * n + j] = w->a[j * n + i];
		}
	}
}

static int
invert(struct gram_work *w, struct fail *f)
{
	const int threads = threads_count();

	lapack_threads(threads);
	if (lapack_check(f))
		return -1;
	if (lapack_factor(w->n, w->a) || lapack_invert(w->n, w->a))
		return fail_set(f,
		    "the matrix of the items is singular: give a --lambda "
		    "larger than %g",
		    w->lambda);
	return 0;
}

float *
gram_inverse(size_t items, double lambda, size_t more,
    void (*row)(void *ctx, size_t i, struct accum *sum), void *ctx,
    struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	struct gram_work w = {
	    .n = items, .lambda = lambda, .row = row, .ctx = ctx};
	size_t bytes;
	char what[64];
	int r;

	if (size_mul(items, items, &bytes) ||
	    size_mul(bytes, sizeof(float), &bytes) || bytes + more < more)
		bytes = SIZE_MAX;
	else
		bytes += more;
	(void)snprintf(what, sizeof(what), "a matrix of %zu items", items);
	if (memory_need(bytes, what,
		"leave out rare items (--vocab) or use a method that counts",
		f))
		return NULL;
	w.a = calloc(items * items, sizeof(*w.a));
	w.sum = accum_new(threads, items, f);
	r = w.a && w.sum ? 0 : fail_memory(f);
	if (!r) {
		threads_for(items, make_row, &w);
		r = invert(&w, f);
	}
	if (!r)
		threads_for((items + EDGE - 1) / EDGE, mirror, &w);
	accum_free(w.sum, threads);
	if (r) {
		free(w.a);
		return NULL;
	}
	return w.a;
}
