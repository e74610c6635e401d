/*
 * encode - contexts or sequences in, queries out, block by block.
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

/* The k-th tower that embeddings may be of. */
struct choice encode_tower(size_t k);

/* What there is to encode, one of both; zero it first. */
struct encode_data {
	struct examples *x;
	struct sequences *s;
	struct batch_fields *fields; /* of x; NULL: none */
	int row0; /* unknown items are row 0, else left out */
};

/* What of a TSV is wanted.  Names of columns NULL: the usual ones. */
struct encode_columns {
	const char *model; /* as messages name it */
	const char *context;
	const char *sequence;
	int header;
	const char *unknown; /* what becomes of unknown items; NULL: what did in
			      * training, but for error.  Only where row0 is
			      * told may a context have nothing else. */
	const struct shard
	    *shard; /* of contexts, the rows to take; NULL: all */

	struct fields *fields; /* the model's; NULL: it has none */
	int missing_fields;    /* their columns need not be there */

	struct query_cells *cells; /* of contexts; NULL: not wanted */

	/* If not NULL, the rows are sequences, which ask a query for every event
	 * after the first; and this file gets those events, a label a query, whole
	 * before there are queries, for whoever reads both. */
	const char *labels;
};

/*
 * Reads contexts or sequences as the model m takes them: one of windows makes
 * contexts of sequences too, the others go over them whole.  -1: damaged input,
 * nothing to ask, no memory.  Freed by encode_free() in any case.
 */
int encode_read(struct encode_data *, struct input *in,
    const struct encode_columns *, const struct model *m, struct fail *);

/* The same of one context, the next row of t: 1, 0 if there is none, -1.  It need
 * not have anything that is known. */
int encode_read_row(struct encode_data *, struct tsv *t,
    const struct encode_columns *, const struct model *m, struct fail *);

/* Does the header of t have the columns that contexts are read from? */
int encode_find(struct tsv *t, const struct encode_columns *,
    const struct model *m, struct fail *);

void encode_free(struct encode_data *);

/* Says, line by line, what of it was not known; is_baseline: to a model without a
 * net. */
void encode_say(const struct encode_data *, const struct encode_columns *,
    int is_baseline, void (*say)(int warning, const char *words));

/* N: an example is a query, and so is every event after the first of a
 * sequence. */
size_t encode_count(const struct encode_data *);

/* Memory for queries of net, which must outlive it.  NULL without memory. */
struct encode_work *encode_begin(const struct net *, struct fail *);
void encode_end(struct encode_work *); /* NULL is fine */

/*
 * Makes the queries, and hands them on in order: put gets q [n,E], the first of
 * which is number first, from 0, and ends the work if it does not return 0.  -1:
 * no memory, or put returned what is less than 0.
 */
int encode(struct encode_work *, const struct encode_data *,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *);

#endif
