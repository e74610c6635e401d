/*
 * examples - training or test examples in memory, as item ids.
 *
 * An example is a context of at most K items, oldest first, with zeros after
 * them, and a label.  It takes 4 (K + 2) bytes.
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
struct cache; /* data/cache */
struct shard;
struct spill; /* data/spill */
struct tsv;
struct token_ids;
struct unknown; /* data/unknown */

struct examples {
	size_t n; /* N */
	size_t k; /* K */
	int32_t
	    *context; /* [N,K]; 0: unknown or past the end; NULL: no contexts */
	int32_t *length; /* [N] items of each context; NULL: no contexts */
	int32_t *label;  /* [N]; 0: unknown; NULL: no labels */
	struct field_column
	    *field; /* [nfields] fields, [N,K] beside the contexts or [N] */
	size_t nfields;
	/* The whole contexts, one after the other; NULL: not kept. */
	int32_t *whole;
	size_t *whole_end; /* [N] where the whole context of example i ends */
	size_t whole_room, whole_rows;
	real *weight;    /* [N] weights >= 0; NULL: all 1 */
	int has_weight;  /* there is a column COLUMN_WEIGHT */
	uint64_t *group; /* [N] hashes of the groups; NULL: no groups */
	/* [N] 1 if no item of the context is known; NULL: not asked */
	unsigned char *lost;
	size_t nlost;
	/* Items missing in the vocabulary; or NULL. */
	struct unknown *items, *labels;
	/* holds the rows; NULL: they are in memory */
	struct cache *cache;
	/* Dropped examples: no known item, or no known label. */
	size_t left_out;
	const char *pad; /* the padding token; PADS_NONE: there is none */
	size_t pads;     /* padding tokens left out of contexts */
	int guessed;     /* the padding token was guessed */
};

/* What to do with an example whose label is unknown, or whose context has
 * only unknown items. */
enum examples_lost {
	EXAMPLES_KEEP, /* keep it, but refuse input without any known item */
	EXAMPLES_LEAVE_OUT,
	EXAMPLES_MARK,  /* keep and mark it: no model can answer it */
	EXAMPLES_ACCEPT /* keep it and accept any input */
};

/*
 * The columns to read from a TSV, and how contexts get the length K.  A column
 * is a name or a number from 1; "" means none.
 */
struct examples_columns {
	const char *context; /* NULL: context; without a header the first */
	int empty;           /* read no contexts: all are empty */
	const char *label;   /* NULL: label; without a header the last */
	const char *pad;     /* see struct pads */
	/* Context length; 0: that of the longest context, padding included. */
	size_t k;
	int whole; /* also keep contexts longer than K as a whole */
	int header;
	/* An enum unknown_way for contexts; unknown labels become 0. */
	int unknown;
	enum examples_lost lost;
	/* An optional column, such as the user, whose rows stay together; NULL
	 * or without a header: none. */
	const char *group;
	const char *weight;    /* the column of weights; NULL: none */
	struct fields *fields; /* fields whose columns are read; NULL: none */
	/* A field without a column gets missing values. */
	int missing_fields;
	struct query_cells *cells; /* gets a row for each example; NULL: none */
	const struct shard *shard; /* the rows to read; NULL: all */
	struct spill
	    *spill; /* gets the rows, part by part; NULL: they stay in memory */
	size_t most; /* reads at most this many rows, which may all be unknown;
                        0: all */
};

/*
 * Reads all rows of in.  Padding is not part of a context, and a label must not
 * be a padding token that the user named.  A context longer than K keeps its
 * last K items.  A label is a list of one item.  grow: adds new items to v.
 * v's counts stay unchanged.  Returns -1 on damaged input, if there is no row
 * to read or no known item, if K is 0 and all contexts are empty, or if memory
 * runs out; then there is nothing to free.  Free the examples with
 * examples_free().
 */
int examples_read(struct examples *, struct input *in,
    const struct examples_columns *, struct vocab *v, int grow, struct fail *);

/* Reads rows of t from its current place, at most c->most.  There may be
 * none. */
int examples_read_rows(struct examples *, struct tsv *t,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *);

/* Returns -1 if the header of t lacks one of the columns. */
int examples_find(
    struct tsv *t, const struct examples_columns *, struct fail *);

/* Replaces every id by map[id]; see vocab_sort().  Counts items that map to
 * 0 as unknown. */
void examples_renumber(struct examples *, const int32_t *map);

