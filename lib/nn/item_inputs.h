/*
 * item_inputs - the input rows of both towers when items have fields: sums of
 * rows (nn/item_sums) in place of table rows.
 *
 * With tied tables the towers share the sums and their gradient.
 *
 * Letters: D embedding size, E columns of scored rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ITEM_INPUTS_H
#define NN_ITEM_INPUTS_H

#include "base/base.h"

struct batch;
struct dropout;
struct grads;
struct item_sums_grads;
struct lookup;
struct net;
struct row_grads;

struct item_inputs;

/* Prepares the inputs of a net whose items have fields and values.  Returns
 * NULL if memory runs out. */
struct item_inputs *item_inputs_new(const struct net *, struct fail *);
void item_inputs_free(struct item_inputs *); /* NULL is allowed */

/*
 * item_inputs_begin() takes the items of the batch and, with scored, its
 * candidates; backward: makes room for gradients too.  Returns -1 if memory
 * runs out.  Then the item_inputs_take_ functions make a lookup read the sums
 * instead of its table, and return the ids [.] to look up.
 */
int item_inputs_begin(struct item_inputs *, const struct batch *, int scored,
    const struct dropout *, int backward, struct fail *);
const int32_t *item_inputs_take_events(
    const struct item_inputs *, struct lookup *);
const int32_t *item_inputs_take_candidates(
    const struct item_inputs *, struct lookup *);

/* Computes the sums, on all threads. */
void item_inputs_forward(const struct item_inputs *);

/* Returns the row of candidate k in the item tables and the biases; 0 if
 * dropout replaced it. */
int32_t item_inputs_own(const struct item_inputs *, size_t k);

/* item_inputs_backward() takes the gradients of the rows that were looked up
 * back to table rows, on all threads. item_inputs_gradient() adds part i of the
 * gradient of the products. */
void item_inputs_backward(const struct item_inputs *,
    const struct item_sums_grads *, real *const *transposed);
void item_inputs_gradient(
    const struct item_inputs *, size_t i, size_t parts, struct grads *);

/* Stores the gradients of table rows in to [.]; returns how many. */
size_t item_inputs_tables(const struct item_inputs *, struct row_grads *to);

#endif
