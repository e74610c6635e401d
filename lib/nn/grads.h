/*
 * grads - the gradients of one leaf of a step: a group of tiles that are added
 * up one after the other.
 *
 * Leaves are filled by different threads and then added in an order that their
 * number alone decides (grads_add()), so that the sums do not depend on how many
 * threads there are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_GRADS_H
#define NN_GRADS_H

#include "base/base.h"

struct params;

/* Memory that grows to what a batch needs and is then kept.  Zero it first. */
struct space {
	real *p;
	size_t n; /* numbers there is room for */
};

/* Room for n numbers, whose values are lost; -1 without memory. */
int space_room(struct space *, size_t n, struct fail *);
void space_free(struct space *);

/* Zero it first. */
struct grads {
	real *dense;  /* [params.dense] of what is no table, param.at on */
	double *bias; /* [params.bias] of the biases, whose sums have a term
			 for every event; param.bias_at on */
	struct space query; /* [I,.] what the query tower's lookup gives */
	struct space item;  /* [U,.] and the item tower's */
	double loss;
};

/* Memory for all but the lookups' rows.  Freed by grads_free() in any case. */
int grads_alloc(struct grads *, const struct params *, struct fail *);
void grads_free(struct grads *);

/* All sums 0; so many numbers of query and item. */
void grads_clear(
    struct grads *, const struct params *, size_t query, size_t item);

/*
 * How many leaves a batch is worth, at most `most`, by the data alone: a leaf of
 * so many numbers is cleared, and added to the others, in some 1.2 ns each, which
 * is to be a third of the time of its queries, ns each.  The number is a power of
 * two, so that two threads, or four, have equally many.
 */
size_t grads_leaves(size_t queries, double numbers, double ns, size_t most);

/* Where the gradient of a dense parameter stands; of a bias in double. */
real *grads_dense(const struct grads *, const struct params *, size_t param);
double *grads_bias(const struct grads *, const struct params *, size_t param);

/*
 * Adds the leaves g[1 .. n-1] to g[0], in order: the numbers from `first` on,
 * count of them, of query or item; or all that is dense, and the biases' sums
 * are put into their places there.
 */
void grads_add_query(struct grads *g, size_t n, size_t first, size_t count);
void grads_add_item(struct grads *g, size_t n, size_t first, size_t count);
void grads_add_dense(struct grads *g, size_t n, const struct params *);

#endif
