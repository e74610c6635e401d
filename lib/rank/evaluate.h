/*
 * evaluate - where the labels of a stream of queries come in a catalogue.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EVALUATE_H
#define RANK_EVALUATE_H

#include "base/base.h"

struct candidates;
struct coverage;
struct results;
struct shard;

struct evaluate_plan {
	const struct candidates *catalogue; /* all items, none left out */
	const char *labels, *label;         /* file and column (see loader.h) */
	const char *exclude, *context;      /* the same, file may be NULL */
	int header;                         /* have these files one? */
	const struct shard *shard;          /* their rows to take; NULL: all */
	int reduce_sum; /* labels are scored by rank_reduce_sum() */

	/* If not NULL, gets the lists of the longest best candidates. */
	struct coverage *coverage;
	size_t longest;
};

/* Reads the queries in the npaths files, and a label for each, and adds them to
 * to, in order, in bounded memory.  -1: also if they are not as many. */
int evaluate(const struct evaluate_plan *, const char *const *paths,
    size_t npaths, struct results *to, struct fail *);

#endif
