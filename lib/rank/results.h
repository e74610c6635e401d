/*
 * results - the results of all examples of an evaluation.
 *
 * An example arrives with the counts of its labels.  The module stores these
 * beside the ranks of the labels by popularity and, if there is a baseline, by
 * the baseline.  It also writes them to the ranks file, if one is requested.
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
	    *candidates;      /* their counts define popularity; or NULL */
	const char *baseline; /* a ranks file to compare with; or NULL */
	const char *ranks;    /* a ranks file to write; or NULL */
	int header;           /* these files have headers */
	int refuse_unknown;   /* an unknown label is an error */

	/* NULL: counts are of all candidates.  Otherwise they are of this
	 * share, and only go to the ranks file or standard output. */
	const struct shard *share;
};

/* The plan's strings must outlive the result.  Returns NULL on failure. */
struct results *results_new(const struct results_plan *, struct fail *);

/* Discards unfinished output.  NULL is allowed. */
void results_free(struct results *);

/* An example. */
struct results_example {
	struct slice wanted;             /* its labels, as in the ranks file */
	struct slice group;              /* its group; s NULL: none */
	size_t n;                        /* number of labels */
	const int32_t *label;            /* [n] candidate, from 1; 0: none */
	const uint64_t *greater, *equal; /* [n] */

	/* Excluded candidates, or the sampled candidates. */
	size_t skips, draws;
	const int32_t *skip, *drawn; /* [skips], [draws] */
};

int results_add(
    struct results *, const struct results_example *, struct fail *);

/* Adds the examples of n ranks files.  Labels are looked up in the
 * vocabulary. */
int results_add_files(
    struct results *, const char *const *paths, size_t n, struct fail *);

/* Ends the examples and completes the ranks file.  Returns -1 if the baseline
 * has more examples, or if writing failed. */
int results_end(struct results *, struct fail *);

const struct label_ranks *results_model(const struct results *);
const struct label_ranks *results_popularity(
    const struct results *); /* or NULL */
const struct label_ranks *results_baseline(
    const struct results *); /* or NULL */

/* The groups in order of appearance, and the group of each example, from 1;
 * NULL: no groups. */
const struct vocab *results_groups(const struct results *);
const int32_t *results_group(const struct results *);

#endif
