/*
 * candidates - the vectors that are scored, and the items they belong to.
 *
 * They come from a matrix file with a vocabulary, or from the table of a model
 * that is already loaded; all of them or a selection.
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

/* Checks that the options agree.  alone: a vocabulary without candidates is
 * allowed.  Returns -1 if options contradict each other; f names them. */
int candidates_source_check(
    const struct candidates_source *, int alone, struct fail *);

struct candidates {
	const struct vocab *vocab;
	size_t n, d;
	const float *x; /* [n,d]; NULL: a query is its own scores, V = d */
	float largest;  /* no |x| is larger; 0: unknown */
	uint64_t fingerprint; /* of the model; 0: unknown */
	int bias;             /* the last column is a bias, not part of the
                             vectors */
	int blank;        /* a query that scores all candidates alike counts as
                             uninformed */
	const char *ties; /* the rule for ties that the model asks for; or
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

/* The scores of queries against these candidates, which must outlive the
 * result; see score_tiles.h. */
struct score_tiles *candidates_scan(const struct candidates *, struct fail *);

/* Builds the index of the vocabulary; needed before looking up items by name,
 * see vocab_open(). */
int candidates_index(struct candidates *, struct fail *);

/* Candidates in memory: x [V,d] and v must outlive them. */
void candidates_of(
    struct candidates *, const struct vocab *v, const float *x, size_t d);

/* The candidates of a model, which must outlive them.  Returns -1 if the model
 * has none. */
int candidates_of_model(struct candidates *, struct model *, struct fail *);

/*
 * Keeps only the items listed in the file path, one a line (the first cell of a
 * row, no header); copies their rows.  *unknown: how many lines are not in the
 * vocabulary; returns -1 if none is.
 */
int candidates_keep_listed(
    struct candidates *, const char *path, size_t *unknown, struct fail *);

/* Restricts scoring to one share of the candidates: contiguous parts of equal
 * size.  Returns -1 if there are fewer candidates than parts, or the model has
 * `blank`, which only all candidates together can decide. */
int candidates_share(struct candidates *, const struct shard *, struct fail *);

/*
 * Copies the rows of the items in a list such as "12,7" to *x [n,d], and the
 * items to *item [n]; returns n, or 0 on failure: an empty list, or an unknown
 * item.  The caller frees both, even after a failure.
 */
size_t candidates_rows(const struct candidates *, const char *list, float **x,
    int32_t **item, struct fail *);

/* Removes a bias and divides every row by its norm, so that scores are cosines;
 * a row of zeros stays.  Copies rows that are not copied yet. */
int candidates_normalise(struct candidates *, struct fail *);

/* Does the same to one row x [d], bit for bit. */
void candidates_normalise_row(size_t d, float *x);

/* The item of candidate j; and the candidate of an item, or -1. */
int32_t candidates_item(const struct candidates *, size_t j);
int32_t candidates_find(const struct candidates *, int32_t item);

void candidates_close(struct candidates *);

#endif
