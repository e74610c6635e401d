/*
 * token_ids - converts the items in a TSV's cells to ids of a vocabulary.
 *
 * All readers of items share this module.  It decides which id a token has,
 * which tokens are padding and which are unknown.
 *
 * The padding token may be known only after the last row (see pads.h).  Until
 * then usual padding tokens in a list are marked by ids below 0, and
 * token_ids_settle() replaces them later.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_TOKEN_IDS_H
#define DATA_TOKEN_IDS_H

#include "base/base.h"

struct pads;    /* data/pads */
struct unknown; /* data/unknown */

/* The caller sets the first group and zeroes the rest. */
struct token_ids {
	const struct vocab *v;
	struct vocab *grow; /* v, if new tokens are added to it; or NULL */
	int way; /* what to do with unknown items: an enum unknown_way */
	struct pads *pads;       /* after pads_begin() */
	struct unknown *unknown; /* counts items that v lacks */
	struct tsv *t;           /* source of the cells, for messages */

	/* Lists that lose the same places as this list.  Each has one value
	 * for each of the first `beside` tokens. */
	int32_t **with;
	size_t nwith, beside;

	size_t known; /* known items found or added so far */
	int32_t *id;  /* [n] the list; 0: unknown */
	size_t n, room;
	size_t listed; /* tokens of the list, padding included */
	size_t pad;    /* padding in the list last read or settled */
	int marked;    /* the list has ids below 0 */
};

/* Returns the id of a label.  Returns -1 if the label cannot be added, is
 * unknown and must be known, or is a padding token that the user named. */
int32_t token_ids_label(struct token_ids *, struct slice token, struct fail *);

/* Reads the list in a cell, without known padding.  A list without marks is
 * already settled.  Returns -1 if memory runs out, or if an empty token would
 * be added. */
int token_ids_read(struct token_ids *, struct slice cell, struct fail *);

/* Settles the list id [*n], once padding is known: drops the marks that are
 * padding and looks up the others.  On failure the message says where. */
int token_ids_settle(struct token_ids *, int32_t *id, size_t *n, struct fail *);

/* Writes the tokens of the items in cell after the first, one a line: the
 * labels of the sequence that token_ids_read() has just read from cell.  The
 * list must be without marks. */
int token_ids_put_labels(
    struct token_ids *, struct slice cell, struct output *, struct fail *);

void token_ids_free(struct token_ids *); /* frees the list */

/* Replaces each of id [n] by map[id].  Returns how many items became
 * unknown. */
size_t token_ids_renumber(int32_t *id, size_t n, const int32_t *map);

#endif
