/*
 * lookups - all that a step looks up: what is made once for each different item,
 * value and candidate of a batch, and serves all of its tiles.
 *
 * Letters: I different items, W columns of what the query tower's lookup gives,
 * U candidates, E columns of scored rows, D embedding size.
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

/* Those of net, which must outlive them.  NULL without memory. */
struct lookups *lookups_new(const struct net *, struct fail *);
void lookups_free(struct lookups *); /* NULL is fine */

/* What a batch is looked up for. */
struct lookups_use {
	int candidates;                /* they are wanted too */
	int backward;                  /* gradients are */
	const struct dropout *dropout; /* NULL: none */
};

/* Makes all rows of the batch, by threads_for().  -1 without memory. */
int lookups_forward(struct lookups *, const struct batch *,
    const struct lookups_use *, struct fail *);

/* Rows of the items [I,W]; the candidates [U,E], and the same for mm_scores(). */
const real *lookups_items(const struct lookups *);
const real *lookups_candidates(const struct lookups *);
const real *lookups_packed(const struct lookups *);

/* What fields make of events, with their items, and add to queries, with gradients
 * to the leaf's sums; returns to, or NULL if there are no fields. */
const struct field_sums *lookups_fields(
    const struct lookups *, const struct grads *leaf, struct field_sums *to);

/* Numbers of all rows but the candidates', for which a leaf has sums; and with
 * backward the numbers of each lookup. */
size_t lookups_numbers(const struct lookups *, const struct batch *);
void lookups_shape(const struct lookups *, struct grads_shape *);

/* The sum's rows, back through the layers to rows of tables, by threads_for(). */
void lookups_backward(
    struct lookups *, real *const *transposed, const struct grads *sum);

/* Afterwards: have the layers parameters of their own?  Part i of so many of
 * their gradients, added to the leaf's. */
int lookups_learn(const struct lookups *);
void lookups_gradient(const struct lookups *, size_t i, size_t parts,
    const struct grads *sum, struct grads *leaf);

/* And the sum as gradients of rows of tables. */
void lookups_tables(
    const struct lookups *, const struct grads *sum, struct gradient *to);

#endif
