/*
 * batch - a mini-batch as the training step wants it: by its different items.
 *
 * A batch of 12,800 examples of MovieLens has some 2,400 different labels.
 * Equal candidates have equal scores, so the softmax over the batch is one
 * over the different labels, each with its multiplicity; and what the cell
 * takes from an item is made once for each different item.
 *
 * A batch is made of sequences, each of which asks one query of its last
 * event, or one of every event.  They are sorted by length, longest first, and
 * dealt to tiles, in which they stand step by step without pads: at step t the
 * first active[t] sequences of the tile are still there.  How many tiles there
 * are depends on the data alone.
 *
 * Letters: R sequences, E events, Q queries, U candidates, I different items,
 * T steps of a tile.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_BATCH_H
#define NN_BATCH_H

#include "base/base.h"

struct batch_fields;

/* A sequence: what it is made of, and what it wants. */
struct batch_row {
	const int32_t *item; /* [length] */
	size_t length;
	const int32_t *label; /* [1], or with every [length]; NULL: unknown */
	const real *weight;   /* [1] of all its queries; NULL: 1 */
	size_t row;           /* of the data, that fields of queries are of */
};

/* What a net wants batches to be like. */
struct batch_limits {
	size_t kept;    /* numbers that a tile keeps of each event */
	int reread;     /* which are gone over again and again */
	size_t longest; /* windows have no more events, their last; 0: any */
	int filled;     /* windows are as long as K, with items 0 at the end */
};

struct batch_tile {
	size_t row, rows;      /* sequences */
	size_t steps;          /* T */
	size_t active;         /* where its [T] of batch.active begin */
	size_t event, events;  /* its part of batch.event */
	size_t query, queries; /* its part of batch.at, column and to */
};

struct batch {
	size_t rows, events, queries; /* R, E, Q */
	int every;                    /* was a query of every event asked? */
	size_t ntiles;
	struct batch_tile *tile;
	int32_t *active; /* sequences at each step, tile by tile */
	int32_t *event;  /* [E] which of item */
	int32_t *at;     /* [Q] event of the tile, -1: of no event at all */
	int32_t *column; /* [Q] which of candidate is wanted */
	real *counts;    /* [Q] how much a query counts in the loss */
	int32_t *to;     /* [Q] which query of the sequences as they came */

	struct batch_fields *fields; /* NULL: none */

	size_t nitems; /* I */
	int32_t *item; /* [I] ids */
	size_t ncandidates;
	int32_t *candidate; /* [U] ids, the labels first, as they come */
	real *weight;       /* [U] how much each counts, see nn/loss.h */
	real *wanted;       /* [U] how much one wanted copy of it counts */

	/* [states][stride,.] for each sequence the state to begin with, and where
	 * the last goes; then all sequences have one event.  NULL: 0. */
	real *carry;
	size_t stride;

	struct batch_row *source; /* [R] as they came */
	int32_t *order;           /* [R] of source, longest first */
	int32_t *first;           /* [R] of a source's queries */
	int32_t *wants;           /* [Q] candidate, by query as they came */
	real *worth;              /* [Q] counts, by query as they came */
	int32_t *place; /* [V+1] where an id is in the list being made, -1 */
	size_t vocab;   /* V */
	size_t room;    /* sequences that there is memory for */
	size_t most_events, most_queries; /* and events, and queries */
};

/* Memory for batches of up to so many sequences, events and queries over a
 * vocabulary of V items.  Freed by batch_free() in any case. */
int batch_alloc(struct batch *, size_t rows, size_t events, size_t queries,
    size_t items, struct fail *);
void batch_free(struct batch *);

/* Where id is in list [*n], which it joins if it is not there; and the list is
 * made: the places are free for the next.  One list is made at a time. */
int32_t batch_place(struct batch *, int32_t id, int32_t *list, size_t *n);
void batch_forget(struct batch *, const int32_t *list, size_t n);

/*
 * Fills in the sequences source [rows]; every: a query of every event, else one
 * of the last.  Candidates are the labels, by how often they are there.  Cannot
 * fail.
 */
void batch_fill(
    struct batch *, size_t rows, int every, const struct batch_limits *);

/* The same with examples x[order[0 .. n-1]] for sequences; order NULL:
 * x[first .. first+n-1]. */
void batch_windows(struct batch *, const struct examples *x,
    const int32_t *order, size_t first, size_t n, const struct batch_limits *);

/* It has fields like these, which batch_free() frees; NULL: none. */
int batch_take_fields(
    struct batch *, const struct batch_fields *like, struct fail *);

/* Memory for windows of x, n at a time. */
int batch_alloc_windows(struct batch *, const struct examples *x, size_t n,
    size_t items, struct fail *);

/*
 * The rest is in batch_fields.c: the fields of events, of each the different values,
 * and which of them an event has; and those of queries, with a value for each
 * sequence.
 *
 * Letters: N values of a field in the batch, M rows of its table that they have.
 */
struct batch_field {
	int place;     /* enum field_place: of events, of queries */
	size_t values; /* different ones there can be, but for 0 */
	size_t rows;   /* of the table, but for row 0 */

	const int32_t *id;   /* beside batch_fields.items, or of each row of the
				data; NULL: all missing */
	const real *number;  /* [values+1] what values are; NULL: of a table */
	const size_t *start; /* [values+2] a value is several rows, those of */
	const int32_t *part; /* from start[v] to start[v+1]; NULL: row v */
	real *owned;         /* number, where it is field_data's */

	/* The batch: */
	int32_t *value; /* [N] values of events, rows that queries have */
	size_t n;       /* N */
	int32_t *at;    /* [E] which of value; of queries [.], by sequence: */
	int32_t *of;    /* [Q] which sequence, longest first; of queries */
	size_t *first;  /* [R+1] where in `at` a sequence's rows begin */
	size_t longest; /* rows of a sequence, at most */
	int32_t *row;   /* [M] of bags of events, each once */
	size_t nrows;   /* M */
	int32_t *place_of; /* where a value, or row, is in value, -1 */
	int32_t *row_at;   /* [rows+1] where a row is in row; of others -1 */
};

struct batch_fields {
	const int32_t *items;      /* that the batch's rows point into */
	struct batch_field *field; /* [n] */
	size_t n;
};

/* Takes over what fields like are, for batches of up to so many sequences, events
 * and queries.  NULL without memory.  Freed by batch_fields_free(). */
struct batch_fields *batch_fields_new(const struct batch_fields *like,
    size_t rows, size_t events, size_t queries, struct fail *);
void batch_fields_free(struct batch_fields *); /* NULL is fine */

/* For the tiles of b as they are now. */
void batch_fields_fill(struct batch_fields *, const struct batch *b);

#endif
