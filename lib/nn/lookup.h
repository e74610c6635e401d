/*
 * lookup - looks up the table rows of the different ids of a batch, and runs
 * the layers of a tower that work row by row on them.
 *
 * Rows are processed in blocks; each block is a task.  Gradients of parameters
 * are sums over all rows and are computed in parts (nn/tree).
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

/* Rows of a block: whole panels of math/mm. */
#define LOOKUP_BLOCK 128

static inline size_t
lookup_blocks(size_t rows)
{
	return (rows + LOOKUP_BLOCK - 1) / LOOKUP_BLOCK;
}

struct lookup;

/* Makes id v stand for the mean of the rows part[start[v]] to
 * part[start[v+1]-1]; 0 if there are none.  Both arrays must outlive the batch.
 * start NULL: id v is row v. */
void lookup_means(struct lookup *, const size_t *start, const int32_t *part);

/* Takes the rows from `rows` [.,D] instead of the table.  These rows have no
 * gradient and must outlive the batch. */
void lookup_take(struct lookup *, const real *rows);

/* Makes a lookup in that table, followed by that tower; both must outlive the
 * lookup.  Returns NULL if memory runs out. */
struct lookup *lookup_new(
    const struct tower *, const struct params *, size_t table, struct fail *);
void lookup_free(struct lookup *); /* NULL is allowed */

/* Sets the ids [n] of the batch, and makes room for their rows and, with
 * backward, for gradients.  Returns -1 if memory runs out.  dropout NULL:
 * none. */
int lookup_begin(struct lookup *, const int32_t *id, size_t n,
    const struct dropout *, int backward, struct fail *);

/* Looks up block i of the rows and runs the layers. */
void lookup_forward(const struct lookup *, size_t i);

/* The output rows: [n,out]. */
const real *lookup_out(const struct lookup *);

/*
 * Takes block i of d [n,out], the gradient of the output, back to the rows of
 * the table or to the means of rows.  Overwrites d.  lookup_grad() returns the
 * resulting gradient [n,D].
 */
void lookup_backward(
    const struct lookup *, size_t i, real *const *transposed, real *d);
real *lookup_grad(const struct lookup *, real *d);

/* lookup_learns() returns 1 if the layers have parameters.  lookup_gradient()
 * adds part i of their gradient to the sums of a leaf; call it after
 * lookup_backward() of all blocks. */
int lookup_learns(const struct lookup *);
void lookup_gradient(
    const struct lookup *, size_t i, size_t parts, real *d, struct grads *);

#endif
