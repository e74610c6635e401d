/*
 * item_inputs - what both towers look up where items have fields: sums of rows
 * (nn/item_sums) instead of rows of tables.
 *
 * With tied tables the sums are shared, and so is their gradient.
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
struct lookup;
struct net;
struct row_grads;

struct item_inputs;

/* For net, whose items have fields, and values of these.  NULL without memory. */
struct item_inputs *item_inputs_new(const struct net *, struct fail *);
void item_inputs_free(struct item_inputs *); /* NULL is fine */

/*
 * The items of the batch under way, with scored its candidates too: from now on the
 * lookups take the sums, and ids are [.] where these are.  backward: with room for
 * gradients.  -1 without memory.
 */
int item_inputs_begin(struct item_inputs *, const struct batch *, int scored,
    const struct dropout *, int backward, struct fail *);
const int32_t *item_inputs_take_events(
    const struct item_inputs *, struct lookup *);
const int32_t *item_inputs_take_candidates(
    const struct item_inputs *, struct lookup *);

/* Makes the sums, by all threads. */
void item_inputs_forward(const struct item_inputs *);

/* The row that candidate k has of its own: of the tables, and of the biases. */
int32_t item_inputs_own(const struct item_inputs *, size_t k);

/* From the gradients of what was looked up, events' items' [.,D] and candidates'
 * [.,E], to those of rows of tables, by all threads; then part i of so many of the
 * products' own gradients. */
void item_inputs_backward(const struct item_inputs *, const real *events,
    const real *candidates, real *const *transposed);
void item_inputs_gradient(
    const struct item_inputs *, size_t i, size_t parts, struct grads *);

/* The gradients of rows of tables: to [.]; how many. */
size_t item_inputs_tables(const struct item_inputs *, struct row_grads *to);

#endif
