/*
 * results - what every example of an evaluation came to.
 *
 * An example arrives with its label's counts and is kept beside the place that
 * popularity gives the label and, if there is a baseline, its own; and it goes
 * to the ranks file, if one is wanted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RESULTS_H
#define RANK_RESULTS_H

#include "base/base.h"

struct label_ranks;
struct results;

struct results_plan {
	const struct vocab *vocab; /* whose counts are popularity; or NULL */
	const char *baseline;      /* a ranks file to stand beside; or NULL */
	const char *ranks;         /* a ranks file to write; or NULL */
	int header;                /* have these files one? */
	int refuse_unknown;        /* is an unknown label an error? */
};

/* The plan's strings must outlive it.  NULL on failure. */
struct results *results_new(const struct results_plan *, struct fail *);

/* What is there is thrown away; NULL is fine. */
void results_free(struct results *);

/*
 * Adds an example.  id is the label's in the vocabulary, 0 if it is unknown;
 * skip [n] the candidates that were left out for it.
 */
int results_add(struct results *, struct slice label, int32_t id,
    const int32_t *skip, size_t n, uint64_t greater, uint64_t equal,
    struct fail *);

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

#endif
