/*
 * bytein - bytes from files one after the other, inflated where they need it.
 *
 * A reader looks at a window of bytes and says how many it has used up.  The
 * inputs stay apart: no record and no line reaches from one into the next.
 * Whether an input is gzip or zlib is seen from its first bytes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_BYTEIN_H
#define IO_BYTEIN_H

#include "base/base.h"

/* So many bytes past those shown can be read too, whatever they are. */
#define BYTEIN_PAST 8

enum bytein_packing {
	BYTEIN_DETECT,
	BYTEIN_PLAIN,
	BYTEIN_GZIP,
	BYTEIN_ZLIB,
};

/* How an input is told to be packed; NULL: gzip by its magic, else plain. */
struct bytein_mode {
	enum bytein_packing packing; /* BYTEIN_DETECT, or what it must be */

	/* Is this, with its first n bytes at head, surely plain?  Asked before
	 * the magics of gzip and zlib are looked for.  May be NULL. */
	int (*is_plain)(const unsigned char *head, size_t n);

	int zlib; /* look for zlib's two bytes too: text can begin with them */
};

/*
 * Reads the n files named, "-" is standard input; opens each when its turn
 * comes, the first at once.  paths must outlive it.  NULL if the first cannot
 * be opened or is a directory.
 */
struct bytein *bytein_open(const char *const *paths, size_t n,
    const struct bytein_mode *, struct fail *);

/*
 * Shows the bytes that come next in the current input: at least want of them,
 * unless it ends before.  *p stays valid until the next call.  Memory grows
 * with the bytes that are really there, never just because want is large;
 * the caller caps want.  -1: read error, damaged or cut gzip; the bytes before
 * that could be seen.
 */
int bytein_peek(struct bytein *, size_t want, const unsigned char **p,
    size_t *n, struct fail *);

/* The first n of the bytes shown are used up. */
void bytein_skip(struct bytein *, size_t n);

/* Goes to the next input: 1, 0 if there is none, -1 if it cannot be opened. */
int bytein_next(struct bytein *, struct fail *);

/* The current input as messages name it. */
const char *bytein_name(const struct bytein *);

/* How many (inflated) bytes of the current input are used up. */
uint64_t bytein_offset(const struct bytein *);

/*
 * Is the current input a pipe that has ended without a byte?  That is what a
 * producer leaves which fails before it writes; so where a file of no bytes is
 * fine (no records, no rows), such a pipe is to be refused.
 */
int bytein_empty_pipe(const struct bytein *);

void bytein_close(struct bytein *); /* NULL is fine */

#endif
