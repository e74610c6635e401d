/*
 * vocab - items, their ids and their counts.
 *
 * Tokens are numbered from 1 in the order in which they are added.  0 stands
 * for unknown items and padding.  Every token has a count.  A token is the text
 * of a list element as it is in a TSV, escapes included, so tokens are compared
 * byte by byte.  Tokens are never empty.
 *
 * The file (vocab-tsv(5)): line i is "token<TAB>count\n" for id i.  All counts
 * may be left out; they are then 0.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_H
#define DATA_VOCAB_H

#include "base/base.h"

#define VOCAB_MAX ((size_t)INT32_MAX - 1) /* maximum number of tokens */
#define VOCAB_MAX_COUNT ((uint64_t)INT64_MAX)

struct buffer;

/* Returns NULL if memory runs out. */
struct vocab *vocab_new(struct fail *);

/*
 * Adds many tokens at once.  vocab_put_last() appends a token with its count
 * and returns its id, or -1; 8 bytes from any place in s are readable, as in a
 * cell of tsv_row().  Then vocab_settle() makes the tokens known, and returns
 * 0, the id of a token that is a duplicate, or -1.  Between the two, do not
 * look up or add tokens otherwise.
 */
int32_t vocab_put_last(
    struct vocab *, const char *s, size_t n, uint64_t count, struct fail *);
int32_t vocab_settle(struct vocab *, struct fail *);
void vocab_free(struct vocab *); /* NULL is allowed */

/* Read a vocabulary file ("-": standard input).  They refuse a duplicate
 * token, a cell that is not one token or not a count, and an empty file; the
 * message names the line. */
struct vocab *vocab_read(const char *path, struct fail *);
struct vocab *vocab_read_input(struct input *, struct fail *);

/*
 * Opens a vocabulary for reading only; the tokens of a large file stay on disk.
 * Call vocab_index() before vocab_find(); it refuses duplicate tokens.  Then
 * use one thread at a time, and vocab_put_token() instead of vocab_token().  At
 * the end vocab_check() tells whether all reads succeeded.  path must outlive
 * the vocabulary.
 */
struct vocab *vocab_open(const char *path, struct fail *);
int vocab_index(struct vocab *, struct fail *);       /* 0 or -1 */
int vocab_check(const struct vocab *, struct fail *); /* 0 or -1 */

/* Appends the token of an id to a buffer. */
void vocab_put_token(const struct vocab *, int32_t id, struct buffer *);

struct vocab_disk;

/* Makes a vocabulary from these lines, which it then owns.  Returns NULL if
 * memory runs out. */
struct vocab *vocab_of_disk(struct vocab_disk *, struct fail *);

/* Swaps two vocabularies.  Pointers to their tokens stay valid. */
void vocab_swap(struct vocab *, struct vocab *);

/* The number of tokens; ids are 1 .. vocab_size(). */
size_t vocab_size(const struct vocab *);

/* Returns the id of token s [n], or 0 if it is not in the vocabulary. */
int32_t vocab_find(const struct vocab *, const char *s, size_t n);

/* Returns the id of token s [n]; adds a new token with count 0.  Returns -1
 * on failure. */
int32_t vocab_add(struct vocab *, const char *s, size_t n, struct fail *);

/* Returns the token of an id in 1 .. vocab_size(), valid until the next
 * vocab_add().  Not for vocabularies of vocab_open(). */
struct slice vocab_token(const struct vocab *, int32_t id);

/* Adds `times` to the token's count; adds a new token first.  Returns 0 or
 * -1. */
int vocab_tally(
    struct vocab *, const char *s, size_t n, uint64_t times, struct fail *);

/* vocab_tally() with times 1, faster: 8 bytes from s on must be readable, as
 * in a cell of tsv_row(). */
int vocab_tally_cell(struct vocab *, const char *s, size_t n, struct fail *);

/* count is at most VOCAB_MAX_COUNT. */
uint64_t vocab_count(const struct vocab *, int32_t id);
void vocab_set_count(struct vocab *, int32_t id, uint64_t count);

enum vocab_order {
	VOCAB_FIRST,  /* as added */
	VOCAB_COUNT,  /* by descending count, ties by bytes */
	VOCAB_BYTES,  /* by bytes */
	VOCAB_NUMBER, /* decimal numbers by value, then other tokens by bytes */
};

/* The name of order k, "first" and so on. */
struct choice vocab_order_choice(size_t k);

/*
 * Renumbers the tokens in that order and drops tokens counted less than
 * min_count.  If map is not NULL, *map becomes an array [old size + 1] of the
 * new ids (0: dropped; *map[0] is 0), which the caller frees.
 */
int vocab_sort(struct vocab *, enum vocab_order, uint64_t min_count,
    int32_t **map, struct fail *);

/* Writes the lines of the file. */
void vocab_put(struct output *, const struct vocab *);

#endif
