/*
 * results - what every example of an evaluation came to.
 *
 * An example arrives with its labels' counts and is kept beside the places that
 * popularity gives the labels and, if there is a baseline, its own; and it goes
 * to the ranks file, if one is wanted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RESULTS_H
#define RANK_RESULTS_H

#include "base/base.h"

struct candidates;
struct label_ranks;
struct results;
struct shard;

struct results_plan {
	const struct candidates
	    *candidates;      /* whose counts are popularity; or NULL */
	const char *baseline; /* a ranks file to stand beside; or NULL */
	const char *ranks;    /* a ranks file to write; or NULL */
	int header;           /* have these files one? */
	int refuse_unknown;   /* is an unknown label an error? */

	/* NULL: counts are of all candidates.  Else of that share of them, and go
	 * to the ranks file, or standard output, but to nothing else. */
	const struct shard *share;
};

/* The plan's strings must outlive it.  NULL on failure. */
struct results *results_new(const struct results_plan *, struct fail *);

/* What is there is thrown away; NULL is fine. */
void results_free(struct results *);

/* What an example came to. */
struct results_example {
	struct slice wanted;  /* its labels, as the ranks file has them */
	struct slice group;   /* which it belongs to; s NULL: none */
	size_t n;             /* labels */
	const int32_t *label; /* [n] candidate, from 1; 0: none */
	const uint64_t *greater, *equal; /* [n] */

	/* What was left out, or instead what was drawn to rank among. */
	size_t skips, draws;
	const int32_t *skip, *drawn; /* [skips], [draws] */
};

int results_add(
    struct results *, const struct results_example *, struct fail *);

/* Adds the examples in n ranks files; the vocabulary finds their labels. */
int results_add_files(
    struct results *, const char *const *paths, size_t n, struct fail *);

/* All examples are there: the baseline must be at its end, and the ranks file
 * is put in its place. */
int results_end(struct results *, struct fail *);

const struct label_ranks *results_model(const struct results *);
const struct label_ranks *results_popularity(
    const struct results *); /* or NULL */
const struct label_ranks *results_baseline(
    const struct results *); /* or NULL */

/* The groups in the order in which they came, and that of each example, from 1:
 * NULL if there are none. */
const struct vocab *results_groups(const struct results *);
const int32_t *results_group(const struct results *);

#endif
