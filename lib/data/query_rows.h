/*
 * query_rows - queries as they are made, written in the format that was asked
 * for.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_ROWS_H
#define DATA_QUERY_ROWS_H

#include "base/base.h"

struct embedding_format;
struct query_cells;
struct shard;

/* Letters: n queries in all, d columns. */
struct query_rows {
	struct output *out;
	const struct embedding_format *format;
	const struct query_cells *cells; /* query-tsv(5) instead; or NULL */
	const struct shard *shard;       /* of the queries; NULL: all */
	uint64_t fingerprint;            /* of their model */
	int header;                      /* has a TSV its header line? */
	size_t n, d;
};

/* Writes q [m,d], queries first and after, counted from 0; what stands before
 * the rows comes with the first.  -1: a number is not finite.  1: the output
 * has failed.  rows is a struct query_rows, so that encode() can call it. */
int query_rows_put(
    void *rows, size_t first, size_t m, const float *q, struct fail *);

#endif
