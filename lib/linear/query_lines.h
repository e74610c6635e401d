/*
 * query_lines - contexts answered line by line: each is a query as soon as it is
 * there, by the model that the directory holds then.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_QUERY_LINES_H
#define LINEAR_QUERY_LINES_H

#include "base/base.h"

struct encode_columns;
struct query_maker;
struct query_rows;

struct query_lines_plan {
	const char *dir; /* of the model */
	struct query_maker *
	    *by;        /* of that model, opened; maybe another later */
	size_t longest; /* bytes of a line */
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);

	/* What is read, its columns and cells, but not the fields. */
	struct encode_columns *columns;
	struct query_rows *rows; /* where queries go, as text with cells */
};

/*
 * Answers each line of the files: a row of query-tsv(5), handed over whole.  A line
 * that is wrong has a row too, of no query.  When the directory is exchanged the
 * next line is answered by the new model, after a header line that names it; a
 * model that cannot be loaded is told to warn(), as each wrong line is, and the old one
 * goes on.  1: some lines were wrong.  -1: what is read or written fails, or the
 * columns are not there.
 */
int query_lines(const struct query_lines_plan *, const char *const *files,
    size_t n, struct fail *);

#endif
