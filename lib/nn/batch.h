/*
 * batch - a mini-batch in the form that a training step needs: by different
 * items.
 *
 * A batch of 12,800 MovieLens examples has about 2,400 different labels. Equal
 * candidates have equal scores, so a softmax over the batch is a softmax over
 * the different labels, each with its multiplicity.  The layers that see single
 * items run once for each different item.
 *
 * A batch is made of sequences.  Each sequence has one query at its last event,
 * or one at every event.  Sequences are sorted by length, longest first, and
 * dealt to tiles.  A tile has no pads: step t holds the first active[t]
 * sequences, those longer than t.  The number of tiles depends on the data
 * alone.
 *
 * Letters: R sequences, E events, Q queries, U candidates, I different items, T
 * steps of a tile.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_BATCH_H
#define NN_BATCH_H

#include "base/base.h"

struct batch_fields;

/* A sequence: its events, and the labels of its queries. */
struct batch_row {
	const int32_t *item; /* [length] */
	size_t length;
	const int32_t *label; /* [1], or [length] with a query at every event;
                                 NULL: unknown */
	const real *weight;   /* [1] for all its queries; NULL: 1 */
	size_t before;        /* events of the sequence before item[0] */
	size_t row;           /* of the data, where the fields of queries are
                                 found */
};

/* All items of a sequence before a query. */
struct batch_context {
	const int32_t *item; /* [n] */
	size_t n;
};

/* What a net requires of batches. */
struct batch_limits {
	size_t kept;    /* numbers that a tile keeps for each event */
	int reread;     /* the kept numbers are read several times */
	size_t longest; /* the net sees this many last events of a window; 0:
                           all */
	int filled;     /* windows are filled up to K events with items 0 */
};

struct batch_tile {
	size_t row, rows;      /* sequences */
	size_t steps;          /* T */
	size_t active;         /* its [T] numbers begin here in batch.active */
	size_t event, events;  /* its part of batch.event */
	size_t query, queries; /* its part of batch.at, column, counts and to */
};

struct batch {
	size_t rows, events, queries; /* R, E, Q */
	int every;                    /* every event has a query */
	size_t ntiles;
	struct batch_tile *tile;
	int32_t *active; /* sequences at each step, tile by tile */
	int32_t *event;  /* [E] index into item */
	int32_t *at;     /* [Q] event of the tile; -1: no event */
	int32_t *column; /* [Q] index of the label in candidate */
	real *counts;    /* [Q] weight of a query in the loss */
	int32_t *to;     /* [Q] query number in the order of the input */

	struct batch_fields *fields; /* NULL: no fields */

	size_t nitems; /* I */
	int32_t *item; /* [I] ids */
	size_t ncandidates;
	int32_t *candidate; /* [U] ids: the labels first, in order of their
                               first use */
	real *weight;       /* [U] weight of each candidate, see nn/loss.h */
	real *wanted;       /* [U] the part of a label's weight that is the
                               label itself: v in nn/loss.h */

	int masks; /* the items of a query's context are not its negatives */
	struct batch_context *context; /* [Q] the contexts, for masks; in the
                                          order of the input */
	int32_t *place_of; /* [V+1] index of an id in candidate; -1: none */

	/* [states][stride,.] the first state of each sequence, which the step
	 * replaces by the last.  With carry, every sequence has one event.
	 * NULL: states begin at 0. */
	real *carry;
	size_t stride;

	struct batch_row *source; /* [R] in the order of the input */
	int32_t *order;           /* [R] index into source, longest first */
	int32_t *first;           /* [R] first query of a source */
	int32_t *wants;           /* [Q] candidate, in the order of the input */
	real *worth;              /* [Q] counts, in the order of the input */
	int32_t *place; /* [V+1] index of an id in the list under construction,
                           else -1 */
	size_t vocab;   /* V */
	size_t room;    /* capacity, in sequences */
	size_t most_events, most_queries; /* capacities */
};

