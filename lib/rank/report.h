/*
 * report - the table of results of an evaluation, and tests on it.
 *
 * A row has a name, a value, the value of the popularity ranking, the value's
 * confidence interval and, if there is a baseline, the baseline's value and the
 * difference from it.
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

/* Unknown numbers are NAN. */
struct report_row {
	char name[64];
	const struct metric *metric; /* NULL: not a metric of ranks */
	size_t cut;
	int whole; /* the value is a count */
	double value, popular, baseline;
	double low, high; /* the value's confidence interval */

	/* The difference from the baseline, see label_ranks.h. */
	double difference, difference_low, difference_high, p, worse;
};

struct report_plan {
	const size_t *cuts; /* [ncuts] the cut-offs K */
	size_t ncuts;       /* at most REPORT_MAX_CUTS */
	const struct ties *ties;
	int drop; /* unknown labels are left out, not counted as misses */
	const struct label_ranks *model;
	const struct label_ranks *popular;  /* the same examples; or NULL */
	const struct label_ranks *baseline; /* the same examples; or NULL */
	size_t candidates;                  /* 0: unknown */
	size_t sampled; /* candidates sampled for each query; 0: all */
	size_t seen;    /* labels that count as unknown because their query
                           excludes them */

	const struct coverage *coverage; /* or NULL */
	int all_listed;                  /* no list excludes anything */
};

/* Makes a row for every metric and cut-off, and for the counts.  The plan and
 * all that it names must outlive the report.  Returns NULL if memory runs out,
 * or no examples are left. */
struct report *report_new(const struct report_plan *, struct fail *);

void report_free(struct report *); /* NULL is allowed */

/* Returns the value of a row, or of any metric with any cut-off; NAN if there
 * is no such name. */
double report_value(const struct report *, const char *name);

/* Row i; NULL past the last. */
const struct report_row *report_at(const struct report *, size_t i);
int report_compares(const struct report *); /* 1 if there is a baseline */

/* The following three are in report_text.c. */

/*
 * report_put() appends the rows as TSV, with `digits` decimals;
 * report_put_titles() appends the header line.  group: the first cell of every
 * row, or its title; NULL: there is no such column.
 */
void report_put(const struct report *, const struct slice *group, int digits,
    struct buffer *);
void report_put_titles(
    const struct report *, const char *group, struct buffer *);

/*
 * Appends a table of n reports of one plan, of runs with different seeds: for
 * each row the mean of the values, their standard deviation (over n - 1), the
 * minimum and the maximum.
 */
void report_put_mean(
    const struct report *const *, size_t n, int digits, struct buffer *);

/*
 * Returns in how many tests the model is worse than the baseline, at the
 * significance `level` for all tests together (Bonferroni).  Every metric with
 * a cut-off is tested.  Sets *name to a row that is worse, and *worse to its p
 * value.
 */
size_t report_worse(
    const struct report *, double level, const char **name, double *worse);

/* Returns at how many cut-offs popularity finds more labels, and writes these
 * to words [size], as in "5, 10". */
size_t report_beaten(const struct report *, char *words, size_t size);

#endif
