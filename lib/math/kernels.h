/*
 * kernels - the hot loops: one table of functions for each instruction set.
 *
 * mm and vec call the table that fits the processor.  The tests compare all
 * tables, which give the same bits.  mm.h, vec.h, optimizer_kernels.h, gru.h,
 * attention.h and pairwise.h document the functions.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_KERNELS_H
#define MATH_KERNELS_H

#include "base/base.h"

struct attention_norm;
struct attention_scores;
struct optimizer_rates;
struct gru_tile;

/* c [m,n] = A b, or c += A b if add.  A(i,k) = a[i ai + k ak]; b is [k,n];
 * ldb and ldc are the distances between rows of b and c. */
struct kernels_mm {
	size_t m, n, k;
	const real *a;
	size_t ai, ak;
	const real *b;
	size_t ldb;
	int add;
	real *c;
	size_t ldc;
};

struct kernels {
	const char *name; /* as given to --kernels= */
	const char *help;

	void (*mm)(const struct kernels_mm *);
	real (*dot)(size_t n, const real *a, const real *b);
	void (*turn)(
	    size_t m, size_t n, const real *a, size_t lda, real *c, size_t ldc);
	real (*largest)(size_t n, const real *x);

	void (*tanh)(size_t n, real *x);
	void (*elu)(size_t n, real *x, real a);
	void (*bend)(
	    size_t n, real *x, const real *a, real low, real rate, real high);
	real (*max)(size_t n, const real *x, const real *w);
	double (*inner)(size_t n, const real *x, const real *y);
	double (*exp_sum)(size_t n, real *s, const real *w, real max);
	void (*scale)(size_t n, real *x, real a);
	void (*add)(size_t n, real *x, const real *y);
	void (*sum_rows)(
	    size_t n, real *x, const real *const *row, size_t rows);
	void (*add_to_rows)(
	    size_t n, real *const *row, size_t rows, const real *x);
	void (*spread)(size_t n, real *to, size_t rows, const int32_t *row,
	    const real *w, const real *x);
	double (*squares)(size_t n, const real *x);
	void (*blend)(size_t n, real *x, real a, const real *y, real b);
	void (*count)(size_t n, const real *s, real x, uint64_t *greater,
	    uint64_t *equal);
	size_t (*above)(size_t n, const real *s, real x, int32_t *where);

	void (*adagrad)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);
	void (*adagrad_inside)(size_t n, real *w, real *const *slot,
	    const real *g, const struct optimizer_rates *);
	void (*sgd)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);
	void (*adam)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);
	void (*rmsprop)(size_t n, real *w, real *const *slot, const real *g,
	    const struct optimizer_rates *);

	void (*gru_forward)(const struct gru_tile *);
	void (*gru_backward)(const struct gru_tile *);
	void (*gru_reset_forward)(const struct gru_tile *);
	void (*gru_candidate_forward)(const struct gru_tile *);
	void (*gru_candidate_backward)(const struct gru_tile *);
	void (*gru_reset_backward)(const struct gru_tile *);
	void (*attention_softmax)(const struct attention_scores *);
	void (*attention_softmax_back)(const struct attention_scores *);
	void (*attention_norm)(const struct attention_norm *);
	void (*attention_norm_back)(const struct attention_norm *);
	double (*softplus)(
	    size_t n, real *s, const real *w, real x, double *slope);
	void (*top1)(
	    size_t n, real *s, const real *e, real x, real c, double sum[2]);
	void (*bpr_max)(size_t n, const real *s, const real *e, const real *w,
	    real x, real max, real *u, double sum[5]);
	void (*bpr_max_back)(size_t n, real *s, const real *e, const real *w,
	    const real *u, const real k[5]);
};

extern const struct kernels kernels_portable;
#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)
extern const struct kernels kernels_avx2;
extern const struct kernels kernels_avx512;
#elif defined(__aarch64__) && !defined(REAL_IS_DOUBLE)
extern const struct kernels kernels_neon;
#endif

/* Returns the table in use: the table that kernels_use() chose, or else the
 * widest that this processor can run.  Any thread may call it. */
const struct kernels *kernels(void);

/* Selects the table called name, or the widest one for "auto".  Returns -1
 * if this processor cannot run such a table.  Call it at program start,
 * before there are other threads. */
int kernels_use(const char *name);

/* The names that kernels_use() takes on this processor: auto, then the
 * tables. */
struct choice kernels_choice(size_t k);

/*
 * Returns 1 if this table is slow on a processor with (has_fma), or without,
 * the instruction for a fused multiply-add.  The portable table calls the C
 * library for each multiply-add, which takes some 20 times as long without the
 * instruction, for the same bits.
 */
int kernels_slow(const struct kernels *, int has_fma);

/* Returns 1 if the processor, or the target of the compilation, has that
 * instruction. */
int kernels_have_fma(void);

/* The k-th table that this processor can run, the portable one first; NULL
 * past the last. */
const struct kernels *kernels_at(size_t k);

#endif
