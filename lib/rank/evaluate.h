/*
 * evaluate - ranks the labels of queries among all candidates, and reports
 * metrics.
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

/* The treatment of a label that is not a candidate. */
enum evaluate_unknown { EVALUATE_MISS, EVALUATE_DROP, EVALUATE_ERROR };

struct choice evaluate_unknown_choice(size_t k); /* in the order of the enum */

struct evaluate_plan {
	const struct candidates_source *source;
	const char *include;       /* a file of items that are the only
                                      candidates; or NULL */
	const struct shard *share; /* a share of the candidates; NULL: all.
                                      With a share, the counts go to the ranks
                                      file or standard output, and there is no
                                      report */
	const size_t *cuts;        /* [ncuts] the cut-offs K */
	size_t ncuts;
	const struct ties *ties; /* NULL: the candidates' rule */
	enum evaluate_unknown unknown;
	const char *ranks;    /* a ranks file to write; or NULL */
	const char *baseline; /* a ranks file to compare with; or NULL */
	int header;           /* the text files have a header */

	/* The input is ranks files.  The source may then be a vocabulary alone,
	 * or nothing, and the members after `runs` are ignored. */
	int from_ranks;
	int runs; /* each ranks file is a run of its own */

	const struct queries_plan *queries; /* evaluate() sets its candidates
                                               and most. */
	int reduce_sum; /* labels are scored with rank_reduce_sum() */
	int coverage;   /* also computes coverage */

	/* For each query, ranks among this many sampled candidates; 0: among
	 * all. */
	size_t sampled;
	uint64_t seed;
};

/* Returns -1 if options of the plan contradict each other; the message names
 * them. */
int evaluate_check(const struct evaluate_plan *, struct fail *);

/*
 * Reads the queries in the npaths files and the labels of each, in order and in
 * bounded memory; or reads ranks.  The ranks file is complete on return.
 * Returns NULL on failure, for example if there are not as many labels as
 * queries.  The plan must outlive the result.  Freed by evaluation_free(),
 * which accepts NULL.
 */
struct evaluation *evaluate(const struct evaluate_plan *,
    const char *const *paths, size_t npaths, struct fail *);
const struct report *evaluation_report(const struct evaluation *); /* or NULL */

/* Returns the rule for ties that was used. */
const struct ties *evaluation_ties(const struct evaluation *);
void evaluation_free(struct evaluation *);

/* Appends the whole table as TSV with a header.  Values have `digits`
 * decimals. */
void evaluation_put(const struct evaluation *, int digits, struct buffer *);

/* Returns the k-th reason why the figures may mislead, in words that are valid
 * until the next call; NULL past the last. */
const char *evaluation_doubt(struct evaluation *, size_t k);

#endif
