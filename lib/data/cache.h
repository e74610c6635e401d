/*
 * cache - examples or sequences in a file, for data that are more than memory holds.
 *
 * The rows stay in the file and are read, by number, when a batch wants them; what
 * memory has of them is where sequences begin, 8 bytes each, and which rows were left
 * out.  data/cache_make writes the file, data/cache_about what else is in it: the
 * vocabulary, what fields have learnt, and what the rows were made from.
 *
 * The file, of 32-bit words, least byte first:
 *
 *   head    8 bytes "seqcache", the format, 0
 *   rows    each R + n (1 + F) words: n events, K of an example.  The R words are of
 *           an example its length, its label, its weight (the bits of a float) and 2
 *           of its group if there are such; and in any case the row's own fields.
 *           Each event is its item, then its fields.
 *   counts  of sequences: the events of each
 *   about   lines of text
 *   tail    CACHE_TAIL numbers of 64 bits
 *
 * The file is made whole or not at all, and never changed: one that has changed since
 * it was opened is an error.
 *
 * Letters: N rows, E events, K items of a context, F fields of events.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_H
#define DATA_CACHE_H

#include "base/base.h"

#define CACHE_FORMAT 1
#define CACHE_HEAD 16 /* bytes */
#define CACHE_MAGIC "seqcache"

/* The tail, in this order. */
enum cache_number {
	CACHE_N,
	CACHE_E,  /* 0 of examples */
	CACHE_K,  /* 0 of sequences, and of contexts that are empty */
	CACHE_IS, /* enum cache_flag */
	CACHE_ROW_FIELDS,
	CACHE_EVENT_FIELDS,
	CACHE_ROWS_CRC,  /* of rows and counts */
	CACHE_ABOUT,     /* bytes */
	CACHE_ABOUT_CRC, /* of about */
	CACHE_TAIL_CRC,  /* of the head and the numbers before */
	CACHE_TAIL
};

enum cache_flag {
	CACHE_SEQUENCES = 1,
	CACHE_WEIGHTS = 2,
	CACHE_GROUPS = 4,
	CACHE_FLAGS = 8
};

struct cache;
struct cache_walk;

struct cache_shape {
	size_t n, events, k;
	int is; /* of enum cache_flag */
	size_t row_fields, event_fields;
};

/* Words of a row before its events, and of an event. */
size_t cache_row_words(const struct cache_shape *);
size_t cache_event_words(const struct cache_shape *);

/* Opens the file and looks whether it is whole, but not at its rows.  NULL: it is
 * not, or none. */
struct cache *cache_open(const char *path, struct fail *);
void cache_free(struct cache *); /* NULL is fine */

const struct cache_shape *cache_shape(const struct cache *);

/* The text about it [*n], which the caller frees; NULL: it is damaged, no memory. */
char *cache_about(const struct cache *, size_t *n, struct fail *);

/* What ids there can be: items 0 .. items; of field k, in the order of columns, 0 ..
 * values[k], which must outlive it.  To be told before rows are read. */
void cache_limit(struct cache *, size_t items, const size_t *values);

/* Reads all rows: -1 if any is not as it was written.  Sequences get where they
 * begin. */
int cache_check(struct cache *, struct sequences *, struct fail *);

/* Those rows [n], ascending, are left out from now on: the others, and the events of
 * those of sequences, are numbered without them.  -1 without memory. */
int cache_leave_out(struct cache *, const size_t *row, size_t n,
    const struct sequences *, struct fail *);

/* Columns as those of the rows, but none of them: all that memory has of examples, or
 * sequences, whose rows a cache has.  -1 without memory. */
int cache_columns(struct cache *, struct examples *x, struct fail *);
int cache_sequence_columns(struct cache *, struct sequences *s, struct fail *);

/*
 * Rows row [n] of examples, to the first n of `to`, which has room for them; and n
 * parts of sequences of s, which become sequences of their own.  -1: they cannot be
 * read, or the file has changed.  For one thread at a time.
 */
struct cache_part {
	size_t row, first, n; /* events from `first` of all on */
};
int cache_read(struct cache *, const int32_t *row, size_t n,
    struct examples *to, struct fail *);
int cache_read_parts(struct cache *, const struct cache_part *, size_t n,
    struct sequences *to, struct fail *);

/* The rest is in cache_walk.c: data a part at a time, be they in memory, as one part,
 * or in a cache.  One of both there must be.  NULL without memory. */
struct cache_walk *cache_walk_new(
    const struct examples *, const struct sequences *, struct fail *);
void cache_walk_free(struct cache_walk *); /* NULL is fine */

/* The next part, until the next call, and NULL for what it is not.  1; 0: there are no
 * more; -1: as cache_read(). */
int cache_walk_next(struct cache_walk *, const struct examples **,
    const struct sequences **, struct fail *);

#endif
