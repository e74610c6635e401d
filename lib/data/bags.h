/*
 * bags - values with several parts, such as genres or the words of a title, as
 * lists of part numbers.
 *
 * A value is a text.  Commas and '|' separate its parts.  If the parts are
 * words, white space separates them; the letters A to Z become lower case, and
 * punctuation is dropped.  Values are numbered from 1 in the order in which
 * they are added; value 0 has no parts.  The parts form a vocabulary.  Once it
 * is closed, later values add no parts and lose their unknown parts.  A value
 * without known parts has the part 0.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_BAGS_H
#define DATA_BAGS_H

#include "base/base.h"

struct pads;    /* data/pads */
struct unknown; /* data/unknown */

/* The caller sets the first group and zeroes the rest. */
struct bags {
	struct vocab *part; /* owned by the caller */
	int words;          /* the parts are words */
	int closed;

	size_t n; /* values, without value 0 */
	/* [n+2] value v has the parts row[start[v]] to row[start[v+1]-1]. */
	size_t *start;
	int32_t *row;
	size_t starts, rows; /* allocated elements */

	struct pads *pads; /* the padding of lists; NULL: none */
	/* Counts parts that a closed vocabulary lacks; or NULL. */
	struct unknown *unknown;
	char *text; /* [room] scratch space for words */
	size_t room;
};

/* Adds a value.  Returns -1 if memory runs out, or if the text has an invalid
 * escape. */
int bags_add(struct bags *, struct slice text, struct fail *);

/*
 * Closes the vocabulary.  Parts that have turned out to be padding are dropped.
 * Parts are counted, count[v] times for each value v, and renumbered by
 * descending frequency.  At most `most` parts are kept, the most frequent ones;
 * 0 keeps all.  Returns -1 if memory runs out.
 */
int bags_close(
    struct bags *, const uint64_t *count, size_t most, struct fail *);

void bags_forget(struct bags *); /* removes all values and keeps the parts */
void bags_free(struct bags *);   /* frees all but the part vocabulary */

#endif
