/*
 * report - the table that an evaluation ends in, and its gates.
 *
 * A row has a name, a value, what ranking by popularity would have had, the ends
 * of the value's confidence interval, and, if there is one to compare with, the
 * baseline's value and how the model differs from it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_REPORT_H
#define RANK_REPORT_H

#include "base/base.h"

struct buffer;
struct coverage;
struct label_ranks;
struct metric;
struct report;
struct ties;

#define REPORT_MAX_CUTS 32

/* What is not known is NAN. */
struct report_row {
	char name[64];
	const struct metric *metric; /* NULL: not one of ranks */
	size_t cut;
	int whole; /* is it a count? */
	double value, popular, baseline;
	double low, high; /* the confidence interval of value */

	/* From the baseline: label_ranks.h. */
	double difference, difference_low, difference_high, p, worse;
};

struct report_plan {
	const size_t *cuts; /* [ncuts] the K of metrics with a cut-off */
	size_t ncuts;       /* at most REPORT_MAX_CUTS */
	const struct ties *ties;
	int drop; /* unknown labels are left out, instead of being misses */
	const struct label_ranks *model;
	const struct label_ranks *popular;  /* the same examples; or NULL */
	const struct label_ranks *baseline; /* the same examples; or NULL */
	size_t candidates;                  /* 0 if it is not known */
	size_t sampled; /* so many were drawn for each query; 0: all */
	size_t seen;    /* unknown labels that are known but were left out */

	const struct coverage *coverage; /* or NULL */
	int all_listed;                  /* was nothing left out of any list? */
};

/* With a row for every metric and cut-off, and the counts.  The plan and what
 * it names must outlive it.  NULL: no memory, or no example is left. */
struct report *report_new(const struct report_plan *, struct fail *);

void report_free(struct report *); /* NULL is fine */

/* A row's value, or that of any metric with any cut-off; NAN if there is no
 * such thing. */
double report_value(const struct report *, const char *name);

/* Row i; NULL past the last. */
const struct report_row *report_at(const struct report *, size_t i);
int report_compares(const struct report *); /* is there a baseline? */

/* The next three are in report_text.c. */

/*
 * Adds the rows as TSV, values with so many decimals, or the line of their titles.  With a name of groups the
 * first cell is the group's, or the title; NULL: there are none.
 */
void report_put(const struct report *, const struct slice *group, int digits,
    struct buffer *);
void report_put_titles(
    const struct report *, const char *group, struct buffer *);

/*
 * The same of n reports of one plan, of runs that differ by their seed: the mean
 * of each row's values, their standard deviation (of n - 1), the least and the
 * greatest.
 */
void report_put_mean(
    const struct report *const *, size_t n, int digits, struct buffer *);

/*
 * In how many of the tests is the model worse than the baseline, with a chance
 * of at most level that any is said to be worse where none is (Bonferroni:
 * level is shared)?  Tested is every metric that has a cut-off.  *name is a row
 * that is worse, and *worse its chance.
 */
size_t report_worse(
    const struct report *, double level, const char **name, double *worse);

/* At which cut-offs does popularity find more?  A list such as "5, 10" in words
 * [size], and how many they are. */
size_t report_beaten(const struct report *, char *words, size_t size);

#endif
