/*
 * sequences - whole sequences in memory, as item ids.
 *
 * One row a user or a session: its events' items, oldest first.  4 bytes an
 * event and 8 a sequence; every event after the first of its sequence can be
 * predicted from those before it.
 *
 * Letters: N sequences, E events of all of them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_SEQUENCES_H
#define DATA_SEQUENCES_H

#include "base/base.h"

struct field_column; /* data/field */
struct fields;
struct unknown; /* data/unknown */

struct sequences {
	size_t n;      /* N */
	size_t events; /* E */
	size_t *start; /* [N+1] sequence i is item [start[i], start[i+1]) */
	int32_t *item; /* [E]; 0: unknown */
	struct field_column *field; /* [nfields] [E] beside the items, or [N] */
	size_t nfields;
	struct unknown *unknown; /* items not in the vocabulary; NULL: none */
	const char *pad;         /* the pad; PADS_NONE: there is none */
	size_t pads;             /* left out of sequences */
	int guessed;             /* nobody had told that it is the pad */
};

/* What of a TSV is wanted: see examples.h. */
struct sequences_columns {
	const char *items; /* NULL: items; no header: the last */
	const char *pad;   /* see struct pads */
	int header;
	int unknown;           /* an enum unknown_way */
	struct fields *fields; /* whose columns to read; NULL: none */
	int missing_fields;    /* one without its column is of missing values */

	/* If not NULL, gets the token of every event after the first of its
	 * sequence, one a row: what is to be predicted. */
	struct output *labels;
};

/*
 * Reads all rows of in, each a sequence, also where it is empty or of one item.
 * A pad is not an item.  With grow, items that v lacks are added to it.  In either
 * case v's counts are not touched.  -1: damaged input, no row at all, no event in
 * any or none known, no memory; nothing is to be freed then.  Freed by
 * sequences_free().
 */
int sequences_read(struct sequences *, struct input *in,
    const struct sequences_columns *, struct vocab *v, int grow, struct fail *);

/* Gives every id its new number, map[old]: see vocab_sort().  Items that have
 * none are counted as unknown. */
void sequences_renumber(struct sequences *, const int32_t *map);

void sequences_free(struct sequences *); /* twice is fine */

#endif
