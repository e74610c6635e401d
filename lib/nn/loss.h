/*
 * loss - training objectives over a row of scores, and the table of them.
 *
 * A loss sees only numbers: s [N] holds the scores of the N different
 * candidates of the step, w[n] how much candidate n counts among the others
 * (how often it stands in the batch and the sample, or what --logq makes of
 * that; 0 leaves it out), y which one the row wanted, and v how much of w[y]
 * is the wanted copy itself: w[y] - v is what other copies of the same item
 * count as negatives.  So a row's loss is that of the long row in which every
 * copy has a column of its own.
 *
 * Letters: B rows, N candidates, ld how far apart rows stand.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include "base/base.h"

struct activation; /* nn/activation.h: what is done to scores first */

struct loss_options {
	const struct activation *activation; /* NULL: none */
	double activation_x;                 /* its parameter: elu-X */
	double regularisation; /* of bpr-max: of the negatives' squares */
	double smoothing;      /* label smoothing of softmax, below 1 */
	double calibration;    /* t of gbce, 0 to 1 */
	double items;          /* V of gbce: the catalogue's size */
	int mask_accidental; /* other copies of the wanted item do not count */
};

#define LOSS_SCRATCH 3 /* rows */

struct loss_row {
	size_t n;      /* N */
	const real *w; /* [N] */
	double total;  /* the sum of w */
	int32_t y;
	real v;        /* 0 < v <= w[y]; 1 unless the loss has logq */
	real *s;       /* [N] scores in, gradient out */
	real own;      /* out, see row() */
	real scale;    /* 1; a row() may leave it to its caller to multiply s
			  by what it puts here */
	real *scratch; /* [LOSS_SCRATCH,N] free to use */
};

struct loss {
	const char *name; /* as given to seq-train --loss= */
	const char *help;
	int logq; /* may w be other than counts? (softmax) */

	/*
	 * Returns the loss of the row, in nats, and overwrites s with its
	 * gradient.  What the wanted candidate's gradient has more, or less,
	 * than it would have if it were not wanted goes to own instead: it may
	 * be as large as all the others together, which it would round away in
	 * a sum with them.  Needs finite scores; NaN gives NaN.  Allocates
	 * nothing, cannot fail.
	 */
	double (*row)(const struct loss_options *, struct loss_row *);
};

/* The loss called name, or NULL.  loss_at(k) walks the table, NULL past it. */
const struct loss *loss_find(const char *name);
const struct loss *loss_at(size_t k);

/* Numbers of scratch memory that loss_run() needs for rows of ld. */
size_t loss_scratch(size_t ld);

/* Rows of scores. */
struct loss_block {
	size_t rows, n, ld; /* B, N; rows of s are ld apart */
	real *s;            /* [B,ld] scores in, gradient out */
	const real *w;      /* [N] */
	const real *v;      /* [B]; NULL: all 1 */
	const int32_t *y;   /* [B] */
	const real *counts; /* [B] times a row's loss; NULL: all 1 */
	real *own;          /* [B] out */
	real *scale;        /* [B] out; NULL: s is multiplied by it */
	real *scratch;      /* [loss_scratch(ld)] */
};

/*
 * The rows one after the other, through the activation: returns the loss summed
 * over them, leaves the gradient by the scores in s and own.  With scale, row i
 * of s is to be multiplied by scale[i] first, which a product that follows may do
 * for less.  Rows do not meet, so a caller may hand them over tile by tile.
 */
double loss_run(const struct loss *, const struct loss_options *,
    const struct loss_block *);

/* The rows of the table, in files of their names (without -max). */
extern const struct loss loss_softmax, loss_bpr, loss_bpr_max, loss_top1,
    loss_top1_max, loss_gbce;

/* For them: what the other copies of the wanted item count. */
real loss_others(const struct loss_options *, const struct loss_row *);

/* And w with w[y] replaced, in the first row of scratch. */
const real *loss_weights(const struct loss_row *, real wy);

#endif
