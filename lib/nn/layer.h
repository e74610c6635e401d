/*
 * layer - what towers are made of: a layer maps rows of numbers to rows of
 * numbers, forward and backward, and the table of those that a user can name.
 *
 * A layer that works row by row (per_row) may be run on any set of rows: on the
 * different items of a batch, on the events of a tile, on its queries.  Other
 * layers see the sequences of a tile.  A tile's sequences are sorted by length,
 * longest first, and stand step by step without pads: at step t the first
 * active[t] sequences are still there, and event e = active[0] + .. +
 * active[t-1] + b is the t-th item of sequence b.  So the event before it in
 * its sequence is e - active[t-1].
 *
 * What a layer gives a row depends on that row's own sequence up to it, to the
 * bit, whatever else is in the tile.
 *
 * To add a layer: a file with a struct layer_kind and its declare(), and a row
 * in layer.c's table if users name it.
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

/* Where attention has its two normalisations; layer_norm_at() has the names. */
enum layer_norm {
	LAYER_NORM_SASREC, /* of the queries, and the residual goes round them */
	LAYER_NORM_PRE,    /* of what goes in */
	LAYER_NORM_POST,   /* of what comes out */
};

/* What a layer that users name is asked to be. */
struct layer_options {
	size_t width;     /* columns of its outputs */
	size_t heads;     /* of attention; they divide the width */
	size_t positions; /* events that it can tell apart */
	size_t dropout;   /* the first of LAYER_DROPOUTS numbers, if it leaves
			     out inside */
	enum layer_norm norm;
};

#define LAYER_DROPOUTS 4

struct layer {
	const struct layer_kind *kind;
	size_t in, out;             /* columns of its rows */
	size_t param[LAYER_PARAMS]; /* which it uses, as its kind says */
	size_t bias_row;            /* of its bias parameter */
	int no_bias;                /* layer_dense */
	size_t number; /* tells dropout layers apart; attention: its first */
	size_t heads;  /* layer_attention */
	enum layer_norm norm;
	real scale;         /* layer_position: of x */
	int unit;           /* layer_unit: divide by the length */
	double temperature; /* layer_unit */
};

/* The sequences of a tile. */
struct layer_tile {
	size_t steps, events;  /* T, E > 0 */
	const int32_t *active; /* [T] never more than the step before */
};

/* A layer at work on n rows. */
struct layer_pass {
	const struct layer *layer;
	const struct params *params;
	real *const *transposed;       /* by parameter: [cols,rows]; backward */
	const struct layer_tile *tile; /* NULL: rows of no sequence */
	const struct dropout *dropout; /* NULL: none */
	uint64_t use;                  /* which rows of the step they are */

	size_t n;          /* rows of y; E with a tile */
	const real *x;     /* [n,in]; with at [I,in] */
	const int32_t *at; /* [E] the row of x of an event; NULL: its own */
	real *y;           /* [n,out] forward: set; backward: in; may be x if
			      the kind is in_place */
	real *keep;        /* [keeps()] from forward to backward */
	const real *start; /* [states,R,out] states before; NULL: all 0 */

	/* Backward.  start gets no gradient: where it is used, it is a
	 * constant. */
	real *dy; /* [n,out] in: the loss's gradient by y; may be used up */
	real *dx; /* [n,in] set; with at [I,in] added to; may be dy if the kind
		     is in_place */
	struct grads *grads; /* those of parameters are added to */
};

struct layer_kind {
	const char *name, *help;
	const char *stem; /* of its parameters' names: stem0_kernel */

	/*
	 * Appends to the tower this layer, as wide as asked, on top of what is
	 * there, and before it whatever it needs below; declares parameters as
	 * prefix_NAME.  NULL: a user cannot name it.
	 */
	int (*declare)(struct tower *, struct params *, const char *prefix,
	    const struct layer_options *, struct fail *);

	int per_row;
	int in_place;   /* y may stand where x does, dx where dy does */
	int needs_y;    /* backward needs y: it must stay as it is */
	size_t states;  /* [R,out] that a sequence goes on from */
	int looks_back; /* needs all events of a sequence at once, not a state */
	int own_dropout; /* leaves out inside, so that none is put after it */
	int own_norm;    /* its outputs want to be normalised at the end */

