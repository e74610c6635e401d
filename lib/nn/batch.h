/*
 * batch - a mini-batch as the training step wants it: by its different items.
 *
 * A batch of 12,800 examples of MovieLens has some 2,400 different labels.
 * Equal candidates have equal scores, so the softmax over the batch is one
 * over the different labels, each with its multiplicity; and what the cell
 * takes from an item is made once for each different context item.
 *
 * Rows are dealt to tiles of at most `tile` rows; a tile's contexts stand step
 * by step.  How many tiles there are depends on the data alone.
 *
 * Letters: B examples, K context length, U different labels, I different
 * context items.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_BATCH_H
#define NN_BATCH_H

#include "base/base.h"

struct batch {
	size_t n;         /* B */
	size_t steps;     /* K */
	size_t tile;      /* rows of a tile, but for the last */
	size_t nlabels;   /* U; 0 if the examples have no labels */
	size_t nitems;    /* I */
	int32_t *label;   /* [U] ids, in the order they first come */
	real *weight;     /* [U] how often each is there */
	int32_t *column;  /* [B] which of them row b wants */
	int32_t *item;    /* [I] ids */
	int32_t *context; /* [B,K], tile by tile [K,rows]: which item */
	int32_t *length;  /* [B] items before the pads; NULL: not asked */

	size_t room;    /* B that memory is there for */
	int32_t *place; /* [V+1] where an id is in the list being made */
};

/* Memory for batches of up to n examples over a vocabulary of V items; lengths
 * if pads are to be masked.  Freed by batch_free() in any case. */
int batch_alloc(struct batch *, size_t n, size_t steps, size_t items,
    int lengths, struct fail *);
void batch_free(struct batch *);

/*
 * Fills in examples x[order[0 .. n-1]]; order NULL: x[first .. first+n-1].
 * units is the H that memory for a tile's states is needed for.  Cannot fail.
 */
void batch_fill(struct batch *, const struct examples *x, const int32_t *order,
    size_t first, size_t n, size_t units);

#endif
