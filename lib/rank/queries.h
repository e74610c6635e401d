/*
 * queries - queries with their labels, keys and exclusions, block by block.
 *
 * Queries are rows of floats, or query-tsv(5), recognised by its header.
 * Labels, excluded items and keys come from separate files, or from columns of
 * that TSV.
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
	size_t most;               /* most queries of a block */
	const struct shard *shard; /* the rows to read; NULL: all */
	int header;                /* the separate files have headers */

	/* Separate files and their columns (side_column.h); files may be
	 * NULL. */
	const char *labels, *label;
	const char *exclude, *context;
	const char *key, *key_column;
	const char *group; /* a second column of the labels' file */

	int labelled;        /* if there is no labels file, labels come from a
                                column of the TSV */
	int seen_miss;       /* labels that would be excluded count as
                                unknown */
	int exclude_context; /* exclude the items in the TSV's column of
                                contexts */
	int rules; /* read the TSV's columns of items that a list may or must
                      not contain */

	/* If not 0, queries are read line by line, lines have at most this many
	 * bytes, and bad lines are reported with warn(). 0: queries are read in
	 * blocks, and a bad line is a failure. */
	size_t longest;
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);
};

/* A block.  Members that the plan does not ask for are NULL. */
struct queries_block {
	size_t m;
	float *q;             /* [m,d] */
	struct slice *key;    /* [m] keys */
	struct slice *wanted; /* [m] cells of labels, verbatim */
	struct slice *group;  /* [m] */
	char *nobody;         /* [m] the context is empty */
	char *lost;           /* [m] the context has no known item; NULL:
                                 contexts always have one */
	size_t nlost;
	size_t *first;        /* [m+1] first label of each query */
	int32_t *label;       /* [L] candidates, from 1; 0: unknown */
	size_t labels;        /* L */
	size_t seen;          /* labels that would have been excluded */
	struct slice *error;  /* [m] errors; s NULL: none */
	struct exclude *skip; /* candidates to exclude; never labels */
	struct exclude *only; /* the allowed candidates, for queries with that
                                 rule */
	char *limited;        /* [m] */
	struct arena *texts;  /* private */
	size_t room;          /* capacity of label */
};

/* Opens the files, and reads the beginning of the queries at once.  The members
 * of the plan must outlive the result.  Returns NULL on failure, for example if
 * the queries belong to another model. */
struct queries *queries_open(const struct queries_plan *,
    const char *const *paths, size_t n, struct fail *);
void queries_close(struct queries *); /* NULL is allowed */

/* Reads the next block; one that is read line by line may be empty.  Returns 1;
 * 0 if this is the last block; -1 if the input is damaged or a separate file
 * has fewer rows. */
int queries_next(struct queries *, struct queries_block *, struct fail *);

/* Call it after the last block.  Returns -1 if a separate file has more
 * rows. */
int queries_end(struct queries *, struct fail *);

/* Returns 1 if a header line has announced that later queries belong to another
 * model.  Only if queries are read line by line. */
int queries_renamed(const struct queries *);

/* The title of the key column; s NULL: no keys. */
struct slice queries_key_title(const struct queries *);

/* Returns 1 if contexts are known. */
int queries_have_contexts(const struct queries *);

/* Returns 1 if the TSV has columns of rules and the plan asks for them. */
int queries_have_rules(const struct queries *);

/* Makes a block for these queries.  Free it with queries_block_free(), which
 * accepts NULL. */
struct queries_block *queries_block_new(const struct queries *, struct fail *);
void queries_block_free(struct queries_block *);

/* Returns the k-th treatment of a label that its query excludes: "keep" or
 * "miss". */
struct choice queries_seen_choice(size_t k);

/* The functions below are in queries_block.c. */

/* Tells which members a block has. */
struct queries_columns {
	int keys, contexts, include, exclude;
};

/* Does the work of queries_block_new(). */
struct queries_block *queries_block_of(
    const struct queries_plan *, const struct queries_columns *, struct fail *);

/* Records whether query i is lost; a lost query becomes zeros [d]. */
void queries_block_lose(struct queries_block *, size_t i, size_t d, int lost);

/* Records an error of query i. */
int queries_block_tell(
    struct queries_block *, size_t i, const char *why, struct fail *);

/* Copies a cell; the copy lives as long as the block. */
int queries_block_keep(
    struct queries_block *, struct slice cell, struct slice *to, struct fail *);

/* Adds the labels of query i; a repeated item counts once. */
int queries_block_labels(struct queries_block *, const struct candidates *,
    size_t i, struct slice cell, struct fail *);

/* Adds a cell's items to the open row of a set; items that are not candidates
 * are ignored. */
int queries_block_add(struct exclude *, const struct candidates *,
    struct slice cell, struct fail *);

/* Completes query i.  Its labels are taken out of the exclusions; with
 * seen_miss, labels that would be excluded become unknown instead. */
int queries_block_end(
    struct queries_block *, size_t i, int seen_miss, struct fail *);

/* The functions below are in queries_text.c. */

struct queries_text {
	const struct queries_plan *plan;
	struct tsv *t;
	struct query_tsv *column; /* of t */
	int renamed; /* a header line has named the model of the following
                        lines */
};

/* Returns -1 if the queries belong to another model than the candidates. */
int queries_text_check(const struct queries_text *, struct fail *);

/* Makes query i from a row of cells.  Returns 1; 0 if the row is a header, so
 * that later queries belong to another model; -1 on an error. */
int queries_text_add(struct queries_text *, struct queries_block *, size_t i,
    const struct slice *cells, struct fail *);

/* Records the error f for query i, which the last row has.  Only if queries are
 * read line by line. */
int queries_text_wrong(
    struct queries_text *, struct queries_block *, size_t i, struct fail *);

#endif
