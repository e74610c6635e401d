/*
 * loss - training objectives over a row of scores, and their table.
 *
 * A loss sees only numbers.  s [N] holds the scores of the N different
 * candidates of the step.  w[n] is the weight of candidate n: how often it
 * occurs in the batch and the sample, or that count corrected by --logq; weight
 * 0 leaves the candidate out.  y is the label's column, and v the part of w[y]
 * that is the label itself: the remaining w[y] - v are copies of the same item
 * that count as negatives.  So the loss of a row equals the loss of a longer
 * row in which every copy has a column of its own.
 *
 * Letters: B rows, N candidates, ld the distance between rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include "base/base.h"

struct activation; /* nn/activation.h: applied to scores first */

struct loss_options {
	const struct activation *activation; /* NULL: none */
	double activation_x;                 /* its parameter: elu-X */
	double regularisation; /* bpr-max: weight of the negatives' squared
                                  scores */
	double smoothing;      /* softmax: label smoothing, below 1 */
	double calibration;    /* gbce: t, 0 to 1 */
	double items;          /* gbce: V, the number of items */
	int mask_accidental;   /* other copies of the label do not count */
};

#define LOSS_SCRATCH 3 /* rows */

struct loss_row {
	size_t n;      /* N */
	const real *w; /* [N] */
	double total;  /* sum of w */
	int32_t y;
	real v;        /* 0 < v <= w[y]; 1 unless the loss has logq */
	real *s;       /* [N] scores in, gradient out */
	real own;      /* out, see row() */
	real scale;    /* 1; row() may store a factor here instead of
                          multiplying s by it */
	real *scratch; /* [LOSS_SCRATCH,N] scratch memory */
};

struct loss {
	const char *name; /* as in seq-train --loss= */
	const char *help;
	int logq; /* w need not be counts (softmax) */

	/*
	 * Returns the loss of the row in nats and overwrites s with the
	 * gradient.  The part of the label's gradient that exists only because
	 * it is the label goes to `own`: that part may be as large as all other
	 * entries together, and a float sum with them would round them away.
	 * Scores must be finite; a NaN gives NaN.  Allocates nothing, cannot
	 * fail.
	 */
	double (*row)(const struct loss_options *, struct loss_row *);
};

/* The loss of that name, or NULL.  loss_at(k) walks the table; NULL past its
 * end. */
const struct loss *loss_find(const char *name);
const struct loss *loss_at(size_t k);

/* Returns the size, in numbers, of the scratch memory of loss_run() for rows
 * that are ld apart. */
size_t loss_scratch(size_t ld);

/* Candidates that are left out of a row, unless they are the label: the columns
 * of these keys. */
struct loss_masked {
	const int32_t *key; /* [n] */
	size_t n;
};

/* A block of rows of scores. */
struct loss_block {
	size_t rows, n, ld; /* B, N; rows of s are ld numbers apart */
	real *s;            /* [B,ld] scores in, gradient out */
	const real *w;      /* [N] */
	const real *v;      /* [B]; NULL: all 1 */
	const int32_t *y;   /* [B] */
	const real *counts; /* [B] weight of each row's loss; NULL: all 1 */
	real *own;          /* [B] out */
	real *scale;        /* [B] out; NULL: loss_run() scales s itself */
	real *scratch;      /* [loss_scratch(ld)] */
	const struct loss_masked
	    *masked;           /* [B]; NULL: every candidate counts */
	const int32_t *column; /* of each key; -1: no candidate */
};

/*
 * Applies the activation and the loss to the rows, one after another.  Returns
 * the summed loss and leaves the gradient of the scores in s and own.  With
 * scale, the caller multiplies row i of s by scale[i], for example inside a
 * following product.  Rows are independent, so a caller may pass them tile by
 * tile.
 */
double loss_run(const struct loss *, const struct loss_options *,
    const struct loss_block *);

/* The table's losses, each in a file of its name (bpr_max in loss_bpr.c,
 * top1_max in loss_top1.c). */
extern const struct loss loss_softmax, loss_bpr, loss_bpr_max, loss_top1,
    loss_top1_max, loss_gbce;

/* These two functions are for the losses.  loss_others() returns the weight of
 * the label's other copies. */
real loss_others(const struct loss_options *, const struct loss_row *);

/* Returns the weights w with wy in place of w[y]; they are in the first row of
 * scratch. */
const real *loss_weights(const struct loss_row *, real wy);

#endif
