/*
 * lapack - dense symmetric linear algebra in float, by OpenBLAS.
 *
 * LAPACK goes by columns, so that our upper triangle is its lower one.  Its
 * functions are declared here: Debian has several headers for them, and they are
 * as Fortran has them in all.
 */
/* SPDX-License-Identifier: MIT */
#include "math/lapack.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

void spotrf_(
    const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotri_(
    const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotrs_(const char *uplo, const int *n, const int *nrhs, const float *a,
    const int *lda, float *b, const int *ldb, int *info);
void ssyrk_(const char *uplo, const char *trans, const int *n, const int *k,
    const float *alpha, const float *a, const int *lda, const float *beta,
    float *c, const int *ldc);

/* OpenBLAS's own: another BLAS may stand in for it. */
__attribute__((weak)) void openblas_set_num_threads(int n);
__attribute__((weak)) char *openblas_get_corename(void);

#define TRY 96 /* of the trial: more than any kernel takes at a time */

void
lapack_threads(int n)
{
	if (openblas_set_num_threads)
		openblas_set_num_threads(n);
}

const char *
lapack_core(void)
{
	return openblas_get_corename ? openblas_get_corename() : "unknown";
}

void
lapack_add_squares(size_t n, size_t k, float by, const float *x, float *a)
{
	const int ni = (int)n, ki = (int)k;
	const float one = 1;

	if (k)
		ssyrk_("L", "N", &ni, &ki, &by, x, &ni, &one, a, &ni);
}

int
lapack_factor(size_t n, float *a)
{
	const int ni = (int)n;
	int info = 0;

	spotrf_("L", &ni, a, &ni, &info);
	return info ? -1 : 0;
}

int
lapack_invert(size_t n, float *a)
{
	const int ni = (int)n;
	int info = 0;

	spotri_("L", &ni, a, &ni, &info);
	return info ? -1 : 0;
}

void
lapack_solve(size_t n, const float *a, float *x)
{
	const int ni = (int)n, one = 1;
	int info = 0;

	spotrs_("L", &ni, &one, a, &ni, x, &ni, &info); /* arguments are fine */
}

/* x is of whole numbers, so that its squares are exact in any order. */
static int
squares_right(const float *x, const float *a)
{
	size_t i, j, k;
	float sum;

	for (i = 0; i < TRY; i++) {
		for (j = i; j < TRY; j++) {
			sum = i == j ? TRY : 0;
			for (k = 0; k < TRY; k++)
				sum += x[k * TRY + i] * x[k * TRY + j];
			if (sum != a[i * TRY + j])
				return 0;
		}
	}
	return 1;
}

static float
symmetric(const float *a, size_t i, size_t j)
{
	return i < j ? a[i * TRY + j] : a[j * TRY + i];
}

/* Is a times its inverse 1? */
static int
inverse_right(const float *a, const float *inverse)
{
	size_t i, j, k;
	double sum;

	for (i = 0; i < TRY; i++) {
		for (j = 0; j < TRY; j++) {
			sum = 0;
			for (k = 0; k < TRY; k++)
				sum += (double)symmetric(a, i, k) *
				       (double)symmetric(inverse, k, j);
			if (!(fabs(sum - (i == j)) < 1e-3))
				return 0;
		}
	}
	return 1;
}

int
lapack_check(struct fail *f)
{
	float *x = calloc(3 * (size_t)TRY * TRY, sizeof(*x));
	float *a = x + (size_t)TRY * TRY, *b = a + (size_t)TRY * TRY;
	size_t i;
	int right;

	if (!x)
		return fail_memory(f);
	for (i = 0; i < (size_t)TRY * TRY; i++)
		x[i] = (float)(i * i % 7) - 3;
	for (i = 0; i < TRY; i++)
		a[i * TRY + i] = TRY;
	lapack_add_squares(TRY, TRY, 1, x, a);
	for (i = 0; i < (size_t)TRY * TRY; i++)
		b[i] = a[i];
	right = squares_right(x, a) && !lapack_factor(TRY, b) &&
	        !lapack_invert(TRY, b) && inverse_right(a, b);
	free(x);
	return right ? 0
	             : fail_set(f,
			   "OpenBLAS counts wrong here, with its kernels for "
			   "%s: set OPENBLAS_CORETYPE to an older processor, "
			   "as Haswell or Nehalem",
			   lapack_core());
}
