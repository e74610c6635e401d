/*
 * tower - a chain of layers.
 *
 * The rows that a tower begins with are looked up by id, once for each
 * different id of a batch.  The layers below the first that sees sequences are
 * run on these rows (nn/lookup); the others on the tiles of sequences:
 *
 *   different ids -> lookup -> layers [0,unique)
 *     -> events of a tile -> layers [unique,events)
 *     -> those events that are asked -> layers [events,n) -> queries
 *
 * An item tower has layers of rows alone, and all of them are run on the
 * different items.
 *
 * Letters: as in nn/batch.h; Q queries of a tile.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_TOWER_H
#define NN_TOWER_H

#include "base/base.h"

struct batch;
struct dropout;
struct field_rows;
struct grads;
struct layer;
struct layer_kind;
struct params;

#define TOWER_LAYERS 64

/* Zero it, and set the width of what is looked up, first; 0: nothing is, and all
 * layers work on queries, of which the first gets rows of no columns. */
struct tower {
	size_t width; /* columns of what is looked up */
	size_t n;     /* layers */
	size_t unique, events;
	size_t joined;       /* layers up to that to whose outputs the fields of
			  queries come; 0: none */
	struct layer *layer; /* [n] */
};

/* Appends a layer of `out` columns; its parameters are for the caller to name.
 * NULL: too many, or no memory. */
struct layer *tower_add(
    struct tower *, const struct layer_kind *, size_t out, struct fail *);

/* Appends a dense layer, and declares prefix_kernel and prefix_bias. */
int tower_add_dense(struct tower *, struct params *, const char *prefix,
    size_t out, struct fail *);

/* The same as prefix_input, unless what is there has so many columns. */
int tower_widen(struct tower *, struct params *, const char *prefix, size_t out,
    struct fail *);

/* Appends a normalisation, and declares prefix_gamma and prefix_beta. */
int tower_add_norm(
    struct tower *, struct params *, const char *prefix, struct fail *);

/* Appends a dropout layer of that number. */
int tower_add_dropout(struct tower *, size_t number, struct fail *);

/*
 * Appends a recurrent layer of `units` with gates: a dense layer to gates x
 * units, and the recurrence.  Declared are prefix_kernel, prefix_recurrent_kernel
 * and prefix_bias, whose row 0 is of the input and row 1, if there are two, of
 * the recurrence; those of the recurrence are {recurrent kernel, bias}.
 */
int tower_add_gated(struct tower *, struct params *, const char *prefix,
    const struct layer_kind *, size_t gates, size_t biases, size_t units,
    struct fail *);

/* The columns of what comes out. */
size_t tower_out(const struct tower *);

/* The columns of what layer unique - 1 gives, or of what is looked up. */
size_t tower_unique_out(const struct tower *);

/* How many states of what widths a sequence goes on from, in the order of
 * batch.carry: width [TOWER_LAYERS]. */
size_t tower_states(const struct tower *, size_t *width);

void tower_free(struct tower *);

/* Does dropout leave nothing out here, so that the layer does nothing? */
int tower_skips(const struct layer *, const struct dropout *);

/* A tower at work on the tiles of a batch. */
struct tower_run {
	const struct tower *tower;
	const struct params *params;
	const struct batch *batch;
	const real *x; /* [I,.] what layer unique - 1 gives for the items */
	const struct field_rows *fields; /* of events, with their items, for the
					    leaf; NULL: none */
	const struct field_rows *query_fields; /* NULL: none */
	real *const *transposed;               /* see nn/layer.h */
	const struct dropout *dropout;         /* NULL: none */
};

/* Numbers of memory that the tile needs. */
size_t tower_scratch(const struct tower_run *, size_t tile);

/* The queries q [Q,.], whose rows are ldq apart; and the states in batch.carry,
 * if there are any, go on.  Cannot fail. */
void tower_forward(
    const struct tower_run *, size_t tile, real *scratch, real *q, size_t ldq);

/* From dq [Q,.], with scratch as tower_forward() left it: adds the gradients to
 * those of the leaf. */
void tower_backward(const struct tower_run *, size_t tile, real *scratch,
    const real *dq, size_t ldq, struct grads *);

#endif
