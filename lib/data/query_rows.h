/*
 * query_rows - writes queries in any format as they are computed.
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
	/* Write query-tsv(5) with these cells; or NULL. */
	const struct query_cells *cells;
	const struct shard *shard; /* the share of queries; NULL: all */
	/* The fingerprint of the model that made the queries. */
	uint64_t fingerprint;
	/* Write a header line, if the format is TSV. */
	int header;
	int begun; /* the header is already written */
	/* [n] marks rows without a query; NULL: none. */
	const unsigned char *lost;
	float *gap; /* [d] written instead of a missing query */
	size_t n, d;
};

/* Writes the header of the format.  With cells, call it after their columns are
 * known.  query_rows_put() calls it unless w->begun. */
void query_rows_begin(const struct query_rows *w);

/* Writes the queries q [m,d], from number `first` on, counted from 0.
 * Writes the header before the first one.  Returns -1 if a number is not
 * finite, 1 if the output has failed.  rows is a struct query_rows, so that
 * encode() can call this function. */
int query_rows_put(
    void *rows, size_t first, size_t m, const float *q, struct fail *);

/* Marks missing queries: their rows become NaN, in text \N.  Returns -1 if
 * memory runs out.  lost [n] must outlive w.  Call query_rows_free(), even
 * after a failure. */
int query_rows_set_lost(
    struct query_rows *w, const unsigned char *lost, struct fail *);
void query_rows_free(struct query_rows *);

#endif
