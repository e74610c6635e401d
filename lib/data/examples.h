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

struct examples {
	size_t n;             /* N */
	size_t k;             /* K */
	int32_t *context;     /* [N,K]; 0: pad or unknown item */
	int32_t *length;      /* [N] items before the pads; NULL unless asked */
	int32_t *label;       /* [N]; 0: unknown; NULL if there is no label */
	size_t unknown_items; /* context items not in the vocabulary */
	size_t unknown_labels;
};

/* What of a TSV is wanted, and how contexts become K long. */
struct examples_columns {
	const char *context; /* column; NULL: context_movie_id, or the first */
	const char *label;   /* column; NULL: label_movie_id, or the last;
				"" : no label */
	const char *pad;     /* this token in a context is a pad */
	size_t k;            /* context length; 0: that of the longest */
	int header;
	int drop_unknown; /* unknown context items are left out, not row 0 */
	int lengths;      /* fill in length */
};

/*
 * Reads all rows of in.  A context longer than K keeps its last K items; pads
 * after its items are not counted as items.  With grow, items that v lacks are
 * added to it; else they become 0 and are counted.  In either case v's counts
 * are not touched.  -1: damaged input, no row at all, no memory.  Freed by
 * examples_free() in any case.
 */
int examples_read(struct examples *, struct bytein *in,
    const struct examples_columns *, struct vocab *v, int grow, struct fail *);

/* Gives every id its new number, map[old]: see vocab_sort(). */
void examples_renumber(struct examples *, const int32_t *map);

void examples_free(struct examples *);

#endif
