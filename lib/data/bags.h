/*
 * bags - values that have several parts, such as genres or the words of a title: of
 * each the list of its parts' numbers.
 *
 * A value is a text, and its parts are divided by commas and '|', or, if they are
 * words, by white space: those are taken without case (of the letters A to Z) and
 * without punctuation.  Values are numbered from 1 as they are added; number 0 has no
 * parts.  Parts are a vocabulary, which values that come later do not add to once it
 * is closed: what it does not have is left out of them.  A value of no parts that are
 * known has the part 0.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_BAGS_H
#define DATA_BAGS_H

#include "base/base.h"

struct pads;    /* data/pads */
struct unknown; /* data/unknown */

/* Set the first part, and zero the rest. */
struct bags {
	struct vocab *part; /* the caller's */
	int words;          /* parts are words */
	int closed;

	size_t n;      /* values, but for 0 */
	size_t *start; /* [n+2] value v is row[start[v]] to row[start[v+1]-1] */
	int32_t *row;
	size_t starts, rows; /* that there is room for */

	struct pads *pads;       /* of what fills values up; NULL: nothing */
	struct unknown *unknown; /* parts that part lacked when closed; NULL */
	char *text;              /* [room] of a word */
	size_t room;
};

/* Adds a value; -1: no memory, or a text that is not escaped rightly. */
int bags_add(struct bags *, struct slice text, struct fail *);

/*
 * Closes it: what has turned out to be padding is no part any more; parts are
 * counted, count[v] times for each value v, and numbered anew, the most frequent
 * first; those past the most frequent `most` are left out, 0: none.  -1: no memory.
 */
int bags_close(
    struct bags *, const uint64_t *count, size_t most, struct fail *);

void bags_free(struct bags *); /* what is its own */

#endif
