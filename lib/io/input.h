/*
 * input - bytes from files one after the other, inflated where they need it.
 *
 * A reader looks at a window of bytes and says how many it has used up.  The
 * inputs stay apart: no record and no line reaches from one into the next.
 * Whether an input is gzip or zlib is seen from its first bytes; and whether it
 * is of a kind that its reader does not read, by io/file_kind.  Text may begin
 * with a byte order mark, which is passed over.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include "base/base.h"

/* So many bytes past those shown can be read too, whatever they are. */
#define INPUT_PAST 8

enum input_packing {
	INPUT_DETECT,
	INPUT_PLAIN,
	INPUT_GZIP,
	INPUT_ZLIB,
};

/* What is read, and how it is packed; NULL: tab-separated text, gzip by its
 * magic, else plain. */
struct input_mode {
	int wanted; /* of enum file_wanted: other kinds are refused */

	enum input_packing packing; /* INPUT_DETECT, or what it must be */

	/* Is this, with its first n bytes at head, surely plain?  Asked before
	 * the magics of gzip and zlib are looked for.  May be NULL. */
	int (*is_plain)(const unsigned char *head, size_t n);

	int zlib; /* look for zlib's two bytes too: text can begin with them */
};

/* Other people's logs; matrices of floats; what input_want() says later. */
extern const struct input_mode input_of_logs, input_of_floats, input_of_any;

/*
 * Reads the n files named, "-" is standard input; opens each when its turn
 * comes, the first at once.  paths must outlive it.  NULL if the first cannot
 * be opened, is a directory, or of another kind than is wanted.
 */
struct input *input_open(const char *const *paths, size_t n,
    const struct input_mode *, struct fail *);

/*
 * The n bytes at p as one plain input called name, which must outlive it.  p was
 * allocated with INPUT_PAST bytes more and is the input's from now on: it is
 * freed here if there is no memory, and NULL returned.
 */
struct input *input_of_bytes(
    const char *name, void *p, size_t n, struct fail *);

/*
 * Shows the bytes that come next in the current input: at least want of them,
 * unless it ends before.  *p stays valid until the next call.  Memory grows
 * with the bytes that are really there, never just because want is large;
 * the caller caps want.  -1: read error, damaged or cut gzip; the bytes before
 * that could be seen.
 */
int input_peek(struct input *, size_t want, const unsigned char **p, size_t *n,
    struct fail *);

/* The first n of the bytes shown are used up. */
void input_skip(struct input *, size_t n);

/* From now on refuses what is not of enum file_wanted, in the current input,
 * too, of which nothing may be used up yet; for readers that have looked at it
 * themselves.  0 or -1. */
int input_want(struct input *, int wanted, struct fail *);

/* Goes to the next input: 1, 0 if there is none, -1 if it cannot be opened. */
int input_next(struct input *, struct fail *);

/* The current input as messages name it. */
const char *input_name(const struct input *);

/* How many (inflated) bytes of the current input are used up. */
uint64_t input_offset(const struct input *);

/*
 * Is the current input a pipe that has ended without a byte?  That is what a
 * producer leaves which fails before it writes; so where a file of no bytes is
 * fine (no records, no rows), such a pipe is to be refused.
 */
int input_empty_pipe(const struct input *);

void input_close(struct input *); /* NULL is fine */

#endif
