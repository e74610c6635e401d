/*
 * loss - training objectives over a block of scores, and the table of them.
 *
 * A loss sees only numbers: s [B,N] holds, row by row, the scores of the N
 * different candidates of the mini-batch, w[n] how often candidate n stands in
 * it (softmax adds ln w to the score; 0 leaves a candidate out), and y[b] which
 * column row b wanted.
 *
 * Letters: B rows, N candidates, ld how far apart rows stand.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include "base/base.h"

struct loss {
	const char *name; /* as given to seq-train --loss= */
	const char *help;

	/*
	 * Returns the loss summed over the B rows, in nats, and overwrites s
	 * with its gradient; a caller that wants a mean scales both.  What the
	 * wanted candidate's gradient has more, or less, than it would have if
	 * it were not wanted goes to own [B] instead: it is as large as all
	 * the others together, which it would round away in a sum with them.
	 * Needs 0 <= y[b] < N, w[y[b]] > 0 and finite scores.  Rows do not
	 * meet, so a caller may hand them over tile by tile.  Allocates
	 * nothing, cannot fail.
	 */
	double (*run)(size_t b, size_t n, size_t ld, real *s, const real *w,
	    const int32_t *y, real *own);
};

/* Cross-entropy of a softmax over the row.  Bishop 2006, section 4.3.4. */
extern const struct loss loss_softmax; /* loss_softmax.c */

/* The loss called name, or NULL.  loss_at(k) walks the table, NULL past it. */
const struct loss *loss_find(const char *name);
const struct loss *loss_at(size_t k);

#endif
