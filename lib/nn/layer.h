/*
 * layer - the parts of a tower.  A layer maps rows of numbers to rows of
 * numbers, forward and backward.  A table has the layers that users can name.
 *
 * A layer that works row by row (per_row) can run on any set of rows: the
 * different items of a batch, the events of a tile, its queries.  Other layers
 * see the sequences of a tile.  These are sorted by length, longest first, and
 * stored step by step without pads: step t holds the first active[t] sequences,
 * those longer than t, and event e = active[0] + .. + active[t-1] + b is the
 * t-th event of sequence b.  So the preceding event of that sequence is e -
 * active[t-1].
 *
 * The output for a row depends, to the bit, only on the row's own sequence up
 * to that row, not on the rest of the tile.
 *
 * To add a layer: write a file with a struct layer_kind and its declare(), and
 * a row in layer.c's table if users name the layer.
 *
 * Letters: n rows; T steps, E events, R = active[0] sequences of a tile.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_LAYER_H
#define NN_LAYER_H

#include "base/base.h"

struct dropout;
struct grads;
struct layer_kind;
struct layer_nodes;
struct params;
struct tower;

#define LAYER_PARAMS 16

/* Where an attention block has its two normalisations.  layer_norm_choice()
 * returns the names. */
enum layer_norm {
	LAYER_NORM_SASREC, /* on the queries; the residual connection bypasses
                              them */
	LAYER_NORM_PRE,    /* on the inputs of each half */
	LAYER_NORM_POST,   /* on the outputs of each half */
};

/* Options of a layer that users name. */
struct layer_options {
	size_t width;     /* columns of the outputs */
	size_t heads;     /* attention heads; they divide the width */
	size_t positions; /* most events that attention looks back over */
	int placed;       /* attention: each position has a vector of its own */
	size_t dropout;   /* the number of the first of the layer's
                             LAYER_DROPOUTS dropouts, if it has dropout
                             inside */
	enum layer_norm norm;
};

#define LAYER_DROPOUTS 4

struct layer {
	const struct layer_kind *kind;
	size_t in, out;             /* columns of input and output rows */
	size_t param[LAYER_PARAMS]; /* indices of its parameters, in its kind's
                                       order */
	size_t bias_row;            /* row of the bias parameter */
	int no_bias;                /* layer_dense: has no bias; layer_position:
                                       has no P */
	size_t number; /* layer_dropout: selects the masks; attention: its first
                          number */
	size_t heads;  /* layer_attention */
	enum layer_norm norm;
	real scale;         /* layer_position: factor of x */
	int unit;           /* layer_unit: divides by the norm */
	double temperature; /* layer_unit */
};

/* The sequences of a tile. */
struct layer_tile {
	size_t steps, events;  /* T, E > 0 */
	const int32_t *active; /* [T] never increases */
};

/* The arguments of a layer that works on n rows. */
struct layer_pass {
	const struct layer *layer;
	const struct params *params;
	real *const *transposed;       /* by parameter: [cols,rows]; backward */
	const struct layer_tile *tile; /* NULL: rows without sequences */
	const struct dropout *dropout; /* NULL: none */
	uint64_t use;                  /* selects the masks of these rows within
                                          the step */

	size_t n;          /* rows of y; E with a tile */
	const real *x;     /* [n,in]; with at [I,in] */
	const int32_t *at; /* [E] the row of x for each event; NULL: row e for
                              event e */
	real *y;           /* [n,out] forward: set; backward: read; may equal x
                              if the kind is in_place */
	real *keep;        /* [keeps()] from forward to backward */
	const real *start; /* [states,R,out] carried states; NULL: all 0 */

	/* Backward.  `start` is a constant and gets no gradient. */
	real *dy; /* [n,out] the gradient with respect to y; may be
                     overwritten */
	real *dx; /* [n,in] set; with at [I,in] added to; may equal dy if the
                     kind is in_place */
	struct grads *grads; /* the parameters' gradients are added here */
};

struct layer_kind {
	const char *name, *help;
	const char *stem; /* of the parameters' names, as stem0_kernel */

	/*
	 * Appends to the tower any layers that must be below this one, and then
	 * the layer itself with these options.  Declares its parameters as
	 * prefix_NAME.  NULL: users cannot name the layer.
	 */
	int (*declare)(struct tower *, struct params *, const char *prefix,
	    const struct layer_options *, struct fail *);

	int per_row;
	int in_place;    /* y may equal x, dx may equal dy */
	int needs_y;     /* backward reads y, which must stay unchanged */
	size_t states;   /* [R,out] states that a sequence carries */
	int looks_back;  /* needs all events of a sequence at once, and has no
                            state */
	int own_dropout; /* has dropout inside, so no dropout layer follows */
	int own_norm;    /* its outputs need a normalisation at the end */

