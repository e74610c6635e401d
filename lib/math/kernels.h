/*
 * kernels - the hot loops, as a table for each instruction set.
 *
 * mm and vec call them through the table that fits the processor; the tests
 * walk all of them.  All give the same bits.  See mm.h, vec.h,
 * optimizer_kernels.h, gru.h, attention.h and pairwise.h for what each does.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_KERNELS_H
#define MATH_KERNELS_H

#include "base/base.h"

struct attention_norm;
struct attention_scores;
struct optimizer_rates;
struct gru_tile;

/* c [m,n] = A b, added to c if add; A(i,k) = a[i ai + k ak], b [k,n]; rows of b
 * and c are ldb and ldc apart. */
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

/* The table in use: the widest this processor can run, found when it is first
 * asked for, or what kernels_use() chose.  Any thread may call it. */
const struct kernels *kernels(void);

/* Chooses the table called name for all that follows, or the widest if that is
 * "auto"; -1 if there is none that this processor can run.  For the start of a
 * program, before other threads. */
int kernels_use(const char *name);

/* What kernels_use() takes on this processor: auto, and then the tables. */
struct choice kernels_choice(size_t k);

/*
 * Would this table be slow on a processor that has a fused multiply-add, or has
 * not?  The portable one asks the C library for each, which without the
 * instruction takes some 20 times as long to the same bits.
 */
int kernels_slow(const struct kernels *, int has_fma);

/* Has the processor, or what this is compiled for, that instruction? */
int kernels_have_fma(void);

/* The k-th table it can run, NULL past the last; the portable one first. */
const struct kernels *kernels_at(size_t k);

#endif
