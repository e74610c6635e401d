/*
 * query_tsv - queries as text, query-tsv(5): who asks, from what context, and
 * the query itself, a row each.
 *
 * The name of the last column ends in the fingerprint of the model that made
 * the queries, and by that name the format is known.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_QUERY_TSV_H
#define DATA_QUERY_TSV_H

#include "base/base.h"

/* Could an input that begins with these n bytes be queries as text?  1; 0; -1:
 * the header line is not complete yet. */
int query_tsv_begins(const unsigned char *head, size_t n);

/* The columns that may stand before the query, in the order in which they are
 * written. */
enum query_tsv_column {
	QUERY_TSV_USER,
	QUERY_TSV_CONTEXT,
	QUERY_TSV_LABEL,
	QUERY_TSV_INCLUDE, /* the only candidates */
	QUERY_TSV_EXCLUDE, /* no candidates */
	QUERY_TSV_ERROR,   /* why it is no query */
	QUERY_TSV_COLUMNS
};

/* Where the columns of a header are, -1: there is none, and whose the queries
 * are. */
struct query_tsv {
	int column[QUERY_TSV_COLUMNS];
	int query;
	uint64_t fingerprint;
};

extern const struct query_tsv query_tsv_none; /* no column is there */

/* Finds the columns of t, which has a header. */
int query_tsv_columns(struct query_tsv *, struct tsv *t, struct fail *);

/* Is the cell the name of a column of queries?  Then *fingerprint says whose. */
int query_tsv_names(struct slice cell, uint64_t *fingerprint);

/* Reads a query's cell as q [d]. */
int query_tsv_numbers(struct slice cell, size_t d, float *q, struct fail *);

/* Is the cell a list without an item? */
int query_tsv_empty(struct slice cell);

/* Is it \N, nothing? */
int query_tsv_absent(struct slice cell);

/* Puts the header line of the columns that has() says are there. */
void query_tsv_put_header(struct output *, int (*has)(const void *, int column),
    const void *ctx, uint64_t fingerprint);

/* Puts a row: the cells before the query, each with its TAB, and q [d]. */
void query_tsv_put(
    struct output *, struct slice cells, size_t d, const float *q);

#endif
