/*
 * tower - a chain of layers.
 *
 * The input rows of a tower are looked up by id, once for each different id of
 * a batch.  The layers below the first that sees sequences run on these rows
 * (nn/lookup), the others on the tiles of sequences:
 *
 *   different ids -> lookup -> layers [0,unique)
 *     -> events of a tile -> layers [unique,events)
 *     -> those events that have a query -> layers [events,n) -> queries
 *
 * An item tower has only layers that work row by row; all of them run on the
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

/* Zero this before use, and set width before adding layers.  width 0: nothing
 * is looked up, all layers work on queries, and the first layer has no input
 * columns. */
struct tower {
	size_t width; /* columns of the rows that are looked up */
	size_t n;     /* layers */
	size_t unique, events;
	size_t joined;       /* the fields of queries are added to the output
                                of layer joined - 1; 0: none */
	struct layer *layer; /* [n] */
};

/* Appends a layer of `out` columns; the caller names its parameters.  Returns
 * NULL if there are too many layers, or memory runs out. */
struct layer *tower_add(
    struct tower *, const struct layer_kind *, size_t out, struct fail *);

/* Appends a dense layer, and declares prefix_kernel and prefix_bias. */
int tower_add_dense(struct tower *, struct params *, const char *prefix,
    size_t out, struct fail *);

/* Appends a dense layer prefix_input, unless the width is already `out`. */
int tower_widen(struct tower *, struct params *, const char *prefix, size_t out,
    struct fail *);

/* Appends a layer normalisation and declares prefix_gamma and prefix_beta. */
int tower_add_norm(
    struct tower *, struct params *, const char *prefix, struct fail *);

/* Appends the dropout layer of that number. */
int tower_add_dropout(struct tower *, size_t number, struct fail *);

/*
 * Appends a recurrent layer of `units` with gates: a dense layer to gates x
 * units columns, then the recurrence.  Declares prefix_kernel,
 * prefix_recurrent_kernel and prefix_bias, whose row 0 is the input's bias and
 * row 1, if there are two, the recurrence's.  The recurrence has the parameters
 * {recurrent kernel, bias}.
 */
int tower_add_gated(struct tower *, struct params *, const char *prefix,
    const struct layer_kind *, size_t gates, size_t biases, size_t units,
    struct fail *);

/* The columns of the output. */
size_t tower_out(const struct tower *);

/* The output columns of layer unique - 1, or of the lookup if unique is 0. */
size_t tower_unique_out(const struct tower *);

/* Returns how many states a sequence carries from batch to batch, and sets
 * width [TOWER_LAYERS] to their columns, in the order of batch.carry. */
size_t tower_states(const struct tower *, size_t *width);

void tower_free(struct tower *);

/* Returns 1 if this is a dropout layer that drops nothing, so that it can be
 * skipped. */
int tower_skips(const struct layer *, const struct dropout *);

/* A tower and its inputs, for the tiles of a batch. */
struct tower_run {
	const struct tower *tower;
	const struct params *params;
	const struct batch *batch;
	const real *x; /* [I,.] output of layer unique - 1 for the items */
	const struct field_rows *fields; /* of events, joined to their items,
                                            for this leaf; NULL: none */
	const struct field_rows *query_fields; /* NULL: none */
	real *const *transposed;               /* see nn/layer.h */
	const struct dropout *dropout;         /* NULL: none */
};

/* Size of the scratch memory for the tile, in numbers. */
size_t tower_scratch(const struct tower_run *, size_t tile);

/* Computes the queries q [Q,.], rows ldq apart, and advances the states in
 * batch.carry if there are any.  Cannot fail. */
void tower_forward(
    const struct tower_run *, size_t tile, real *scratch, real *q, size_t ldq);

/* Adds the gradients that follow from dq [Q,.] to the sums of the leaf; scratch
 * must be as tower_forward() left it. */
void tower_backward(const struct tower_run *, size_t tile, real *scratch,
    const real *dq, size_t ldq, struct grads *);

#endif
