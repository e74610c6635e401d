/*
 * candidates - the vectors that are scored, and the items they belong to.
 *
 * Candidates come from a matrix file with a vocabulary, or from a model's
 * table.  All of them are scored, or a selection.
 *
 * Letters: V items, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_CANDIDATES_H
#define RANK_CANDIDATES_H

#include "base/base.h"

struct mat;
struct shard;

/* Where candidates come from: a model, or a matrix and a vocabulary, whose line
 * i names row i. */
struct candidates_source {
	const char *model;          /* NULL: "model", the default directory */
	const char *matrix, *vocab; /* matrix NULL: use the model */
	size_t dim;                 /* columns; 0: follows from the file
                                       sizes */
	int scores; /* no matrix: each query is the scores of vocab's items */
};

/* Returns -1 if options contradict each other; the message names them.  alone:
 * a vocabulary without candidates is allowed. */
int candidates_source_check(
    const struct candidates_source *, int alone, struct fail *);

struct candidates {
	const struct vocab *vocab;
	size_t n, d;
	const float *x; /* [n,d]; NULL: a query is its own scores, V = d */
	float largest;  /* upper bound of all |x|; 0: unknown */
	uint64_t fingerprint; /* of the model; 0: unknown */
	int bias;             /* the last column is a bias, not part of the
                             vectors */
	int blank;        /* a query that scores all candidates alike counts as
                             uninformed */
	const char *ties; /* the rule for ties that the model requires; or
                             NULL */
	size_t from, to;  /* the candidates that are scored: all, or a share */

	/* Private: what was read here and must be freed. */
	struct vocab *vocab_read; /* vocab, if read here */
	struct mat *mat;          /* x, if mapped here */
	struct model *model;      /* x and vocab, if loaded here */
	float *copy;              /* x, if copied */
	int32_t *item;            /* [n] the item of each candidate, ascending;
                                     NULL: candidate j is item j + 1 */
	int32_t *candidate;       /* [V+1] the candidate of each item, or -1;
                                     NULL likewise */
};

/*
 * Opens the files, which must not change.  The candidates of a model are its
 * items, without row 0, the unknown item.  A vocabulary beside a matrix is read
 * by vocab_open().  Returns -1 if files are damaged or do not match; nothing is
 * open then.
 */
int candidates_open(
    struct candidates *, const struct candidates_source *, struct fail *);

/* Prepares the scores of queries against these candidates, which must outlive
 * the result; see score_tiles.h. */
struct score_tiles *candidates_scan(const struct candidates *, struct fail *);

/* Builds the index of the vocabulary, which looking up items by name requires;
 * see vocab_open(). */
int candidates_index(struct candidates *, struct fail *);

/* Makes candidates of x [V,d] in memory; x and v must outlive them. */
void candidates_of(
    struct candidates *, const struct vocab *v, const float *x, size_t d);

/* Makes candidates of a model, which must outlive them.  Returns -1 if the
 * model has none. */
int candidates_of_model(struct candidates *, struct model *, struct fail *);

/*
 * Keeps only the items that the file path lists, one a line (the first cell of
 * a row, without a header), and copies their rows.  Sets *unknown to the number
 * of lines whose item is not in the vocabulary.  Returns -1 if all are unknown.
 */
int candidates_keep_listed(
    struct candidates *, const char *path, size_t *unknown, struct fail *);

/* Restricts scoring to one share of the candidates: contiguous parts of equal
 * size.  Returns -1 if there are fewer candidates than parts, or if `blank` is
 * set, because that rule needs the scores of all candidates. */
int candidates_share(struct candidates *, const struct shard *, struct fail *);

/*
 * Copies the rows of the items in a list such as "12,7" to *x [n,d], and the
 * items to *item [n].  Returns n, or 0 if the list is empty, an item is unknown
 * or memory runs out.  The caller frees both, even after a failure.
 */
size_t candidates_rows(const struct candidates *, const char *list, float **x,
    int32_t **item, struct fail *);

/* Removes a bias and divides every row by its norm, so that scores are cosines;
 * a row of zeros stays.  Copies rows that are not copied yet. */
int candidates_normalise(struct candidates *, struct fail *);

/* Does the same to one row x [d], with the same bits. */
void candidates_normalise_row(size_t d, float *x);

/* candidates_item() returns the item of candidate j, candidates_find() the
 * candidate of an item, or -1. */
int32_t candidates_item(const struct candidates *, size_t j);
int32_t candidates_find(const struct candidates *, int32_t item);

void candidates_close(struct candidates *);

#endif
