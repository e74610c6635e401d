/*
 * lapack - dense symmetric linear algebra by OpenBLAS.
 *
 * LAPACK stores matrices by columns, so our upper triangle is its lower one.
 * The functions are declared here because Debian has several headers for them,
 * which all declare the same Fortran interface.
 */
/* SPDX-License-Identifier: MIT */
#include "math/lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

void dsyrk_(const char *uplo, const char *trans, const int *n, const int *k,
    const double *alpha, const double *a, const int *lda, const double *beta,
    double *c, const int *ldc);
void dsyevr_(const char *jobz, const char *range, const char *uplo,
    const int *n, double *a, const int *lda, const double *vl, const double *vu,
    const int *il, const int *iu, const double *abstol, int *m, double *w,
    double *z, const int *ldz, int *isuppz, double *work, const int *lwork,
    int *iwork, const int *liwork, int *info);

/* Weak, because another BLAS may replace OpenBLAS and lack these functions. */
__attribute__((weak)) void openblas_set_num_threads(int n);
__attribute__((weak)) char *openblas_get_corename(void);

#define TRY 96 /* the trial is [TRY,TRY]: more than any block */

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

const char *
lapack_faster_core(void)
{
#ifdef __x86_64__
	if (strcmp(lapack_core(), "Prescott") != 0)
		return NULL;
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512dq") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl"))
		return "SkylakeX";
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
		return "Haswell";
#endif
	return NULL;
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

	/* The arguments are valid. */
	spotrs_("L", &ni, &one, a, &ni, x, &ni, &info);
}

void
lapack_add_squares_double(
    size_t n, size_t k, double by, const double *x, double *a)
{
	const int ni = (int)n, ki = (int)k;
	const double one = 1;

	if (k)
		dsyrk_("L", "N", &ni, &ki, &by, x, &ni, &one, a, &ni);
}

/* The memory for dsyevr_(), with its sizes. */
struct lapack_room {
	double *w, *z, *work; /* [n], [k,n], [nwork] */
	int *support, *iwork; /* [2 n], [niwork] */
	int nwork, niwork;
};

static int
eigen(int n, double *a, int k, struct lapack_room *m)
{
	const double none = 0;
	const int from = n - k + 1;
	int found, info = 0;

	dsyevr_("V", "I", "L", &n, a, &n, &none, &none, &from, &n, &none,
	    &found, m->w, m->z, &n, m->support, m->work, &m->nwork, m->iwork,
	    &m->niwork, &info);
	return info || (m->nwork > 0 && found != k) ? -1 : 0;
}

/* Asks dsyevr_() how much memory it needs, and allocates that. */
static int
make_room(int n, double *a, int k, struct lapack_room *m)
{
	double nwork = 0;
	int niwork = 0;

	m->w = calloc((size_t)n, sizeof(*m->w));
	m->z = calloc((size_t)k * (size_t)n, sizeof(*m->z));
	m->support = calloc(2 * (size_t)n, sizeof(*m->support));
	if (!m->w || !m->z || !m->support)
		return -1;
	m->work = &nwork;
	m->iwork = &niwork;
	m->nwork = m->niwork = -1;
	(void)eigen(n, a, k, m);
	m->nwork = (int)nwork;
	m->niwork = niwork;
	m->work = calloc((size_t)m->nwork, sizeof(*m->work));
	m->iwork = calloc((size_t)m->niwork, sizeof(*m->iwork));
	return m->work && m->iwork ? 0 : -1;
}

int
lapack_eigenvectors(size_t n, double *a, size_t k, double *value,
    double *vector, struct fail *f)
{
	struct lapack_room m = {0};
	size_t i;
	int r;

	r = make_room((int)n, a, (int)k, &m) ? fail_memory(f) : 0;
	if (!r && eigen((int)n, a, (int)k, &m))
		r = fail_set(f, "LAPACK found no eigenvectors");
	for (i = 0; i < k && !r; i++) { /* LAPACK sorts ascending */
		value[i] = m.w[k - 1 - i];
		memcpy(
		    vector + i * n, m.z + (k - 1 - i) * n, n * sizeof(*vector));
	}
	free(m.w);
	free(m.z);
	free(m.support);
	free(m.work);
	free(m.iwork);
	return r;
}

/* x holds small whole numbers, so every sum of its products is exact. */
static int
squares_correct(const float *x, const float *a)
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

/* Returns 1 if a times its inverse is the identity. */
static int
inverse_correct(const float *a, const float *inverse)
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
	int correct;

	if (!x)
		return fail_memory(f);
	for (i = 0; i < (size_t)TRY * TRY; i++)
		x[i] = (float)(i * i % 7) - 3;
	for (i = 0; i < TRY; i++)
		a[i * TRY + i] = TRY;
	lapack_add_squares(TRY, TRY, 1, x, a);
	for (i = 0; i < (size_t)TRY * TRY; i++)
		b[i] = a[i];
	correct = squares_correct(x, a) && !lapack_factor(TRY, b) &&
	          !lapack_invert(TRY, b) && inverse_correct(a, b);
	free(x);
	return correct ? 0
	               : fail_set(f,
			     "OpenBLAS computes wrong results with its "
			     "kernels for %s: set OPENBLAS_CORETYPE to an "
			     "older processor, as Haswell or Nehalem",
			     lapack_core());
}
