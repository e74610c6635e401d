/*
 * examples - training or test examples in memory, as item ids.
 *
 * N examples of a context of at most K items, oldest first, zeros after them,
 * and a label: 4 (K + 2) bytes each.
 *
 * Letters: N examples, K context length.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_EXAMPLES_H
#define DATA_EXAMPLES_H

#include "base/base.h"

struct field_column; /* data/field */
struct field_columns;
struct fields;
struct pads;
struct query_cells;
struct shard;
struct tsv;
struct token_ids;
struct unknown; /* data/unknown */

struct examples {
	size_t n; /* N */
	size_t k; /* K */
	int32_t
	    *context;    /* [N,K]; 0: unknown, or after its end; NULL if none */
	int32_t *length; /* [N] items of the context; NULL if there is none */
	int32_t *label;  /* [N]; 0: unknown; NULL if there is none */
	struct field_column
	    *field; /* [nfields] [N,K] beside the context, or [N] */
	size_t nfields;
	int32_t *whole;    /* the contexts whole, one after the other; NULL:
				not wanted */
	size_t *whole_end; /* [N] where in whole that of example i ends */
	size_t whole_room, whole_rows;
	real *weight;        /* [N] how much each counts, 0 or more; NULL: 1 */
	int has_weight;      /* is there a column COLUMN_WEIGHT? */
	uint64_t *group;     /* [N] what its group hashes to; NULL: no groups */
	unsigned char *lost; /* [N] is nothing of its context known?  NULL: not
				asked */
	size_t nlost;
	struct unknown *items, *labels; /* not in the vocabulary; NULL: none */
	size_t left_out; /* examples without a known item, or label */
	const char *pad; /* the pad; PADS_NONE: there is none */
	size_t pads;     /* left out of contexts */
	int guessed;     /* nobody had told that it is the pad */
};

/* What becomes of an example with a label that is unknown, or with a context of
 * items that all are. */
enum examples_lost {
	EXAMPLES_KEEP, /* it stays, if anything at all is known */
	EXAMPLES_LEAVE_OUT,
	EXAMPLES_MARK,  /* it stays, and is marked: nobody can answer it */
	EXAMPLES_ACCEPT /* it stays, whatever else there is */
};

/*
 * What of a TSV is wanted, and how contexts become K long.  A column is a name
 * or a number from 1; "" means that it is not wanted.
 */
struct examples_columns {
	const char *context; /* NULL: context; no header: the first */
	int empty;           /* none is read: all contexts are empty */
	const char *label;   /* NULL: label; no header: the last */
	const char *pad;     /* see struct pads */
	size_t k;  /* context length; 0: of the longest, its pads included */
	int whole; /* contexts longer than K are kept whole beside it */
	int header;
	int unknown; /* an enum unknown_way, of contexts; a label is 0 then */
	enum examples_lost lost;
	const char
	    *group; /* a column that may be there, such as the user, whose
			    * rows belong together; NULL: none, nor without
			    * header */
	const char *weight;    /* the column of weights; NULL: none */
	struct fields *fields; /* whose columns to read; NULL: none */
	int missing_fields;    /* one without its column is of missing values */
	struct query_cells *cells; /* gets a row for each; NULL: not wanted */
	const struct shard *shard; /* the rows to take; NULL: all */
	size_t most; /* rows to read, of which none need be known; 0: all */
};

/*
 * Reads all rows of in.  A pad is not an item of a context, and a label must not
 * be the pad that was told.  A context longer than K keeps its last K items.  With
 * grow, items that v lacks are added to it.  In either case v's counts are not
 * touched.  A label is a list of one.  -1: damaged input, no row to take, nothing
 * but empty contexts where K is not given, nothing known, no memory; nothing is
 * to be freed then.  Freed by examples_free().
 */
int examples_read(struct examples *, struct input *in,
    const struct examples_columns *, struct vocab *v, int grow, struct fail *);

/* The same of rows of t from where it is, at most c->most; none is fine. */
int examples_read_rows(struct examples *, struct tsv *t,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *);

/* Are the columns there, in the header of t? */
int examples_find(
    struct tsv *t, const struct examples_columns *, struct fail *);

/* Gives every id its new number, map[old]: see vocab_sort().  Items that have
 * none are counted as unknown. */
void examples_renumber(struct examples *, const int32_t *map);

/* Is no label an item of any context, in examples of many labels?  *strange is that.
 * -1 without memory. */
int examples_strangers(
    const struct examples *, size_t items, int *strange, struct fail *);

/* What the weights are on average; 1 where there are none. */
double examples_mean_weight(const struct examples *);

void examples_free(struct examples *); /* twice is fine */

/* The rest is in examples_rows.c: rows of contexts and of what is beside them,
 * stride apart.  Room for so many rows; -1 without memory. */
int examples_room(struct examples *, size_t rows, size_t stride, struct fail *);

/* The n rows come to stand `to` apart, for which, if that is more, there is room
 * already. */
void examples_spread(struct examples *, size_t from, size_t to);

/* The next of the contexts whole is id [n], that of example i; and that one, of *n
 * items. */
int examples_add_whole(
    struct examples *, size_t i, const int32_t *id, size_t n, struct fail *);
const int32_t *examples_whole_row(const struct examples *, size_t i, size_t *n);

/* Row `from`, stride numbers, becomes row `to`. */
void examples_move_row(
    struct examples *, size_t stride, size_t to, size_t from);

/* Of the first n of row i, stride numbers, the last k are left, and 0; how many
 * those are. */
size_t examples_keep_last(
    struct examples *, size_t stride, size_t i, size_t n, size_t k);

/* And in examples_reader.c: the columns of rows that come, and their room. */

/*
 * While rows come, the contexts stand stride items apart, K at the least.  If K
 * is not given it is as many as the longest context so far has; and a context
 * that may end in pads is kept whole until that is known.  Growing the stride
 * moves everything, so it grows by half at least, and what is too much is
 * squeezed out at the end.
 */
struct examples_reader {
	struct examples *e;
	const struct examples_columns *c;
	struct tsv *t;
	int context, label, group, weight; /* columns, or -1 */
	size_t room;                       /* for examples */
	size_t stride;
	struct token_ids *ids; /* of one context */
	struct pads *pads;
	struct field_columns *fields;
};

/* Finds the columns: in the header, or where there is none by the first row's
 * cells.  -1: one is not there, or stands for two. */
int examples_reader_begin(struct examples_reader *, const struct slice *cells,
    size_t columns, struct fail *);

/* Are there contexts, be they empty? */
int examples_reader_has_contexts(const struct examples_reader *);

/* Room for twice as many examples; -1 without memory. */
int examples_reader_room(struct examples_reader *, struct fail *);

/* What there must be, now that so many rows have been read: -1 if it is not. */
int examples_reader_check(
    const struct examples_reader *, uint64_t rows, struct fail *);

/* Gives back what is not needed; -1 without memory. */
int examples_reader_trim(struct examples_reader *, struct fail *);

#endif
