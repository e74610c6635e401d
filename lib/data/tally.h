/*
 * tally - how often which item stands in the columns of a TSV.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_TALLY_H
#define DATA_TALLY_H

#include "base/base.h"

struct tally_columns {
	/* Columns, names or numbers from 1, joined by commas.  NULL: those of
	 * context_movie_id and label_movie_id that there are, or the first. */
	const char *names;

	const char *pad; /* a token that is not counted in any of them */
	int header;
};

/*
 * Reads all rows of in and adds the tokens of those columns, whose cells are
 * lists, to v and its counts; absent and empty lists add nothing.  -1: damaged
 * input, no such column, an empty token that is not the pad, no memory.
 */
int tally_read(struct vocab *v, struct bytein *in, const struct tally_columns *,
    struct fail *);

#endif