	/* Returns the size, in numbers, of the memory that forward keeps for
	 * backward, including the scratch memory of both.  NULL: none.  tile
	 * NULL: the size for n rows. */
	size_t (*keeps)(
	    const struct layer *, const struct layer_tile *, size_t n);

	/* These cannot fail.  backward: computes dx and, if gradient is NULL,
	 * adds the parameters' gradients; gradient: adds the parameters'
	 * gradients from x and dy. */
	void (*forward)(const struct layer_pass *);
	void (*backward)(const struct layer_pass *);
	void (*gradient)(const struct layer_pass *); /* per_row; or NULL */

	/* State k of the sequences after their last steps [R,out]; used only
	 * where every sequence has one step.  NULL: no states. */
	const real *(*state)(const struct layer_pass *, size_t k);

	/* Adds the layer to an ONNX graph, see nn/layer_nodes.h; returns the
	 * name of its output, [B,T,out] or for queries [B,out]. */
	const char *(*nodes)(const struct layer_nodes *);
};

/* y = x W + b.  param: W [in,out], b [rows,out], of which row bias_row is
 * used. */
extern const struct layer_kind layer_dense; /* layer_dense.c */

/* y = x with random zeros; struct dropout has the rate and the random
 * stream. */
extern const struct layer_kind layer_dropout; /* layer_dropout.c */

/* y = x / (t |x|) with the temperature t; 0 stays 0.  Without `unit`, y = x /
 * t. */
extern const struct layer_kind layer_unit; /* layer_unit.c */

/* Keras' GRU: the reset gate acts after the recurrent product
 * (reset_after=True). */
extern const struct layer_kind layer_gru; /* layer_gru.c */

/* The GRU of the GRU4Rec papers and of Cho et al. 2014: the reset gate acts
 * before the recurrent product. */
extern const struct layer_kind layer_gru_reset_before;

/* The LSTM of Hochreiter and Schmidhuber. */
extern const struct layer_kind layer_lstm;

/* y = x where x > 0, else 0. */
extern const struct layer_kind layer_relu; /* layer_relu.c */

/* Layer normalisation; see math/attention.h.  param: gamma, beta [out]. */
extern const struct layer_kind layer_norm; /* layer_norm.c */

/* y = scale x + P_t for event t of a sequence.  param: P [T,out]. */
extern const struct layer_kind layer_position; /* layer_position.c */

/* The block of SASRec. */
extern const struct layer_kind layer_attention; /* layer_attention.c */

/* layer_mean: the mean of the events so far.  layer_cnn: a causal convolution.
 * layer_last: the event alone. */
extern const struct layer_kind layer_mean, layer_cnn, layer_last;

/* The readout of NARM: an attention-weighted sum of the events so far, joined
 * to the event itself. */
extern const struct layer_kind layer_readout; /* layer_readout.c */

/* The names of enum layer_norm; NULL past the last. */
struct choice layer_norm_choice(size_t k);

/* Returns the layer that users call `name`, or NULL.  layer_at(k) walks the
 * table; NULL past its end. */
const struct layer_kind *layer_find(const char *name);
const struct layer_kind *layer_at(size_t k);

/*
 * Walks over the sequences of a tile, one after another.  Set tile and zero the
 * rest first.  If rows are stored sequence by sequence, the current sequence
 * has the rows first .. first + length - 1.  Returns 1, or 0 past the last
 * sequence.
 */
struct layer_walk {
	const struct layer_tile *tile;
	size_t row, first, length; /* of the current sequence b; row is b + 1 */
};
int layer_walk_next(struct layer_walk *);

/*
 * layer_gather() copies rows [E,cols] of x, or the rows that `at` selects, from
 * step-by-step order to sequence-by-sequence order.  layer_spread() does the
 * reverse, and adds to y's rows or sets them.
 */
void layer_gather(const struct layer_pass *, const int32_t *at, size_t cols,
    const real *x, real *y);
void layer_spread(const struct layer_pass *, const int32_t *at, size_t cols,
    int add, const real *x, real *y);

/*
 * For layers over sequences; `first` is the first event of step k.
 * layer_before() returns the outputs [active[k],out] before step k: those of
 * step k - 1, or start; NULL: all 0.  layer_dbefore() returns their gradient;
 * NULL if k is 0, because start has no gradient.
 */
const real *layer_before(const struct layer_pass *, size_t k, size_t first);
real *layer_dbefore(const struct layer_pass *, size_t k, size_t first);

/*
 * Adds to the first cols columns of du, the gradient of the parameter u
 * [out,width], the sum over all events of h' d.  h is the output before an
 * event; d is the first cols columns of the event's row of d [E,width].
 */
void layer_add_recurrent(const struct layer_pass *, size_t cols, const real *d,
    size_t width, real *du);

#endif