	/* Numbers that forward keeps for backward, and scratch of both.  NULL:
	 * none.  tile NULL: of n rows. */
	size_t (*keeps)(
	    const struct layer *, const struct layer_tile *, size_t n);

	/* None of these can fail.  backward: dx, and without gradient() also
	 * the parameters' gradients; gradient: these alone, from x and dy. */
	void (*forward)(const struct layer_pass *);
	void (*backward)(const struct layer_pass *);
	void (*gradient)(const struct layer_pass *); /* per_row; or NULL */

	/* State k of the sequences after their last steps [R,out]; only where
	 * every sequence has one step.  NULL: none. */
	const real *(*state)(const struct layer_pass *, size_t k);

	/* The layer as nodes of an ONNX graph, see nn/layer_nodes.h: the value
	 * that is its output, [B,T,out] or of queries [B,out]. */
	const char *(*nodes)(const struct layer_nodes *);
};

/* y = x W + b.  param: W [in,out], b [rows,out], whose row is bias_row. */
extern const struct layer_kind layer_dense; /* layer_dense.c */

/* y = x without what is dropped out; rate and chances in struct dropout. */
extern const struct layer_kind layer_dropout; /* layer_dropout.c */

/* y = x / (t |x|), with the temperature t; 0 stays 0.  Without `unit` the
 * length counts as 1. */
extern const struct layer_kind layer_unit; /* layer_unit.c */

/* Keras' GRU: the reset gate acts after the product (reset_after=True). */
extern const struct layer_kind layer_gru; /* layer_gru.c */

/* The GRU of the GRU4Rec papers, and of Cho et al. 2014: it acts before. */
extern const struct layer_kind layer_gru_reset_before;

/* Hochreiter and Schmidhuber's. */
extern const struct layer_kind layer_lstm;

/* y = x where x > 0, else 0. */
extern const struct layer_kind layer_relu; /* layer_relu.c */

/* Layer normalisation; see math/attention.h.  param: gamma, beta [out]. */
extern const struct layer_kind layer_norm; /* layer_norm.c */

/* y = scale x + P_t for the t-th event of a sequence.  param: P [T,out]. */
extern const struct layer_kind layer_position; /* layer_position.c */

/* SASRec's block. */
extern const struct layer_kind layer_attention; /* layer_attention.c */

/* The mean of the events so far; a causal convolution; the event itself. */
extern const struct layer_kind layer_mean, layer_cnn, layer_last;

/* NARM's readout: what attention picks of the events so far, and the event. */
extern const struct layer_kind layer_readout; /* layer_readout.c */

/* The placements of attention's normalisations, by the enum; NULL name past the
 * last. */
struct choice layer_norm_choice(size_t k);

/* The layer called name that users name, or NULL.  layer_at(k) walks the table,
 * NULL past it. */
const struct layer_kind *layer_find(const char *name);
const struct layer_kind *layer_at(size_t k);

/*
 * A tile's sequences one after the other; zeroed but for the tile at first.
 * Where rows stand sequence by sequence instead of step by step, those of this
 * one are first .. first + length - 1.  0 past the last.
 */
struct layer_walk {
	const struct layer_tile *tile;
	size_t row, first, length; /* of the sequence; row is b + 1 */
};
int layer_walk_next(struct layer_walk *);

/*
 * Rows [E,cols] step by step, or with `at` the rows of x that it tells, to rows
 * sequence by sequence; and back: added to those of y, or set.
 */
void layer_gather(const struct layer_pass *, const int32_t *at, size_t cols,
    const real *x, real *y);
void layer_spread(const struct layer_pass *, const int32_t *at, size_t cols,
    int add, const real *x, real *y);

/*
 * For layers over sequences.  The outputs [active[k],out] before step k, whose
 * events are first and on: y of the step before, or start; NULL: 0.  And the
 * gradient by them; NULL: not asked, k is 0.
 */
const real *layer_before(const struct layer_pass *, size_t k, size_t first);
real *layer_dbefore(const struct layer_pass *, size_t k, size_t first);

/*
 * The first cols columns of the gradient of the parameter u [out,width] get the
 * sum over all events of h' d added, with h the output before an event, and d
 * its first cols of a row of [E,width].
 */
void layer_add_recurrent(const struct layer_pass *, size_t cols, const real *d,
    size_t width, real *du);

#endif