/* Sets *strange to 1 if no label is an item of any context, although there are
 * several labels.  Returns -1 if memory runs out. */
int examples_strangers(
    const struct examples *, size_t items, int *strange, struct fail *);

/* examples_strangers() for examples that come part by part, with contexts
 * stride apart.  seen [items + 1] begins as zeros; each part marks it. */
void examples_mark(const struct examples *, size_t stride, unsigned char *seen);
int examples_are_strange(const unsigned char *seen, size_t items);

/* The mean weight; 1 without weights. */
double examples_mean_weight(const struct examples *);

void examples_free(struct examples *); /* may be called twice */

/* The functions below are in examples_rows.c.  They treat contexts and fields
 * as rows that are stride ids apart.  examples_room() makes room for `rows`
 * rows.  Returns -1 if memory runs out. */
int examples_room(struct examples *, size_t rows, size_t stride, struct fail *);

/* examples_room_beside() makes room for lengths, labels and all other columns;
 * examples_room_all() makes room for contexts too. */
int examples_room_beside(struct examples *, size_t rows, struct fail *);
int examples_room_all(
    struct examples *, size_t rows, size_t stride, struct fail *);

/* Makes columns like those of x, without rows.  Returns -1 if memory runs out.
 * Call examples_free(), even after a failure. */
int examples_like(struct examples *, const struct examples *x, struct fail *);

/* Frees the rows and keeps the columns. */
void examples_drop_rows(struct examples *);

/* examples_spill() appends the rows to the spill as a part, and empties them.
 * examples_spilled() reads part k back.  examples_spill_again() writes part k
 * again, with fewer rows.  All return -1 if reading or writing the file
 * fails. */
int examples_spill(struct examples *, struct spill *, size_t stride, int marked,
    struct fail *);
int examples_spilled(
    struct examples *, const struct spill *, size_t k, struct fail *);
int examples_spill_again(
    struct examples *, struct spill *, size_t k, struct fail *);

/* Moves n rows from a distance of `from` ids to `to`.  If to is larger,
 * there must already be room. */
void examples_spread(struct examples *, size_t from, size_t to);

/* examples_add_whole() stores id [n] as the whole context of example i.
 * examples_whole_row() returns the whole context of example i, with *n
 * items. */
int examples_add_whole(
    struct examples *, size_t i, const int32_t *id, size_t n, struct fail *);
const int32_t *examples_whole_row(const struct examples *, size_t i, size_t *n);

/* Copies row `from`, of stride ids, to row `to`. */
void examples_move_row(
    struct examples *, size_t stride, size_t to, size_t from);

/* Keeps the last k of the first n ids of row i, of stride ids, and zeroes
 * the others.  Returns how many are kept. */
size_t examples_keep_last(
    struct examples *, size_t stride, size_t i, size_t n, size_t k);

/* The functions below are in examples_reader.c: the columns of rows, and the
 * room for examples. */

/*
 * While rows are read, contexts are stride ids apart; stride >= K.  If the
 * caller gave no K, K is the length of the longest context so far.  A context
 * that may end in padding is kept whole until the padding is known.  Increasing
 * the stride moves all contexts, so it grows by at least half; the excess is
 * removed at the end.
 */
struct examples_reader {
	struct examples *e;
	const struct examples_columns *c;
	struct tsv *t;
	int context, label, group, weight; /* columns, or -1 */
	size_t room;                       /* in examples */
	size_t stride;
	struct token_ids *ids; /* of the current context */
	struct pads *pads;
	struct field_columns *fields;
};

/* Finds the columns: by the header, or else by the cells of the first row.
 * Returns -1 if a column is missing or two columns match. */
int examples_reader_begin(struct examples_reader *, const struct slice *cells,
    size_t columns, struct fail *);

/* Returns 1 if the reader reads contexts, even if all are empty. */
int examples_reader_has_contexts(const struct examples_reader *);

/* Doubles the room for examples once it is full.  Returns -1 if memory runs
 * out. */
int examples_reader_room(struct examples_reader *, struct fail *);

/* Returns the bytes of an example, or a few more. */
size_t examples_reader_bytes(const struct examples_reader *);

/* Checks the examples after the last of `rows` rows.  Returns -1 if they are
 * unusable. */
int examples_reader_check(
    const struct examples_reader *, uint64_t rows, struct fail *);

/* Releases unused memory.  Returns -1 if memory runs out. */
int examples_reader_trim(struct examples_reader *, struct fail *);

#endif
