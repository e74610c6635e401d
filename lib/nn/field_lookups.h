/*
 * field_lookups - what fields add to the rows of events, and of queries.
 *
 * A concatenation before a product is a sum after it: with the row E of an
 * event's item, the rows T of its fields, and a matrix W whose parts stand below
 * one another,
 *
 *   [E, T_1, T_2 ..] W = E W_0 + T_1 W_1 + T_2 W_2 ..
 *
 * so that each product is made once for each different value of a batch (by a
 * nn/lookup), and an event adds them up.  Where the encoder begins with no
 * product, W_0 is no matrix, and the fields are added to the embedding.  So it is
 * with what the encoder gives a query, for E, and the first product after it.
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

/* The lookups of net's fields.  NULL without memory. */
struct field_lookups *field_lookups_new(const struct net *, struct fail *);
void field_lookups_free(struct field_lookups *); /* NULL is fine */

/* The batch under way, with backward for gradients too; -1 without memory. */
int field_lookups_begin(
    struct field_lookups *, const struct batch *, int backward, struct fail *);

/* Blocks of values, of all fields; block i forward. */
size_t field_lookups_blocks(const struct field_lookups *);
void field_lookups_forward(const struct field_lookups *, size_t i);

/* The tables of the fields of a place, an enum field_place, come to `to`, with
 * gradients to those sums' rows from GRADS_FIELD on, of so many numbers each, which
 * are all returned. */
void field_lookups_rows(const struct field_lookups *, int place,
    const struct grads *, struct field_rows *to);
size_t field_lookups_numbers(
    const struct field_lookups *, const struct batch *, size_t *rows);

/* Block i of the sum's rows, back through the lookup; then part i of so many of
 * the products' own gradients, to the leaf's. */
void field_lookups_backward(const struct field_lookups *, size_t i,
    real *const *transposed, const struct grads *sum);
void field_lookups_gradient(const struct field_lookups *, size_t i,
    size_t parts, const struct grads *sum, struct grads *leaf);

/* The gradients of rows of tables, made of those of values: to [fields]; how many. */
size_t field_lookups_tables(const struct field_lookups *,
    const struct grads *sum, struct row_grads *to);

#endif