/* Allocates memory for batches of up to `rows` sequences, `events` events and
 * `queries` queries over a vocabulary of V items.  Free it with batch_free(),
 * even after a failure. */
int batch_alloc(struct batch *, size_t rows, size_t events, size_t queries,
    size_t items, struct fail *);
void batch_free(struct batch *);

/* batch_place() returns the index of id in list [*n], and appends an id that
 * the list lacks.  batch_forget() makes the batch ready for another list. */
int32_t batch_place(struct batch *, int32_t id, int32_t *list, size_t *n);
void batch_forget(struct batch *, const int32_t *list, size_t n);

/*
 * Fills the batch from source [rows], with a query at every event or only at
 * the last one.  Candidates are the labels, weighted by how often they occur.
 * Cannot fail.
 */
void batch_fill(
    struct batch *, size_t rows, int every, const struct batch_limits *);

/* Sets masks, until the batch is filled again: the loss of a query leaves out
 * the items of its context, except the label.  Call it when all candidates are
 * in the batch. */
void batch_mask_contexts(struct batch *);

/* Fills the batch from examples x[order[0 .. n-1]]; order NULL: x[first ..
 * first+n-1]. */
void batch_windows(struct batch *, const struct examples *x,
    const int32_t *order, size_t first, size_t n, const struct batch_limits *);

/* Adds room for fields as in `like` (NULL: no fields); batch_free() frees
 * it. */
int batch_take_fields(
    struct batch *, const struct batch_fields *like, struct fail *);

/* Allocates memory for batches of n windows of x. */
int batch_alloc_windows(struct batch *, const struct examples *x, size_t n,
    size_t items, struct fail *);

/*
 * The fields of a batch, in batch_fields.c.  A field of events has a list of
 * the different values, and the index in it for each event.  A field of queries
 * has one value for each sequence.
 *
 * Letters: N different values of a field in the batch, M rows of its table.
 */
struct batch_field {
	int place;     /* enum field_place: of events, of queries */
	size_t values; /* size of the value range without 0 */
	size_t rows;   /* of the table without row 0 */

	const int32_t *id;   /* parallel to batch_fields.items, or one for each
                                row of the data; NULL: all missing */
	const real *number;  /* [values+1] the values as numbers; NULL: the
                                field has a table */
	const size_t *start; /* [values+2] value v is the mean of the rows
                                part[start[v]] to part[start[v+1]-1] */
	const int32_t *part; /* [.] rows; NULL: value v is row v */
	real *owned;         /* number, if field_data owns it */

	/* The batch: */
	int32_t *value; /* [N] values of events, rows that queries have */
	size_t n;       /* N */
	int32_t *at;    /* [E] index into value; in fields of queries [.],
                           sequence by sequence */
	int32_t *of;    /* [Q] fields of queries: the sequence of a query,
                           longest first */
	size_t *first;  /* [R+1] fields of queries: where in `at` the rows of a
                           sequence begin */
	size_t longest; /* most rows of a sequence */
	int32_t *row;   /* [M] rows of the bags of events, each once */
	size_t nrows;   /* M */
	int32_t *place_of; /* index in `value` of a value or row, or -1 */
	int32_t *row_at;   /* [rows+1] index in `row` of a table row, or -1 */
};

struct batch_fields {
	const int32_t *items;      /* the array that the batch's rows point
                                      into */
	struct batch_field *field; /* [n] */
	size_t n;
};

/* Makes fields like `like`, for batches of up to `rows` sequences, `events`
 * events and `queries` queries.  Returns NULL if memory runs out.  Freed by
 * batch_fields_free(). */
struct batch_fields *batch_fields_new(const struct batch_fields *like,
    size_t rows, size_t events, size_t queries, struct fail *);
void batch_fields_free(struct batch_fields *); /* NULL is allowed */

/* Fills the fields from the batch's present tiles. */
void batch_fields_fill(struct batch_fields *, const struct batch *b);

#endif
