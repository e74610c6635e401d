/*
 * item_sums - rows of items that have fields: the item's own table row plus the
 * rows of its field values.
 *
 * Let E be the own row of an item, and T the rows of a field's table for the
 * item's n values:
 *
 *   x = E + sum over fields of (1/n sum over values of T) W
 *
 * or, if the own rows have a dense layer, E W0 + b in place of E.  Products are
 * computed once for each different row or value of a batch.  In training row 0
 * sometimes replaces the own row of a candidate (struct dropout), so that row 0
 * learns to stand for items known only by their fields.
 *
 * Two lists of items share one object, so that a table shared by both towers
 * has one gradient.
 *
 * Letters: n different items of both lists, X columns of a sum.
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

#define ITEM_SUMS_FIELDS 16 /* most fields */

/* The two lists: items of events, candidates. */
enum item_sums_list { ITEM_SUMS_EVENTS, ITEM_SUMS_CANDIDATES, ITEM_SUMS_LISTS };

struct item_sums;

/* The summands; all members must outlive the sums. */
struct item_sums_of {
	const struct params *params;
	size_t table;            /* of the own rows */
	const struct tower *own; /* the layers over them; NULL: none */
	const size_t *bias;      /* the parameter of the items' biases; NULL:
                                    none */
	int disowned;            /* all items use row 0 as their own row */
	const struct item_values *values;
};

/* Returns NULL if memory runs out. */
struct item_sums *item_sums_new(const struct item_sums_of *, struct fail *);
void item_sums_free(struct item_sums *); /* NULL is allowed */

/* Adds the next field: its table, and the tower of its product. */
int item_sums_add_field(
    struct item_sums *, const struct tower *, size_t table, struct fail *);

/* item_sums_clear() begins a batch without items.  item_sums_list() adds the
 * items id [n] of a list, each once, and returns the indices [n] of their rows,
 * valid until the next batch.  dropout: replaces own rows by row 0; NULL:
 * none. */
void item_sums_clear(struct item_sums *);
const int32_t *item_sums_list(struct item_sums *, enum item_sums_list,
    const int32_t *id, size_t n, const struct dropout *);

/* Ends the lists: makes room for all rows and, with backward, for gradients.
 * Returns -1 if memory runs out. */
int item_sums_begin(struct item_sums *, int backward, struct fail *);

/* The forward pass has two rounds: first all blocks of rows that have products,
 * then all blocks of items, which add up the sums. */
size_t item_sums_value_blocks(const struct item_sums *);
void item_sums_values(const struct item_sums *, size_t i);
size_t item_sums_blocks(const struct item_sums *);
void item_sums_forward(const struct item_sums *, size_t i);

/* item_sums_rows() returns the sums [n,X], item_sums_own() the own row of an
 * item; 0 if row 0 replaces it. */
const real *item_sums_rows(const struct item_sums *);
int32_t item_sums_own(const struct item_sums *, int32_t at);

/* Gradients of the sums of both lists, and of the candidates' biases, which
 * stand `stride` numbers apart. */
struct item_sums_grads {
	const real *events, *candidates; /* [.,X] */
	const real *bias;
	size_t stride;
};

/*
 * The backward pass has three rounds. item_sums_take() does block i of the
 * items. item_sums_backward() does block i of the different rows, of which
 * there are item_sums_row_blocks() blocks. item_sums_gradient() adds part i of
 * the gradient of the products.
 */
void item_sums_take(
    const struct item_sums *, size_t i, const struct item_sums_grads *);
size_t item_sums_row_blocks(const struct item_sums *);
void item_sums_backward(
    const struct item_sums *, size_t i, real *const *transposed);
void item_sums_gradient(
    const struct item_sums *, size_t i, size_t parts, struct grads *);

/* Stores the gradients of table rows in to [fields+2]; returns how many. */
size_t item_sums_tables(const struct item_sums *, struct row_grads *to);

#endif
