/*
 * split - which examples are for training, validation and test.
 *
 * Every way but "none" first shuffles the examples as CPython's
 * random.seed(seed); random.shuffle(examples) does; each part keeps that order, or
 * gets back that of the log.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_SPLIT_H
#define LOG_SPLIT_H

#include "base/base.h"

struct log_time; /* log/log_time */
struct timeline; /* log/timeline */

enum split_part { SPLIT_TRAIN, SPLIT_VALID, SPLIT_TEST, SPLIT_PARTS };

/* The examples of struct split, N of them. */
struct split {
	size_t *at; /* [N] the event that is the label of each (see windows) */
	int whole;  /* but these are whole timelines, by their first event; the
		       last one tells when they are */
	size_t n;   /* N */
	unsigned char *part; /* [N] an enum split_part */
	size_t count[SPLIT_PARTS];
	int in_order; /* set by the caller: each part keeps the order of the log */

	/* What split_known() and split_newest() left out. */
	size_t unknown_events, short_timelines, old_timelines;
};

/*
 * Of n examples (or users, or so) in a row, the first round(n * train) are not
 * for test, halves to even as Python rounds; and the last round(n * valid) of
 * those are for validation.
 */
struct split_fractions {
	double train;
	double valid; /* 0: no validation part; at most train */

	/* By time alone, and instead of the fractions unless they are NULL: what
	 * is as late or later is in that part. */
	const struct log_time *test_from, *valid_from;
};

struct split_way {
	const char *name, *help;
	int shuffles;
	int needs_times;
	int divides_ends; /* puts a user's last examples into parts of their own,
			     so that whole timelines can be divided too */

	/* Fills in s->part; NULL: for the ends of whole timelines alone. */
	int (*deal)(struct split *s, const struct timeline *,
	    const struct split_fractions *, uint64_t seed, struct fail *);
};

/* Sorts the times [n], and says from which on examples are for validation and for
 * test: at those that x has, else so that its fractions are earlier if times are
 * all different.  A part that has nothing begins at the end of time. */
void split_bounds(struct log_time *times, size_t n,
    const struct split_fractions *x, struct log_time *valid,
    struct log_time *test);

/* The way called name, or NULL; and the k-th of the table. */
const struct split_way *split_find(const char *name);
struct choice split_choice(size_t k);

/* Shuffles s->at, where the caller has put the examples in the order of the log,
 * and says which part each is in.  s->part is for the caller to free. */
int split_make(struct split *s, const struct split_way *,
    const struct timeline *, const struct split_fractions *, uint64_t seed,
    struct fail *);

#endif
