/*
 * lookup - the different ids of a batch: their rows of a table, taken through
 * the layers of a tower that work row by row.
 *
 * Rows are worked on in blocks, each a task of its own.  Parameters' gradients
 * are sums over all rows, and are made in parts (nn/tree).
 *
 * Letters: n different ids, D columns of the table.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LOOKUP_H
#define NN_LOOKUP_H

#include "base/base.h"

struct dropout;
struct grads;
struct params;
struct space;
struct tower;

/* Rows that are one task: whole panels of math/mm. */
#define LOOKUP_BLOCK 128

static inline size_t
lookup_blocks(size_t rows)
{
	return (rows + LOOKUP_BLOCK - 1) / LOOKUP_BLOCK;
}

struct lookup;

/* An id v is the mean of several rows, part[start[v]] to part[start[v+1]-1], both of
 * which must outlive the batch;  of none: 0;
 * start NULL: it is row v. */
void lookup_means(struct lookup *, const size_t *start, const int32_t *part);

/* The rows come from these instead of the table [.,D], which must outlive the
 * batch; they have no gradient. */
void lookup_take(struct lookup *, const real *rows);

/* A lookup in that table for that tower, both of which must outlive it.  NULL
 * without memory. */
struct lookup *lookup_new(
    const struct tower *, const struct params *, size_t table, struct fail *);
void lookup_free(struct lookup *); /* NULL is fine */

/* The ids [n] of the batch under way, and room for them, with backward for
 * gradients too; -1 without memory.  dropout NULL: none. */
int lookup_begin(struct lookup *, const int32_t *id, size_t n,
    const struct dropout *, int backward, struct fail *);

/* Block i of the rows: looked up, and through the layers. */
void lookup_forward(const struct lookup *, size_t i);

/* What came out: [n,out]. */
const real *lookup_out(const struct lookup *);

/*
 * Block i of the gradient by what came out, d [n,out], back to the table's rows, or
 * the means of such: lookup_grad() [n,D].  d is used up.
 */
void lookup_backward(
    const struct lookup *, size_t i, real *const *transposed, real *d);
real *lookup_grad(const struct lookup *, real *d);

/* Have the layers parameters of their own?  Part i of so many of their gradients,
 * added to the leaf's; after lookup_backward() of all blocks. */
int lookup_learns(const struct lookup *);
void lookup_gradient(
    const struct lookup *, size_t i, size_t parts, real *d, struct grads *);

#endif
