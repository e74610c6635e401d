/*
 * pads - which token, if any, is no item but fills lists up to one length.
 *
 * Where nothing is told it is found out.  A token is taken for padding only if,
 * over the whole input, all lists of the column have one length, it fills them
 * to the end wherever it stands, it is one of a few usual ones (0, -1, UNK, PAD,
 * [PAD], <pad> or empty), and it is no label.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_PADS_H
#define DATA_PADS_H

#include <string.h>

#include "base/base.h"

#define PADS_NONE "none" /* as told: every token is an item */
#define PADS_USUAL 7     /* tokens that may be padding */

struct pads {
	const char *told; /* a token, or PADS_NONE; NULL: find out */
	int open;         /* it is not known yet */
	struct slice pad; /* known: the token; {0}: none */
	size_t n;         /* known: how many pads there are */

	size_t lists, length; /* read while open, and of what length all are */
	int run; /* the usual token that stands last in the list; -1: none */
	struct {
		size_t n;
		int item;        /* it stands where no padding does */
		char where[160]; /* it was first met; the caller says */
	} seen[PADS_USUAL];
};

void pads_begin(struct pads *, const char *told);

/* Which is known to be the pad, as it would be told. */
const char *pads_said(const struct pads *);

/* The k-th usual token. */
struct slice pads_token(size_t k);

/* The number of that usual token, -1 for any other. */
int pads_find(struct slice);
static inline int
pads_usual(struct slice t)
{
	/* What they begin with, most tokens do not. */
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

/* Is t the pad, now that it is known? */
static inline int
pads_is(const struct pads *p, struct slice t)
{
	return p->pad.s && t.n == p->pad.n && !memcmp(t.s, p->pad.s, t.n);
}

/*
 * While open: the next token of a list, k its number or -1; the end of a list of
 * n tokens; a label.  The end of a list that is of another length than those
 * before closes it: there are no pads.
 */
void pads_next(struct pads *, int k);
void pads_end_list(struct pads *, size_t n);
void pads_label(struct pads *, int k);

/* All has been read: closes it.  -1: two tokens look like padding. */
int pads_end(struct pads *, struct fail *);

#endif
