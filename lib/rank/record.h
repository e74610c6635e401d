/*
 * record - what every example of an evaluation came to.
 *
 * An example arrives with its label's counts and is kept beside the place that
 * popularity gives the label and, if there is a baseline, its own; and it goes
 * to the ranks file, if one is wanted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_RECORD_H
#define RANK_RECORD_H

#include "base/base.h"

struct places;
struct record;

struct record_plan {
	const struct vocab *vocab; /* whose counts are popularity; or NULL */
	const char *baseline;      /* a ranks file to stand beside; or NULL */
	const char *ranks;         /* a ranks file to write; or NULL */
	int header;                /* have these files one? */
	int refuse_unknown;        /* is an unknown label an error? */
};

/* The plan's strings must outlive it.  NULL on failure. */
struct record *record_new(const struct record_plan *, struct fail *);

/* What is there is thrown away; NULL is fine. */
void record_free(struct record *);

/*
 * Adds an example.  id is the label's in the vocabulary, 0 if it is unknown;
 * skip [n] the candidates that were left out for it.
 */
int record_add(struct record *, struct slice label, int32_t id,
    const int32_t *skip, size_t n, uint64_t greater, uint64_t equal,
    struct fail *);

/* Adds the examples in n ranks files; the vocabulary finds their labels. */
int record_add_files(
    struct record *, const char *const *paths, size_t n, struct fail *);

/* All examples are there: the baseline must be at its end, and the ranks file
 * is put in its place. */
int record_end(struct record *, struct fail *);

const struct places *record_model(const struct record *);
const struct places *record_popular(const struct record *);  /* or NULL */
const struct places *record_baseline(const struct record *); /* or NULL */

#endif
