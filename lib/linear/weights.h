/*
 * weights - a sparse matrix from items to items, the heaviest of each row kept.
 *
 * What rules, neighbours of items and linear models come to: row i says how much
 * item i speaks for each other item.
 *
 * Letters: V items, P weights.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_WEIGHTS_H
#define LINEAR_WEIGHTS_H

#include "base/base.h"

struct weights {
	size_t n;       /* V */
	size_t *start;  /* [V+1] row i is [start[i], start[i+1]) */
	int32_t *item;  /* [P] from 0, ascending in a row */
	double *weight; /* [P] */
	size_t cut;     /* how many were left out */

	/* Instead of all of these [V,V], the model's; NULL: there is none. */
	const float *matrix;
};

/* A weight of a row while it is made.  Of equal weights that with the lower
 * order is the heavier. */
struct weights_entry {
	double weight;
	int32_t order, item;
};

/*
 * Makes all rows of V items: row(ctx, i, thread, e) fills in e [V] and returns how
 * many it filled in, of which the `top` heaviest are kept (0: all).  Rows are made
 * on all threads.  -1 without memory.
 */
int weights_make(struct weights *, size_t items, size_t top,
    size_t (*row)(void *ctx, size_t i, int thread, struct weights_entry *e),
    void *ctx, struct fail *);
/* About how many bytes that takes, if all rows are as long as they may be. */
size_t weights_bytes(size_t items, size_t top, size_t threads);

void weights_free(struct weights *); /* zeroed is fine */

/*
 * As tensors of a model, and back: weight_count [V,1] how many each row has,
 * weight_item [P,1] whose they are, from 1, and weight [P,2], the sum of whose two
 * columns is the weight.  -1: no memory, no weight at all, more items than a float
 * tells apart; or what is loaded is not that.
 */
int weights_save(const struct weights *, struct model *, struct fail *);
int weights_load(struct weights *, struct model *, struct fail *);

/* All weights w [V,V] as the tensor weight_matrix, which weights_load() knows too; w
 * is the model's from now on, also on failure. */
int weights_save_matrix(float *w, size_t items, struct model *, struct fail *);

#endif
