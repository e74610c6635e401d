/* blas - the matrix products that the rest is made of, on one thread. */
/* SPDX-License-Identifier: MIT */
#include "math/blas.h"

#include <cblas.h>

#include "base/par.h"

#ifdef REAL_IS_DOUBLE
#define gemm cblas_dgemm
#else
#define gemm cblas_sgemm
#endif

/*
 * Debian's three builds of the library (pthread, openmp, serial) all have it;
 * asked every time, so that no caller has to have thought of it.  The openmp
 * build takes as many threads as OpenMP has, and sets that number too: so it is
 * 1 for the call, and what it was is returned, for many_threads().
 */
static int
one_thread(void)
{
	int was = par_threads();

	par_set_threads(1);
	if (openblas_get_num_threads() != 1)
		openblas_set_num_threads(1);
	return was;
}

static void
many_threads(int was)
{
	if (was != 1)
		par_set_threads(was);
}

void
blas_nn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	int was = one_thread();

	gemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
	many_threads(was);
}

void
blas_nt(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	int was = one_thread();

	gemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
	many_threads(was);
}

void
blas_tn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	int was = one_thread();

	gemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
	many_threads(was);
}

const char *
blas_about(void)
{
	return openblas_get_config();
}
