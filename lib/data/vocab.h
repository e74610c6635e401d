/*
 * vocab - items and the numbers they have.
 *
 * Tokens are numbered from 1 in the order they were added; 0 is the unknown,
 * and pads.  With each goes a count.  A token is the text of a list's element
 * as a TSV has it, escapes and all, so that bytes are compared with bytes.  It
 * is never empty.
 *
 * The file (vocab-tsv(5)): "token<TAB>count\n", line i is id i; the counts may
 * be left out, from every line, and are 0 then.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_H
#define DATA_VOCAB_H

#include "base/base.h"

#define VOCAB_MAX ((size_t)INT32_MAX - 1) /* tokens */
#define VOCAB_MAX_COUNT ((uint64_t)INT64_MAX)

struct buffer;

/* NULL without memory. */
struct vocab *vocab_new(struct fail *);

/*
 * Many tokens at once: each is put at the end, to be found only after
 * vocab_settle(), before which none may be looked for nor added.  The id, or -1;
 * and 0, or the id of a token that is there before, or -1.
 */
int32_t vocab_put_last(struct vocab *, const char *s, size_t n, struct fail *);
int32_t vocab_settle(struct vocab *, struct fail *);
void vocab_free(struct vocab *); /* NULL is fine */

/* Reads a vocabulary file ("-": standard input).  A token that is there twice,
 * what is not one token or not a count, and an empty file are errors that name
 * the line. */
struct vocab *vocab_read(const char *path, struct fail *);
struct vocab *vocab_read_input(struct input *, struct fail *);

/*
 * The same, to be read only: the tokens of a large file stay on disk.
 * vocab_find() needs vocab_index() before, which finds out that a token is
 * there twice, and is for one thread at a time; instead of vocab_token() there
 * is vocab_put_token(); and in the end vocab_check() tells whether all of that
 * could be read.  path must outlive it.
 */
struct vocab *vocab_open(const char *path, struct fail *);
int vocab_index(struct vocab *, struct fail *);       /* 0 or -1 */
int vocab_check(const struct vocab *, struct fail *); /* 0 or -1 */

/* Puts the token of an id at the end of a text. */
void vocab_put_token(const struct vocab *, int32_t id, struct buffer *);

struct vocab_disk;

/* A vocabulary of these lines, which it frees.  NULL without memory. */
struct vocab *vocab_of_disk(struct vocab_disk *, struct fail *);

/* Each becomes the other; what points into their tokens stays valid. */
void vocab_swap(struct vocab *, struct vocab *);

/* How many tokens there are; their ids are 1 .. this. */
size_t vocab_size(const struct vocab *);

/* The id of token s [n], 0 if it is not there. */
int32_t vocab_find(const struct vocab *, const char *s, size_t n);

/* The same, adding it with count 0 where it is new; -1 if it cannot. */
int32_t vocab_add(struct vocab *, const char *s, size_t n, struct fail *);

/* The token of an id in 1 .. vocab_size(); lives until the next vocab_add().  Not
 * of one that vocab_open() gave. */
struct slice vocab_token(const struct vocab *, int32_t id);

/* Adds the token where it is new, and times to its count; 0 or -1. */
int vocab_tally(
    struct vocab *, const char *s, size_t n, uint64_t times, struct fail *);

/* The same, once, where 8 bytes from s on can be read (as in a cell of
 * tsv_row()): faster. */
int vocab_tally_cell(struct vocab *, const char *s, size_t n, struct fail *);

/* count is at most VOCAB_MAX_COUNT. */
uint64_t vocab_count(const struct vocab *, int32_t id);
void vocab_set_count(struct vocab *, int32_t id, uint64_t count);

enum vocab_order {
	VOCAB_FIRST,  /* as they were added */
	VOCAB_COUNT,  /* most frequent first, ties by bytes */
	VOCAB_BYTES,  /* by bytes */
	VOCAB_NUMBER, /* decimal numbers by value, then the others by bytes */
};

/* What order k is called, "first" and so on. */
struct choice vocab_order_choice(size_t k);

/*
 * Numbers the tokens anew in that order, leaving out those counted less than
 * min_count.  If map is not NULL, *map becomes an array [old size + 1] of the
 * new id of every old one (0: left out; *map[0] is 0), for the caller to free.
 */
int vocab_sort(struct vocab *, enum vocab_order, uint64_t min_count,
    int32_t **map, struct fail *);

/* Puts the lines of the file. */
void vocab_put(struct output *, const struct vocab *);

#endif
