/*
 * evaluate - where the labels of queries come among all candidates, and what of
 * that is reported.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EVALUATE_H
#define RANK_EVALUATE_H

#include "base/base.h"

struct candidates_source;
struct evaluation;
struct report;
struct shard;
struct ties;

/* What a label that is no candidate is. */
enum evaluate_unknown { EVALUATE_MISS, EVALUATE_DROP, EVALUATE_ERROR };

struct choice evaluate_unknown_choice(size_t k); /* in that order */

struct evaluate_plan {
	const struct candidates_source *source;
	const size_t *cuts; /* [ncuts] the K of metrics with a cut-off */
	size_t ncuts;
	const struct ties *ties; /* NULL: as the candidates want it */
	enum evaluate_unknown unknown;
	const char *ranks;    /* a ranks file to write; or NULL */
	const char *baseline; /* a ranks file to stand beside; or NULL */
	int header;           /* have the text files one? */

	/* The files are of ranks, made before.  The source may then be a
	 * vocabulary alone, or nothing, and the rest does not count. */
	int from_ranks;

	const char *labels, *label;    /* file and column: side_column.h */
	const char *exclude, *context; /* the same, file may be NULL */
	const struct shard *shard;     /* their rows to take; NULL: all */
	int reduce_sum; /* labels are scored by rank_reduce_sum() */
	int coverage;   /* also the share of candidates listed */
};

/*
 * Reads the queries in the npaths files, and a label for each, in order and in
 * bounded memory; or the ranks.  The ranks file is in its place when this
 * returns.  NULL: also if labels and queries are not as many.  The plan must
 * outlive it.  Freed by evaluation_free(), to which NULL is fine.
 */
struct evaluation *evaluate(const struct evaluate_plan *,
    const char *const *paths, size_t npaths, struct fail *);
const struct report *evaluation_report(const struct evaluation *);

/* The rule for ties that it went by. */
const struct ties *evaluation_ties(const struct evaluation *);
void evaluation_free(struct evaluation *);

#endif
