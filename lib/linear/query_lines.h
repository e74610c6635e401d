/*
 * query_lines - answers contexts line by line: each query is computed as soon
 * as its line arrives, by the model that the directory holds at that time.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_QUERY_LINES_H
#define LINEAR_QUERY_LINES_H

#include "base/base.h"

struct encode_columns;
struct prometheus_requests;
struct query_maker;
struct query_rows;

struct query_lines_plan {
	const char *dir; /* of the model */
	struct query_maker *
	    *by;        /* that model, opened; the model that replaces it,
                           later */
	size_t longest; /* most bytes of a line */
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);

	/* What to read: columns and cells; the fields are the model's. */
	struct encode_columns *columns;
	struct query_rows *rows; /* receives the queries, as text with cells */
	struct prometheus_requests *requests; /* counts them */
};

/*
 * Answers each line of the files with a row of query-tsv(5), written at once.
 * A line with an error gets a row with that error.  After the directory is
 * replaced, the new model answers, beginning with a header line that names it.
 * warn() is called for each bad line, and if the new model cannot be loaded;
 * the old model then continues.  Returns 1 if some lines had errors.  Returns
 * -1 if reading or writing failed, or columns are missing.
 */
int query_lines(const struct query_lines_plan *, const char *const *files,
    size_t n, struct fail *);

#endif
