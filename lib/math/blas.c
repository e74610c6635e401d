/* blas - the matrix products that the rest is made of, on one thread. */
/* SPDX-License-Identifier: MIT */
#include "math/blas.h"

#include <cblas.h>

#ifdef REAL_IS_DOUBLE
#define gemm cblas_dgemm
#else
#define gemm cblas_sgemm
#endif

/*
 * Debian's three builds of the library (pthread, openmp, serial) all have it.
 * Said before every call, since the openmp build keeps a number for each thread
 * that calls.
 */
static void
one_thread(void)
{
	openblas_set_num_threads(1);
}

void
blas_nn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	one_thread();
	gemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
}

void
blas_nt(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	one_thread();
	gemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
}

void
blas_tn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    size_t ldb, real beta, real *c, size_t ldc)
{
	one_thread();
	gemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)m, (blasint)n,
	    (blasint)k, 1, a, (blasint)lda, b, (blasint)ldb, beta, c,
	    (blasint)ldc);
}

const char *
blas_about(void)
{
	return openblas_get_config();
}
