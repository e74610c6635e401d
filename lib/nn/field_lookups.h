/*
 * field_lookups - the rows that fields add to events and to queries.
 *
 * The product of a concatenation is a sum of products: let E be the row of an
 * event's item, T the rows of its fields, and W a matrix that consists of W_0,
 * W_1 .. below one another; then
 *
 *   [E, T_1, T_2 ..] W = E W_0 + T_1 W_1 + T_2 W_2 ..
 *
 * So a nn/lookup computes each product once for each different value of a
 * batch, and each event adds up the products of its own values.  If the encoder
 * does not begin with a product, there is no W_0, and the fields are added to
 * the embedding.  Fields of queries work the same way: E is the encoder's
 * output, and W the first matrix after it.
 *
 * Letters: n events of a tile, W columns, N different values, S columns of a
 * table.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FIELD_LOOKUPS_H
#define NN_FIELD_LOOKUPS_H

#include "base/base.h"

struct batch;
struct field_rows;
struct grads;
struct net;
struct row_grads;

struct field_lookups;

/* Makes the lookups of net's fields.  Returns NULL if memory runs out. */
struct field_lookups *field_lookups_new(const struct net *, struct fail *);
void field_lookups_free(struct field_lookups *); /* NULL is allowed */

/* Takes the batch and makes room for its rows and, with backward, for
 * gradients.  Returns -1 if memory runs out. */
int field_lookups_begin(
    struct field_lookups *, const struct batch *, int backward, struct fail *);

/* field_lookups_blocks() returns the number of blocks of values, of all fields
 * together.  field_lookups_forward() computes block i. */
size_t field_lookups_blocks(const struct field_lookups *);
void field_lookups_forward(const struct field_lookups *, size_t i);

/* field_lookups_rows() stores in `to` the tables of the fields of a place, an
 * enum field_place; their gradients go to the sums' rows from GRADS_FIELD on.
 * field_lookups_numbers() returns how many numbers all rows have, and stores in
 * rows[] how many each field has. */
void field_lookups_rows(const struct field_lookups *, int place,
    const struct grads *, struct field_rows *to);
size_t field_lookups_numbers(
    const struct field_lookups *, const struct batch *, size_t *rows);

/* field_lookups_backward() takes block i of the summed gradient of the rows
 * back through the lookup.  field_lookups_gradient() adds part i of the
 * gradient of the products to the sums of a leaf. */
void field_lookups_backward(const struct field_lookups *, size_t i,
    real *const *transposed, const struct grads *sum);
void field_lookups_gradient(const struct field_lookups *, size_t i,
    size_t parts, const struct grads *sum, struct grads *leaf);

/* Stores the gradients of table rows in `to` [fields]; returns how many. */
size_t field_lookups_tables(const struct field_lookups *,
    const struct grads *sum, struct row_grads *to);

#endif
