/*
 * weights - a sparse matrix from items to items, with the largest weights of
 * each row.
 *
 * The result of rules, item neighbours and linear models: row i says how
 * strongly item i predicts each other item.
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
	int32_t *item;  /* [P] from 0, ascending within a row */
	double *weight; /* [P] */
	size_t cut;     /* how many weights were dropped */

	/* [V,V] all weights, used instead of the members above; owned by the
	 * model; NULL: none. */
	const float *matrix;
};

/* A weight of a row under construction.  Equal weights are ordered by `order`,
 * the lower first. */
struct weights_entry {
	double weight;
	int32_t order, item;
};

/*
 * Makes the rows of all V items, on all threads: row(ctx, i, thread, e) fills e
 * [V] and returns how many entries it filled; the `top` largest are kept (0:
 * all).  Returns -1 if memory runs out.
 */
int weights_make(struct weights *, size_t items, size_t top,
    size_t (*row)(void *ctx, size_t i, int thread, struct weights_entry *e),
    void *ctx, struct fail *);
/* The approximate number of bytes this takes, if all rows have full length. */
size_t weights_bytes(size_t items, size_t top, size_t threads);

void weights_free(struct weights *); /* zeroed is fine */

/*
 * Save to a model, and load from it, the tensors weight_count [V,1], the length
 * of each row; weight_item [P,1], items from 1; and weight [P,2], whose two
 * columns add up to the weight.  Return -1 if memory runs out, if there are no
 * weights or more items than a float can count, or if the model's tensors do
 * not have that form.
 */
int weights_save(const struct weights *, struct model *, struct fail *);
int weights_load(struct weights *, struct model *, struct fail *);

/* Saves all weights w [V,V] as the tensor weight_matrix, which weights_load()
 * also reads; the model then owns w, also on failure. */
int weights_save_matrix(float *w, size_t items, struct model *, struct fail *);

#endif
