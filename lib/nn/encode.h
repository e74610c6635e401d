/*
 * encode - turns contexts or sequences into queries, block by block.
 *
 * Letters: N queries in all, n of a block, E columns of a query.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ENCODE_H
#define NN_ENCODE_H

#include "base/base.h"

struct batch_fields;
struct fields;
struct net;
struct query_cells;
struct shard;

/* The k-th tower whose embeddings can be written. */
struct choice encode_tower(size_t k);

/* The input: examples or sequences.  Zero this before use. */
struct encode_data {
	struct examples *x;
	struct sequences *s;
	struct batch_fields *fields; /* of x; NULL: none */
	int row0; /* unknown items are row 0; else they are left out */
};

/* How to read a TSV.  Column names that are NULL have their defaults. */
struct encode_columns {
	const char *model; /* the name for messages */
	const char *context;
	const char *sequence;
	int header;
	const char *unknown; /* the treatment of unknown items; NULL: row0 if
                                training had it, otherwise drop.  A context of
                                unknown items alone needs row0. */
	const struct shard *shard; /* the rows of contexts to read; NULL: all */

	struct fields *fields; /* the model's fields; NULL: none */
	int missing_fields;    /* columns of fields may be absent */

	struct query_cells *cells; /* receives the cells of contexts to pass on;
                                      NULL: none */

	/* If not NULL, rows are sequences: every event after the first is the
	 * label of a query, and this file gets the labels, one a line.  The
	 * file is complete before the first query is made, for programs that
	 * read both. */
	const char *labels;
};

/*
 * Reads contexts or sequences in the form that the model m takes.  A model of
 * windows turns sequences into contexts; other models run over whole sequences.
 * Returns -1 if the input is damaged or has no queries, or memory runs out.
 * Free it with encode_free(), even after a failure.
 */
int encode_read(struct encode_data *, struct input *in,
    const struct encode_columns *, const struct model *m, struct fail *);

/* Reads one context, the next row of t.  Returns 1, 0 at the end, -1 on an
 * error.  The context may have no known item. */
int encode_read_row(struct encode_data *, struct tsv *t,
    const struct encode_columns *, const struct model *m, struct fail *);

/* Returns -1 if the header of t lacks a column of contexts. */
int encode_find(struct tsv *t, const struct encode_columns *,
    const struct model *m, struct fail *);

void encode_free(struct encode_data *);

/* Reports, line by line, what the model did not know.  is_baseline: the model
 * has no net. */
void encode_say(const struct encode_data *, const struct encode_columns *,
    int is_baseline, void (*say)(int warning, const char *words));

/* Returns N: one query for each example, or for each event after the first of a
 * sequence. */
size_t encode_count(const struct encode_data *);

/* Allocates memory for computing queries of net, which must outlive it.
 * Returns NULL if memory runs out. */
struct encode_work *encode_begin(const struct net *, struct fail *);
void encode_end(struct encode_work *); /* NULL is allowed */

/*
 * Computes the queries and passes them on in order: put() receives q [n,E] and
 * the number of its first query, from 0; a nonzero result ends the work.
 * Returns -1 if memory runs out, or put() returned a negative number.
 */
int encode(struct encode_work *, const struct encode_data *,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *);

#endif
