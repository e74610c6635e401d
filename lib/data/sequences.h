/*
 * sequences - whole sequences in memory, as item ids.
 *
 * A sequence has the items of the events of one user or session, oldest first.
 * An event takes 4 bytes and a sequence 8.  Every event after a sequence's
 * first can be predicted from the events before it.
 *
 * Letters: N sequences, E events in all.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_SEQUENCES_H
#define DATA_SEQUENCES_H

#include "base/base.h"

struct cache;        /* data/cache */
struct field_column; /* data/field */
struct fields;
struct spill;   /* data/spill */
struct unknown; /* data/unknown */

struct sequences {
	size_t n;      /* N */
	size_t events; /* E */
	size_t *start; /* [N+1] sequence i has item[start[i]] to
                          item[start[i+1]-1] */
	int32_t *item; /* [E]; 0: unknown */
	/* [nfields] columns; each has a value per event [E] or sequence [N]. */
	struct field_column *field;
	size_t nfields;
	struct cache *cache; /* holds the events; NULL: they are in memory */
	struct unknown *unknown; /* items missing in the vocabulary; or NULL */
	/* The padding token; PADS_NONE: there is none. */
	const char *pad;
	size_t pads; /* padding tokens left out of sequences */
	int guessed; /* the padding token was guessed */
};

/* The columns to read from a TSV; see examples.h. */
struct sequences_columns {
	const char *items; /* NULL: items; without a header the last */
	const char *pad;   /* see struct pads */
	int header;
	int unknown;           /* an enum unknown_way */
	struct fields *fields; /* fields whose columns are read; NULL: none */
	/* A field without a column gets missing values. */
	int missing_fields;

	struct spill *spill; /* gets all rows; NULL: they stay in memory */

	/* If not NULL, gets the labels: the token of every event after the
	 * first of its sequence, one a line. */
	struct output *labels;
};

/*
 * Reads all rows of in.  Each row is a sequence, even with one item or none.
 * Padding is not part of a sequence.  If grow is set, new items are added to v.
 * The counts of v stay unchanged.  Returns -1 if the input is damaged, if it
 * has no row, no event or no known item, or if memory runs out; then there is
 * nothing to free.  Free the sequences with sequences_free().
 */
int sequences_read(struct sequences *, struct input *in,
    const struct sequences_columns *, struct vocab *v, int grow, struct fail *);

/* Replaces every id by map[id]; see vocab_sort().  Counts items that map to
 * 0 as unknown. */
void sequences_renumber(struct sequences *, const int32_t *map);

/* Makes room for these numbers of rows and events.  Returns -1 if memory runs
 * out. */
int sequences_room(
    struct sequences *, size_t rows, size_t events, struct fail *);

/* Makes columns like those of s, without rows.  Returns -1 if memory runs out.
 * Call sequences_free(), even after a failure. */
int sequences_like(
    struct sequences *, const struct sequences *s, struct fail *);

/* Frees the rows and keeps the columns. */
void sequences_drop_rows(struct sequences *);

/* These do for sequences what examples_spill() and the functions after it do
 * for examples. */
int sequences_spill(
    struct sequences *, struct spill *, int marked, struct fail *);
int sequences_spilled(
    struct sequences *, const struct spill *, size_t k, struct fail *);
int sequences_spill_again(
    struct sequences *, struct spill *, size_t k, struct fail *);

void sequences_free(struct sequences *); /* may be called twice */

#endif
