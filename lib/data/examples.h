/*
 * examples - training or test examples in memory, as item ids.
 *
 * N examples of a context of K items, oldest first, padded at the end, and a
 * label: 4 (K + 1) bytes each.
 *
 * Letters: N examples, K context length.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_EXAMPLES_H
#define DATA_EXAMPLES_H

#include "base/base.h"

struct shard;

struct examples {
	size_t n;         /* N */
	size_t k;         /* K */
	int32_t *context; /* [N,K]; 0: pad or unknown item; NULL if none */
	int32_t *length;  /* [N] items before the pads; NULL unless asked */
	int32_t *label;   /* [N]; 0: unknown; NULL if there is none */
	uint64_t *group;  /* [N] what its group hashes to; NULL: no groups */
	size_t unknown_items; /* context items not in the vocabulary */
	size_t unknown_labels;
};

/*
 * What of a TSV is wanted, and how contexts become K long.  A column is a name
 * or a number from 1; "" means that it is not wanted.  The pad token is never
 * an item: in a context it is 0 and not counted as unknown, a label it makes
 * unknown.
 */
struct examples_columns {
	const char *context; /* NULL: context_movie_id; no header: the first */
	const char *label;   /* NULL: label_movie_id; no header: the last */
	const char *pad;     /* NULL: there are no pads */
	size_t k; /* context length; 0: of the longest, its pads included */
	int header;
	int drop_unknown; /* unknown context items are left out, not row 0 */
	int lengths;      /* fill in length */
	const char
	    *group; /* a column that may be there, such as the user, whose
			      rows belong together; NULL: none, nor without
			      header */
	const struct shard *shard; /* the rows to take; NULL: all */
};

/*
 * Reads all rows of in.  A context longer than K keeps its last K items; pads
 * after its items are not counted as items, pads among them are.  With grow,
 * items that v lacks are added to it; else they become 0 and are counted.  In
 * either case v's counts are not touched.  A label is a list of one.  -1:
 * damaged input, no row to take, nothing but empty contexts where K is not
 * given, no memory; nothing is to be freed then.  Freed by examples_free().
 */
int examples_read(struct examples *, struct input *in,
    const struct examples_columns *, struct vocab *v, int grow, struct fail *);

/* Gives every id its new number, map[old]: see vocab_sort().  Items that have
 * none are counted as unknown. */
void examples_renumber(struct examples *, const int32_t *map);

void examples_free(struct examples *); /* twice is fine */

#endif
