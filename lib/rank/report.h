/*
 * report - the table that an evaluation ends in, and its gates.
 *
 * A row has a name, a value, what ranking by popularity would have had, the ends
 * of the value's confidence interval, and, if there is one to compare with, the
 * baseline's value and the chance that the model is not worse.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_REPORT_H
#define RANK_REPORT_H

#include "base/base.h"

struct coverage;
struct label_ranks;
struct report;
struct ties;

#define REPORT_MAX_CUTS 32

struct report_plan {
	const size_t *cuts; /* [ncuts] the K of metrics with a cut-off */
	size_t ncuts;       /* at most REPORT_MAX_CUTS */
	const struct ties *ties;
	int drop; /* unknown labels are left out, instead of being misses */
	const struct label_ranks *model;
	const struct label_ranks *popular;  /* the same examples; or NULL */
	const struct label_ranks *baseline; /* the same examples; or NULL */
	size_t candidates;                  /* 0 if it is not known */

	const struct coverage *coverage; /* or NULL */
	int all_listed;                  /* was nothing left out of any list? */
};

/* With a row for every metric and cut-off, and the counts.  NULL: no memory, or
 * no example is left. */
struct report *report_new(const struct report_plan *, struct fail *);

void report_free(struct report *); /* NULL is fine */

/* A row's value, or that of any metric with any cut-off; NAN if there is no
 * such thing. */
double report_value(const struct report *, const char *name);

/* Writes it, as TSV or in columns. */
int report_put(const struct report *, int header, int in_columns,
    struct output *, struct fail *);

/*
 * In how many of the tests is the model worse than the baseline, with a chance
 * of at most level that any is said to be worse where none is (Bonferroni:
 * level is shared)?  Tested are recall and MRR at each cut-off.  *name is a
 * row that is worse, and *worse its chance.
 */
size_t report_worse(
    const struct report *, double level, const char **name, double *worse);

#endif
