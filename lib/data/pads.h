/*
 * pads - finds the padding token, which fills lists up to one length.
 *
 * If the user does not name the padding token, it is guessed.  A token is
 * padding only if, in the whole input, all lists of the column have the same
 * length, the token occurs only at the ends of lists, it is a usual padding
 * token (0, -1, UNK, PAD, [PAD], <pad> or empty), and it is not a label.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_PADS_H
#define DATA_PADS_H

#include <string.h>

#include "base/base.h"

#define PADS_NONE "none" /* as given: every token is an item */
#define PADS_USUAL 7     /* number of usual padding tokens */

struct pads {
	/* The token that the user named, or PADS_NONE; NULL: guess. */
	const char *told;
	int open;         /* not known yet */
	struct slice pad; /* once known: the token; {0}: none */
	size_t n;         /* once known: how many were found */

	size_t lists, length; /* while open: lists read, and their length */
	int run; /* the usual token that ends the list so far; -1: none */
	struct {
		size_t n;
		/* The token also occurs before items, so it is an item. */
		int item;
		/* Where it was first found; set by the caller. */
		char where[160];
	} seen[PADS_USUAL];
};

void pads_begin(struct pads *, const char *told);

/* Returns the padding token in the form in which the user would give it. */
const char *pads_said(const struct pads *);

/* The k-th usual padding token. */
struct slice pads_token(size_t k);

/* Returns the index of the usual padding token, -1 for any other token. */
int pads_find(struct slice);
static inline int
pads_usual(struct slice t)
{
	/* Fast path: most tokens begin with another character. */
	if (t.n - 1 > 4)
		return t.n ? -1 : pads_find(t);
	switch (*t.s) {
	case '0':
	case '-':
	case 'U':
	case 'P':
	case '[':
	case '<':
		return pads_find(t);
	default:
		return -1;
	}
}

/* Returns 1 if t is the padding token, which must be known. */
static inline int
pads_is(const struct pads *p, struct slice t)
{
	return p->pad.s && t.n == p->pad.n && !memcmp(t.s, p->pad.s, t.n);
}

/*
 * While padding is not known: report the next token of a list (k: its index by
 * pads_find()), the end of a list of n tokens, and a label.  A list of another
 * length than the lists before decides that there is no padding.
 */
void pads_next(struct pads *, int k);
void pads_end_list(struct pads *, size_t n);
void pads_label(struct pads *, int k);

/* Decides after the last list.  Returns -1 if two tokens look like padding. */
int pads_end(struct pads *, struct fail *);

#endif
