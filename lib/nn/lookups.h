/*
 * lookups - computes the rows that all tiles of a batch share: one for each
 * different item, field value and candidate.
 *
 * Letters: I different items, W columns of the query tower's item rows, U
 * candidates, E columns of scored rows, D embedding size.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LOOKUPS_H
#define NN_LOOKUPS_H

#include "base/base.h"

struct batch;
struct dropout;
struct field_sums;
struct gradient;
struct grads;
struct grads_shape;
struct lookups;
struct net;

/* Makes the lookups of net, which must outlive them.  Returns NULL if memory
 * runs out. */
struct lookups *lookups_new(const struct net *, struct fail *);
void lookups_free(struct lookups *); /* NULL is allowed */

/* How to look up the rows of a batch. */
struct lookups_use {
	int candidates;                /* also look up the candidates */
	int backward;                  /* make room for gradients */
	const struct dropout *dropout; /* NULL: none */
};

/* Computes all rows of the batch, with threads_for().  Returns -1 if memory
 * runs out. */
int lookups_forward(struct lookups *, const struct batch *,
    const struct lookups_use *, struct fail *);

/* Return the rows of the items [I,W]; the rows of the candidates [U,E]; and
 * these packed for mm_scores(). */
const real *lookups_items(const struct lookups *);
const real *lookups_candidates(const struct lookups *);
const real *lookups_packed(const struct lookups *);

/* Stores in `to` the tables whose rows are added up for events and for queries,
 * and returns `to`; their gradients go to the sums of the leaf.  Returns NULL
 * if there are no fields. */
const struct field_sums *lookups_fields(
    const struct lookups *, const struct grads *leaf, struct field_sums *to);

/* lookups_numbers() returns how many numbers a leaf sums in rows other than the
 * candidates'.  lookups_shape() stores the numbers of each lookup; call it
 * after lookups_forward() with backward. */
size_t lookups_numbers(const struct lookups *, const struct batch *);
void lookups_shape(const struct lookups *, struct grads_shape *);

/* Takes the summed gradient of the rows back through the layers to table rows,
 * with threads_for(). */
void lookups_backward(
    struct lookups *, real *const *transposed, const struct grads *sum);

/* Call these after lookups_backward().  lookups_learn() returns 1 if the layers
 * have parameters.  lookups_gradient() adds part i of their gradient to the
 * sums of the leaf. */
int lookups_learn(const struct lookups *);
void lookups_gradient(const struct lookups *, size_t i, size_t parts,
    const struct grads *sum, struct grads *leaf);

/* Stores the gradients of table rows. */
void lookups_tables(
    const struct lookups *, const struct grads *sum, struct gradient *to);

#endif
