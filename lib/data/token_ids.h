/*
 * token_ids - the items in a TSV's cells, as numbers of a vocabulary.
 *
 * What all that reads items shares: which column they are in, which id a token
 * has, what is a pad and what is unknown.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_TOKEN_IDS_H
#define DATA_TOKEN_IDS_H

#include "base/base.h"

/* The caller sets the first part, and zeroes the rest. */
struct token_ids {
	const struct vocab *v;
	struct vocab *grow; /* v, if new tokens are to be added; or NULL */
	struct slice pad;   /* a token that is never an item; {0}: there is
			       none */
	int drop_unknown;   /* items that v lacks are passed over */

	size_t unknown; /* how many items v lacked */
	int32_t *id;    /* [n] of a list; 0: unknown, or a pad */
	size_t n, room;
	size_t used; /* items before the pads at the end */
};

struct token_ids_item {
	struct slice token;
	int32_t id; /* 0: unknown, or a pad */
	int pad;
};

/* The pad as struct token_ids has it; NULL: there is none. */
struct slice token_ids_pad(const char *);

/* The id of one token, which may be the pad; -1: it cannot be added. */
int32_t token_ids_find(
    const struct token_ids *, struct slice token, struct fail *);

/* Takes the next item off a list cell (see tsv_list_next()): 1, 0 at its end,
 * -1.  Leaves struct token_ids' list alone. */
int token_ids_next(struct token_ids *, struct slice *rest,
    struct token_ids_item *, struct fail *);

/* Puts an id at the end of the list. */
int token_ids_push(struct token_ids *, int32_t id, struct fail *);

/* Makes the list that of a cell; -1: no memory, or an empty token to add. */
int token_ids_read(struct token_ids *, struct slice cell, struct fail *);

/* Puts the tokens of cell's items after the first, a line each: the labels of the
 * sequence that token_ids_read() has just read from cell. */
int token_ids_put_labels(const struct token_ids *, struct slice cell,
    struct output *, struct fail *);

void token_ids_free(struct token_ids *); /* the list */

/*
 * The column, from 0, of rows that have so many: the one given, by name or
 * number; with NULL the usual one or, where t has no header, unnamed.  -1: there
 * is no such column.
 */
int token_ids_column(struct tsv *t, const char *given, const char *usual,
    size_t unnamed, size_t columns, struct fail *);

/* Each of id [n] becomes map[id]; how many items became unknown by that. */
size_t token_ids_renumber(int32_t *id, size_t n, const int32_t *map);

#endif
