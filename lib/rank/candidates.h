/*
 * candidates - the candidates: what is scored, and which items they are.
 *
 * A matrix file and a vocabulary, or the table of a model that somebody else
 * loaded; all of it, or some of its items.
 *
 * Letters: V items, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_CANDIDATES_H
#define RANK_CANDIDATES_H

#include "base/base.h"

struct mat;

struct candidates {
	const struct vocab *vocab;
	size_t n, d;
	const float *x; /* [n,d] */
	int bias;       /* is the last column a bias, not of the vectors? */

	/* The rest is its own business. */
	struct vocab *vocab_read; /* vocab, if it was read here */
	struct mat *mat;          /* x, if it was mapped here */
	float *copy;              /* x, if it was copied */
	int32_t *item;            /* [n] of each candidate, ascending;
	                             NULL: candidate j is item j + 1 */
	int32_t *candidate;       /* [V+1] of each item, or -1; NULL likewise */
};

/* Opens the files, which must stay as they are: row i of the matrix is line i
 * of the vocabulary, whose tokens vocab_put_token() gives.  With d 0 the columns
 * follow from the sizes.  -1: damaged, or they do not fit. */
int candidates_open(struct candidates *, const char *matrix, const char *vocab,
    size_t d, struct fail *);

/* Whoever looks for items by name must call this before; see vocab_open(). */
int candidates_index(struct candidates *, struct fail *);

/* A catalogue of what is in memory: x [V,d] and v must outlive it. */
void candidates_of(
    struct candidates *, const struct vocab *v, const float *x, size_t d);

/* The catalogue of a model, which must outlive it.  -1: it has no candidates. */
int candidates_of_model(struct candidates *, struct model *, struct fail *);

/*
 * Keeps only the items in the file path, one a line (the first cell of a row
 * without header); copies their rows.  *unknown: how many of the lines are not
 * in the vocabulary; -1 if all are.
 */
int candidates_keep_listed(
    struct candidates *, const char *path, size_t *unknown, struct fail *);

/* Leaves a bias out and divides every row by its length, so that scores are
 * cosines; a row of zeros stays.  Copies what is not copied yet. */
int candidates_normalise(struct candidates *, struct fail *);

/* The same of one row x [d], to the bit. */
void candidates_normalise_row(size_t d, float *x);

/* The item that candidate j is, and the candidate that an item is, or -1. */
int32_t candidates_item(const struct candidates *, size_t j);
int32_t candidates_find(const struct candidates *, int32_t item);

void candidates_close(struct candidates *);

#endif
