/*
 * query_tsv - queries as text, query-tsv(5): user, context and query vector,
 * one row for each query.
 *
 * The title of the last column ends in the fingerprint of the model that made
 * the queries.  This title identifies the format.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_TSV_H
#define DATA_QUERY_TSV_H

#include "base/base.h"

/* Returns 1 if an input that begins with these n bytes can be queries as text,
 * 0 if not, -1 if the header line is not complete yet. */
int query_tsv_begins(const unsigned char *head, size_t n);

/* The optional columns before the query, in the order in which they are
 * written. */
enum query_tsv_column {
	QUERY_TSV_USER,
	QUERY_TSV_CONTEXT,
	QUERY_TSV_LABEL,
	QUERY_TSV_INCLUDE, /* the only candidates */
	QUERY_TSV_EXCLUDE, /* excluded candidates */
	QUERY_TSV_ERROR,   /* why there is no query */
	QUERY_TSV_COLUMNS
};

/* The columns of a header, -1 if missing, and the model's fingerprint. */
struct query_tsv {
	int column[QUERY_TSV_COLUMNS];
	int query;
	uint64_t fingerprint;
};

extern const struct query_tsv query_tsv_none; /* has no columns */

/* Finds the columns of t, which must have a header. */
int query_tsv_columns(struct query_tsv *, struct tsv *t, struct fail *);

/* Returns 1 if the cell is the title of a column of queries, and sets
 * *fingerprint. */
int query_tsv_names(struct slice cell, uint64_t *fingerprint);

/* Reads a query from its cell into q [d].  Returns 0, 1 if the cell is \N,
 * -1 on failure. */
int query_tsv_numbers(struct slice cell, size_t d, float *q, struct fail *);

/* Returns 1 if the cell is an empty list. */
int query_tsv_empty(struct slice cell);

/* Returns 1 if the cell is \N. */
int query_tsv_absent(struct slice cell);

/* Writes a header line with those columns for which has() returns true. */
void query_tsv_put_header(struct output *, int (*has)(const void *, int column),
    const void *ctx, uint64_t fingerprint);

/* Writes a row: the cells before the query, each with its TAB, then q [d]. */
void query_tsv_put(
    struct output *, struct slice cells, size_t d, const float *q);

#endif
