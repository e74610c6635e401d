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
	int begun; /* what stands before the rows is there already */
	const unsigned char *lost; /* [n] what is no query; NULL: none */
	float *gap;                /* [d] what stands there then */
	size_t n, d;
};

/* Writes what stands before the rows: who has cells, when the columns are known.
 * query_rows_put() does it unless w->begun. */
void query_rows_begin(const struct query_rows *w);

/* Writes q [m,d], queries first and after, counted from 0; what stands before
 * the rows comes with the first.  -1: a number is not finite.  1: the output
 * has failed.  rows is a struct query_rows, so that encode() can call it. */
int query_rows_put(
    void *rows, size_t first, size_t m, const float *q, struct fail *);

/* Some queries are none: their rows become NaN, in a cell \N.  -1: no memory.
 * lost [n] must outlive w; query_rows_free() in any case. */
int query_rows_lose(
    struct query_rows *w, const unsigned char *lost, struct fail *);
void query_rows_free(struct query_rows *);

#endif
