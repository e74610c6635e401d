/* mm - matrix products: scores of a tile of queries with many candidates. */
/* SPDX-License-Identifier: MIT */
#include "math/mm.h"

#include <string.h>

#include "math/kernels.h"

size_t
mm_packed(size_t n, size_t d)
{
	return (n + MM_PANEL - 1) / MM_PANEL * MM_PANEL * d;
}

size_t
mm_stride(size_t n)
{
	return mm_packed(n, 1) + MM_PANEL / 2;
}

void
mm_pack(size_t n, size_t d, const real *c, real *packed)
{
	size_t p;

	for (p = 0; p < n; p += MM_PANEL, packed += MM_PANEL * d) {
		const size_t rows = size_min(n - p, MM_PANEL);

		if (rows < MM_PANEL)
			memset(packed, 0, MM_PANEL * d * sizeof(*packed));
		mm_turn(rows, d, c + p * d, d, packed, MM_PANEL);
	}
}

void
mm_scores(size_t m, size_t n, size_t d, const real *q, const real *packed,
    real *s, size_t lds)
{
	const struct kernels *k = kernels();
	size_t p;

	for (p = 0; p < n; p += MM_PANEL)
		k->mm(&(const struct kernels_mm){m, MM_PANEL, d, q, d, 1,
		    packed + p * d, MM_PANEL, 0, s + p, lds});
}

real
mm_score(size_t d, const real *q, const real *c)
{
	return kernels()->dot(d, q, c);
}

void
mm_nn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    int add, real *c)
{
	mm_nn_in(&(const struct mm){m, n, k, a, lda, b, n, add, c, n});
}

void
mm_tn(size_t m, size_t n, size_t k, const real *a, size_t lda, const real *b,
    int add, real *c)
{
	mm_tn_in(&(const struct mm){m, n, k, a, lda, b, n, add, c, n});
}

void
mm_nn_in(const struct mm *p)
{
	kernels()->mm(&(const struct kernels_mm){p->m, p->n, p->k, p->a, p->lda,
	    1, p->b, p->ldb, p->add, p->c, p->ldc});
}

void
mm_tn_in(const struct mm *p)
{
	kernels()->mm(&(const struct kernels_mm){p->m, p->n, p->k, p->a, 1,
	    p->lda, p->b, p->ldb, p->add, p->c, p->ldc});
}

void
mm_turn(size_t m, size_t n, const real *a, size_t lda, real *c, size_t ldc)
{
	kernels()->turn(m, n, a, lda, c, ldc);
}
