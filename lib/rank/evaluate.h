/*
 * evaluate - where the labels of queries come among all candidates, and what of
 * that is reported.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EVALUATE_H
#define RANK_EVALUATE_H

#include "base/base.h"

struct buffer;
struct candidates;
struct candidates_source;
struct evaluation;
struct queries_plan;
struct report;
struct shard;
struct ties;

/* What a label that is no candidate is. */
enum evaluate_unknown { EVALUATE_MISS, EVALUATE_DROP, EVALUATE_ERROR };

struct choice evaluate_unknown_choice(size_t k); /* in that order */

struct evaluate_plan {
	const struct candidates_source *source;
	const char *include;       /* a file of items: only these; or NULL */
	const struct shard *share; /* of them: only these are counted, to the
				      ranks file or standard output, and there
				      is no report; or NULL */
	const size_t *cuts;        /* [ncuts] the K of metrics with a cut-off */
	size_t ncuts;
	const struct ties *ties; /* NULL: as the candidates want it */
	enum evaluate_unknown unknown;
	const char *ranks;    /* a ranks file to write; or NULL */
	const char *baseline; /* a ranks file to stand beside; or NULL */
	int header;           /* have the text files one? */

	/* The files are of ranks, made before.  The source may then be a
	 * vocabulary alone, or nothing, and the rest does not count. */
	int from_ranks;
	int runs; /* each of these files is a run of its own */

	const struct queries_plan *queries; /* but candidates and most */
	int reduce_sum; /* labels are scored by rank_reduce_sum() */
	int coverage;   /* also what is listed */

	/* Rank among so many candidates, drawn for each query; 0: all. */
	size_t sampled;
	uint64_t seed;
};

/* Do the words of the plan go together?  -1, and f says which do not, as
 * options. */
int evaluate_check(const struct evaluate_plan *, struct fail *);

/*
 * Reads the queries in the npaths files, and labels for each, in order and in
 * bounded memory; or the ranks.  The ranks file is in its place when this
 * returns.  NULL: also if labels and queries are not as many.  The plan must
 * outlive it.  Freed by evaluation_free(), to which NULL is fine.
 */
struct evaluation *evaluate(const struct evaluate_plan *,
    const char *const *paths, size_t npaths, struct fail *);
const struct report *evaluation_report(const struct evaluation *); /* or NULL */

/* The rule for ties that it went by. */
const struct ties *evaluation_ties(const struct evaluation *);
void evaluation_free(struct evaluation *);

/* Adds the whole table as TSV with its header; values have so many decimals. */
void evaluation_put(const struct evaluation *, int digits, struct buffer *);

/* Why these figures may not be what was asked for, in words that hold until the
 * next call: the k-th reason, NULL past the last. */
const char *evaluation_doubt(struct evaluation *, size_t k);

#endif
