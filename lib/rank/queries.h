/*
 * queries - what asks, and what goes with each query, block by block.
 *
 * Queries are rows of floats, or query-tsv(5), which is told by its header.
 * Labels, what is left out, and keys come from files beside them, or from the
 * columns of that TSV.
 *
 * Letters: m queries of a block, d columns, L labels.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_QUERIES_H
#define RANK_QUERIES_H

#include "base/base.h"

struct candidates;
struct queries;
struct query_tsv;
struct shard;

struct queries_plan {
	const struct candidates *candidates;
	size_t most;               /* queries of a block */
	const struct shard *shard; /* their rows in the files; NULL: all */
	int header;                /* have the files beside one? */

	/* Files and their columns (side_column.h); files may be NULL. */
	const char *labels, *label;
	const char *exclude, *context;
	const char *key, *key_column;
	const char *group; /* one more column of labels */

	int labelled;        /* without that file, a label is a column */
	int seen_miss;       /* labels left out, too, become none */
	int exclude_context; /* what is left out is the column of contexts */
	int rules; /* columns of items that a list alone has, or lacks, hold */

	/* Line by line: a line may have so many bytes, and of a wrong one warn()
	 * is told; 0: blocks, and what is wrong is a failure. */
	size_t longest;
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);
};

/* What is not asked for is NULL. */
struct queries_block {
	size_t m;
	float *q;             /* [m,d] */
	struct slice *key;    /* [m] who asks */
	struct slice *wanted; /* [m] the cell of labels, as it is there */
	struct slice *group;  /* [m] */
	char *nobody;         /* [m] is the context known to be empty? */
	char *lost;           /* [m] is it no query: was nothing known?  NULL:
	                       none is */
	size_t nlost;
	size_t *first;        /* [m+1] where a query's labels begin */
	int32_t *label;       /* [L] candidate, from 1; 0: none */
	size_t labels;        /* L */
	size_t seen;          /* labels that would have been left out */
	struct slice *error;  /* [m] why it is no query; s NULL: it is one */
	struct exclude *skip; /* what is left out, never a label */
	struct exclude *only; /* of a query that is limited, what is not */
	char *limited;        /* [m] */
	struct arena *texts;  /* its own business */
	size_t room;          /* of label */
};

/* Opens the files, the first of the queries at once.  All that is named must
 * outlive it.  NULL: also if the queries are of another model. */
struct queries *queries_open(const struct queries_plan *,
    const char *const *paths, size_t n, struct fail *);
void queries_close(struct queries *); /* NULL is fine */

/* The next block, of which line by line there may be none: 1, 0 if it is the last,
 * -1: damaged, or files beside that have other rows. */
int queries_next(struct queries *, struct queries_block *, struct fail *);

/* All have been; -1 if there are more rows beside. */
int queries_end(struct queries *, struct fail *);

/* Line by line: are queries after that block of another model than those before,
 * as a header line says? */
int queries_renamed(const struct queries *);

/* What the column of keys is called; s NULL: there are none. */
struct slice queries_key_title(const struct queries *);

/* Are their contexts known? */
int queries_have_contexts(const struct queries *);

/* Have they columns of rules, that are asked for? */
int queries_have_rules(const struct queries *);

/* A block for them, freed by queries_block_free(), to which NULL is fine. */
struct queries_block *queries_block_new(const struct queries *, struct fail *);
void queries_block_free(struct queries_block *);

/* What a label is that its query leaves out, "keep" and "miss". */
struct choice queries_seen_choice(size_t k);

/* The rest is in queries_block.c. */

/* What queries have. */
struct queries_columns {
	int keys, contexts, include, exclude;
};

/* What queries_block_new() gives. */
struct queries_block *queries_block_of(
    const struct queries_plan *, const struct queries_columns *, struct fail *);

/* Is query i [d] lost?  One that is scores everything 0. */
void queries_block_lose(struct queries_block *, size_t i, size_t d, int lost);

/* Query i is none, and why. */
int queries_block_tell(
    struct queries_block *, size_t i, const char *why, struct fail *);

/* Copies a cell to where it stays as long as the block. */
int queries_block_keep(
    struct queries_block *, struct slice cell, struct slice *to, struct fail *);

/* Adds the labels of query i, an item that is there twice once. */
int queries_block_labels(struct queries_block *, const struct candidates *,
    size_t i, struct slice cell, struct fail *);

/* Adds a cell's items to the row of a set that is being made: those that are no
 * candidates do not matter. */
int queries_block_add(struct exclude *, const struct candidates *,
    struct slice cell, struct fail *);

/* Query i is complete: its labels are not left out, or with seen_miss are none
 * if they would be. */
int queries_block_end(
    struct queries_block *, size_t i, int seen_miss, struct fail *);

/* The rest is in queries_text.c. */

struct queries_text {
	const struct queries_plan *plan;
	struct tsv *t;
	struct query_tsv *column; /* of t */
	int renamed; /* a header line has said of which model what follows is */
};

/* -1: they are of another model than the candidates. */
int queries_text_check(const struct queries_text *, struct fail *);

/* Makes the row of cells query i: 1; 0: it is a header, and what follows is of
 * another model; -1. */
int queries_text_add(struct queries_text *, struct queries_block *, size_t i,
    const struct slice *cells, struct fail *);

/* Line by line: query i, of the row read last, is none, for the reason in f. */
int queries_text_wrong(
    struct queries_text *, struct queries_block *, size_t i, struct fail *);

#endif
