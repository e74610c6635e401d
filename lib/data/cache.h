/*
 * cache - examples or sequences in a file, for data larger than memory.
 *
 * Rows stay in the file.  They are read by number when a batch needs them.
 * Memory holds only where sequences begin (8 bytes each) and which rows were
 * dropped.  data/cache_make writes the file.  data/cache_about handles the rest
 * of the file: the vocabulary, what fields have learnt, and what the rows were
 * made from.
 *
 * The file, in 32-bit words, lowest byte first:
 *
 *   head    8 bytes "seqcache", the format, 0
 *   rows    each has R + n (1 + F) words.  The first R words are the row's own
 *           fields.  In an example they follow its length, its label, its
 *           weight (the bits of a float; may be absent) and its group (2 words;
 *           may be absent).  Then come n events, in an example K; each has its
 *           item and its fields.
 *   counts  of sequences: the number of events of each
 *   about   lines of text
 *   tail    CACHE_TAIL numbers of 64 bits
 *
 * The file appears complete or not at all and is never changed.  A file that
 * has changed since it was opened is an error.
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

/* The order of the tail's numbers. */
enum cache_number {
	CACHE_N,
	CACHE_E,  /* 0 for examples */
	CACHE_K,  /* 0 for sequences, and if all contexts are empty */
	CACHE_IS, /* enum cache_flag */
	CACHE_ROW_FIELDS,
	CACHE_EVENT_FIELDS,
	CACHE_ROWS_CRC,  /* of the rows and counts */
	CACHE_ABOUT,     /* bytes */
	CACHE_ABOUT_CRC, /* of about */
	CACHE_TAIL_CRC,  /* of the head and the numbers above */
	CACHE_TAIL
};

struct cache;
struct cache_file;
struct cache_shape; /* data/cache_rows */
struct cache_walk;

/* Opens the file and checks that it is complete, but not its rows.  Returns
 * NULL if the file is missing or incomplete. */
struct cache *cache_open(const char *path, struct fail *);

/* cache_open() for a cache shared by all ranks (base/ranks).  Rank 0 opens the
 * file, divides its bytes among the memories of all ranks, and removes the
 * file.  So all ranks must read the same rows in the same order, on the thread
 * that called ranks_begin(). */
struct cache *cache_open_shared(const char *path, struct fail *);
void cache_free(struct cache *); /* NULL is allowed */

const struct cache_shape *cache_shape(const struct cache *);

/* Returns the text about the cache [*n], which the caller frees; NULL if it is
 * damaged, or if memory runs out. */
char *cache_about(const struct cache *, size_t *n, struct fail *);

/* Sets the largest ids: items 0 .. items; for field k, in the order of
 * columns, 0 .. values[k].  values must outlive the cache.  Call it before
 * rows are read. */
void cache_limit(struct cache *, size_t items, const size_t *values);

/* Reads and checks all rows.  Returns -1 if one differs from what was
 * written.  For sequences, computes where they begin. */
int cache_check(struct cache *, struct sequences *, struct fail *);

/* Drops these rows [n], ascending, from now on.  The other rows, and the events
 * of sequences, are numbered without them.  Returns -1 if memory runs out. */
int cache_leave_out(struct cache *, const size_t *row, size_t n,
    const struct sequences *, struct fail *);

/* Makes examples, or sequences, without rows: memory holds only their columns
 * while the rows stay in the cache.  Returns -1 if memory runs out. */
int cache_columns(struct cache *, struct examples *x, struct fail *);
int cache_sequence_columns(struct cache *, struct sequences *s, struct fail *);

/*
 * Exchange the rows to be read next among the ranks that share the cache.  Then
 * any thread may call cache_read() or cache_read_parts() for exactly these
 * rows.  Without sharing, the functions do nothing.  Return -1 if memory runs
 * out.
 */
struct cache_part {
	size_t row, first, n; /* its events begin at event `first` of all */
};
int cache_exchange(struct cache *, const int32_t *row, size_t n, struct fail *);
int cache_exchange_parts(
    struct cache *, const struct cache_part *, size_t n, struct fail *);

/*
 * cache_read() reads the examples row [n] to the first n examples of `to`,
 * which has room.  cache_read_parts() reads n parts of sequences; each becomes
 * a sequence of `to`.  Return -1 if reading fails or the file has changed.  For
 * one thread at a time.
 */
int cache_read(struct cache *, const int32_t *row, size_t n,
    struct examples *to, struct fail *);
int cache_read_parts(struct cache *, const struct cache_part *, size_t n,
    struct sequences *to, struct fail *);

/* The functions below are in cache_walk.c.  They pass over data part by part;
 * data in memory are one part.  Exactly one of examples and sequences is given.
 * Returns NULL if memory runs out. */
struct cache_walk *cache_walk_new(
    const struct examples *, const struct sequences *, struct fail *);
void cache_walk_free(struct cache_walk *); /* NULL is allowed */

/* Sets the pointer of the data's kind to the next part, valid until the next
 * call, and the other pointer to NULL.  Returns 1, 0 if no part is left, -1 in
 * the same cases as cache_read(). */
int cache_walk_next(struct cache_walk *, const struct examples **,
    const struct sequences **, struct fail *);

/* In cache_tail.c: reads the head and the tail of a file: its numbers and its
 * shape.  Returns -1 if they are invalid or do not fit the file. */
int cache_tail_read(struct cache_file *, uint64_t number[CACHE_TAIL],
    struct cache_shape *, struct fail *);

#endif
