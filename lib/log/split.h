/*
 * split - divides examples among training, validation and test.
 *
 * Every method except "none" first shuffles the examples like CPython's
 * random.seed(seed); random.shuffle(examples).  Each part keeps the shuffled
 * order, or is sorted into the order of the log again.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_SPLIT_H
#define LOG_SPLIT_H

#include "base/base.h"

struct log_time; /* log/log_time */
struct timeline; /* log/timeline */

enum split_part { SPLIT_TRAIN, SPLIT_VALID, SPLIT_TEST, SPLIT_PARTS };

/* The examples, N of them. */
struct split {
	size_t *at; /* [N] event number of each label (see windows) */
	int whole;  /* `at` lists whole timelines, by their first event; a
                       timeline's time is that of its last event */
	size_t n;   /* N */
	unsigned char *part; /* [N] an enum split_part */
	size_t count[SPLIT_PARTS];
	int in_order; /* set by the caller: parts are in the order of the log */

	/* Counts of what split_known() and split_newest() removed. */
	size_t unknown_events, short_timelines, old_timelines;
};

/*
 * How n consecutive examples (or users) are divided: the first round(n * train)
 * are for training, except the last round(n * valid) of these, which are for
 * validation.  The rest is for test.  Halves are rounded to even, as in Python.
 */
struct split_fractions {
	double train;
	double valid; /* 0: no validation part; at most train */

	/* If not NULL, the split is by time instead of by fractions: examples
	 * at or after this time are in that part. */
	const struct log_time *test_from, *valid_from;
};

struct split_way {
	const char *name, *help;
	int shuffles;
	int needs_times;
	int divides_ends; /* the last examples of a user are held out, so that
                             the method also applies to whole timelines */

	/* Fills s->part.  NULL: the method applies only to the ends of whole
	 * timelines. */
	int (*deal)(struct split *s, const struct timeline *,
	    const struct split_fractions *, uint64_t seed, struct fail *);
};

/* Sorts the times [n], and finds the times at which validation and test begin.
 * They are the times in x, if x has times; otherwise x's fractions of the times
 * lie before them, exactly if all times differ.  An empty part begins at the
 * largest possible time. */
void split_bounds(struct log_time *times, size_t n,
    const struct split_fractions *x, struct log_time *valid,
    struct log_time *test);

/* split_find() returns the method of that name, or NULL.  split_choice()
 * returns the k-th method of the table. */
const struct split_way *split_find(const char *name);
struct choice split_choice(size_t k);

/* Shuffles s->at, which the caller has filled in the order of the log, and
 * assigns a part to each.  The caller frees s->part. */
int split_make(struct split *s, const struct split_way *,
    const struct timeline *, const struct split_fractions *, uint64_t seed,
    struct fail *);

#endif
