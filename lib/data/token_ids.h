/*
 * token_ids - the items in a TSV's cells, as numbers of a vocabulary.
 *
 * What all that reads items shares: which id a token has, what is a pad and what
 * is unknown.
 *
 * Which token is the pad may be known only when all has been read (see pads.h).
 * Until then a usual token in a list is an id below 0, and token_ids_settle()
 * makes of it what it turns out to be.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_TOKEN_IDS_H
#define DATA_TOKEN_IDS_H

#include "base/base.h"

struct pads;    /* data/pads */
struct unknown; /* data/unknown */

/* The caller sets the first part, and zeroes the rest. */
struct token_ids {
	const struct vocab *v;
	struct vocab *grow; /* v, if new tokens are to be added; or NULL */
	int way; /* what becomes of items that v lacks: an enum unknown_way */
	struct pads *pads;       /* begun */
	struct unknown *unknown; /* the items that v lacked */
	struct tsv *t;           /* where the cells are from, for messages */

	/* Lists that lose the same places as this one: of each the first beside
	 * values, one for each token. */
	int32_t **with;
	size_t nwith, beside;

	size_t known; /* how many it had, or has got */
	int32_t *id;  /* [n] of a list; 0: unknown */
	size_t n, room;
	size_t listed; /* tokens of the list, pads too */
	size_t pad;    /* pads in the list that was read, or settled */
	int marked;    /* the list has ids below 0 */
};

/* The id of a label; -1: it cannot be added, is unknown and must not be, or is
 * the pad that was told. */
int32_t token_ids_label(struct token_ids *, struct slice token, struct fail *);

/* Makes the list that of a cell, without the pads that are known; one without
 * marks is settled.  -1: no memory, or an empty token to add. */
int token_ids_read(struct token_ids *, struct slice cell, struct fail *);

/* Makes of the list id [*n], with marks, what it is now that pads are known.  A
 * message says where. */
int token_ids_settle(struct token_ids *, int32_t *id, size_t *n, struct fail *);

/* Puts the tokens of cell's items after the first, a line each: the labels of the
 * sequence that token_ids_read() has just read from cell, marks it had none. */
int token_ids_put_labels(
    struct token_ids *, struct slice cell, struct output *, struct fail *);

void token_ids_free(struct token_ids *); /* the list */

/* Each of id [n] becomes map[id]; how many items became unknown by that. */
size_t token_ids_renumber(int32_t *id, size_t n, const int32_t *map);

#endif
