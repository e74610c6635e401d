/*
 * item_sums - rows of items that have fields: each the sum of the item's own row of
 * a table and of what its fields give.
 *
 * With the own row E of an item, and the rows T of a field's table that its values
 * are, n of them,
 *
 *   x = E + sum over fields of (1/n sum over values of T) W
 *
 * where the product with W, if the field has one, is made once for each different
 * value of a batch.  In training a candidate's own row gives way to row 0 now and then
 * (struct dropout), so that row 0 comes to stand for a candidate that is known by its
 * fields alone.
 *
 * Two lists of items may look up here, so that a table that both towers share has
 * one gradient.
 *
 * Letters: n different items of both lists; D columns of a row, E of its gradient,
 * whose last one is of the bias if there is one.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ITEM_SUMS_H
#define NN_ITEM_SUMS_H

#include "base/base.h"

struct dropout;
struct grads;
struct item_values;
struct params;
struct row_grads;
struct tower;

#define ITEM_SUMS_FIELDS 16 /* most */

/* Which list: of the events' items, of candidates. */
enum item_sums_list { ITEM_SUMS_EVENTS, ITEM_SUMS_CANDIDATES, ITEM_SUMS_LISTS };

struct item_sums;

/* Sums of rows of that table, and of fields' values, which must outlive it.  NULL
 * without memory.  bias: the parameter of the last column of gradients; or NULL. */
struct item_sums *item_sums_new(const struct params *, size_t table,
    const size_t *bias, const struct item_values *, struct fail *);
void item_sums_free(struct item_sums *); /* NULL is fine */

/* All items have row 0 for their own. */
void item_sums_disown(struct item_sums *);

/* The next field's lookup: its table, and the tower of its product. */
int item_sums_add_field(
    struct item_sums *, const struct tower *, size_t table, struct fail *);

/* A batch begins, without items; then the items id [n] of a list, each once: where
 * their rows will be [n], until the next batch.  dropout: which of them have row 0 for
 * their own in this step; NULL: none. */
void item_sums_clear(struct item_sums *);
const int32_t *item_sums_list(struct item_sums *, enum item_sums_list,
    const int32_t *id, size_t n, const struct dropout *);

/* The lists are complete: room for all, with backward for gradients too.  -1 without
 * memory. */
int item_sums_begin(struct item_sums *, int backward, struct fail *);

/* Blocks of fields' values, block i of them forward; then blocks of items, and block
 * i of the sums. */
size_t item_sums_value_blocks(const struct item_sums *);
void item_sums_values(const struct item_sums *, size_t i);
size_t item_sums_blocks(const struct item_sums *);
void item_sums_forward(const struct item_sums *, size_t i);

/* The rows [n,D]; the own row of the item there, 0 if it gave way. */
const real *item_sums_rows(const struct item_sums *);
int32_t item_sums_own(const struct item_sums *, int32_t at);

/*
 * Backward.  First block i of the items: their gradient is that of the events' list
 * [.,D] and that of the candidates' [.,E], each as its list is.  Then
 * block i of all different rows, which number item_sums_row_blocks().  Then part i
 * of the products' own gradients.
 */
void item_sums_take(const struct item_sums *, size_t i, const real *events,
    const real *candidates);
size_t item_sums_row_blocks(const struct item_sums *);
void item_sums_backward(
    const struct item_sums *, size_t i, real *const *transposed);
void item_sums_gradient(
    const struct item_sums *, size_t i, size_t parts, struct grads *);

/* The gradients of rows of tables: to [fields+1]; how many. */
size_t item_sums_tables(const struct item_sums *, struct row_grads *to);

#endif
