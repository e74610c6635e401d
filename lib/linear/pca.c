/* pca - principal components. */
/* SPDX-License-Identifier: MIT */
#include "linear/pca.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "math/lapack.h"

#define BLOCK 256 /* rows whose squares are added at a time */

static void
take_mean(struct pca *p, size_t n, const float *x)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < p->d; k++)
			p->mean[k] += (double)x[i * p->d + k];
	for (k = 0; k < p->d; k++)
		p->mean[k] /= (double)n;
}

/* Sets s [d,d], at and right of the diagonal, to the covariance of x [n,d];
 * rows: [BLOCK,d] scratch. */
static void
take_covariance(
    const struct pca *p, size_t n, const float *x, double *rows, double *s)
{
	size_t first, count, i, k;

	for (first = 0; first < n; first += count) {
		count = size_min(BLOCK, n - first);
		for (i = 0; i < count; i++)
			for (k = 0; k < p->d; k++)
				rows[i * p->d + k] =
				    (double)x[(first + i) * p->d + k] -
				    p->mean[k];
		lapack_add_squares_double(p->d, count, 1 / (double)n, rows, s);
	}
}

/* Flips the sign so that the largest element of a [d] is positive; if two are
 * nearly largest, the first. */
static void
choose_sign(size_t d, double *a)
{
	size_t i, k = 0;
	double sign;

	for (i = 1; i < d; i++)
		if (fabs(a[i]) > fabs(a[k]) * 1.000001)
			k = i;
	sign = a[k] < 0 ? -1 : 1;
	for (i = 0; i < d; i++)
		a[i] *= sign;
}

/* Checks that the variance of x along each axis is the computed one.  Otherwise
 * OpenBLAS computes wrong results on this processor. */
static int
check_variance(const struct pca *p, size_t n, const float *x, struct fail *f)
{
	size_t i, j, k;
	double sum, y;

	for (k = 0; k < p->k; k++) {
		const double *a = p->axis + k * p->d;

		for (sum = 0, i = 0; i < n; i++) {
			for (y = 0, j = 0; j < p->d; j++)
				y += a[j] *
				     ((double)x[i * p->d + j] - p->mean[j]);
			sum += y * y / (double)n;
		}
		if (!(fabs(sum - p->variance[k]) <= 1e-6 * p->total))
			return fail_set(f,
			    "OpenBLAS computes wrong results with its kernels "
			    "%s: try others, as OPENBLAS_CORETYPE=Haswell",
			    lapack_core());
	}
	return 0;
}

int
pca_fit(
    struct pca *p, size_t n, size_t d, const float *x, size_t k, struct fail *f)
{
	double *s, *rows;
	size_t i, numbers;
	int r = -1;

	*p = (struct pca){.d = d, .k = k};
	if (size_mul(d, d, &numbers))
		return fail_memory(f);
	s = calloc(numbers, sizeof(*s));
	rows = calloc(BLOCK * d, sizeof(*rows));
	p->mean = calloc(d, sizeof(*p->mean));
	p->axis = calloc(k * d, sizeof(*p->axis));
	p->variance = calloc(k, sizeof(*p->variance));
	if (!s || !rows || !p->mean || !p->axis || !p->variance) {
		(void)fail_memory(f);
		goto out;
	}
	take_mean(p, n, x);
	take_covariance(p, n, x, rows, s);
	for (i = 0; i < d; i++)
		p->total += s[i * d + i];
	if (!(p->total > 0)) {
		(void)fail_set(f, "all rows are the same");
		goto out;
	}
	r = lapack_eigenvectors(d, s, k, p->variance, p->axis, f);
	if (!r)
		r = check_variance(p, n, x, f);
	for (i = 0; i < k && !r; i++) {
		choose_sign(d, p->axis + i * d);
		p->variance[i] = fmax(p->variance[i], 0);
	}
out:
	free(s);
	free(rows);
	return r;
}

void
pca_apply(const struct pca *p, const float *x, float *y)
{
	size_t i, k;
	double sum;

	for (k = 0; k < p->k; k++) {
		for (sum = 0, i = 0; i < p->d; i++)
			sum +=
			    p->axis[k * p->d + i] * ((double)x[i] - p->mean[i]);
		y[k] = (float)sum;
	}
}

void
pca_free(struct pca *p)
{
	free(p->mean);
	free(p->axis);
	free(p->variance);
	*p = (struct pca){0};
}
