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
struct shard;

/* Where candidates come from: a model, or a matrix and the vocabulary whose line
 * i is row i. */
struct candidates_source {
	const char *model;          /* NULL: "model", the usual directory */
	const char *matrix, *vocab; /* matrix NULL: the model */
	size_t dim;                 /* columns; 0: as the sizes say */
	int scores; /* no matrix: queries are scores of vocab's items */
};

/* Do its words go together?  alone: a vocabulary without candidates will do.
 * -1, and f says which do not, as options. */
int candidates_source_check(
    const struct candidates_source *, int alone, struct fail *);

struct candidates {
	const struct vocab *vocab;
	size_t n, d;
	const float *x; /* [n,d]; NULL: a query is its scores of V = d items */
	float largest;  /* no |x| is larger; 0: not known */
	uint64_t fingerprint; /* of their model; 0: not known */
	int bias;         /* is the last column a bias, not of the vectors? */
	int blank;        /* does a query that scores all alike know nothing? */
	const char *ties; /* the rule for ties that the model wants; or NULL */
	size_t from, to;  /* those that are scored: all, or a share */

	/* The rest is its own business. */
	struct vocab *vocab_read; /* vocab, if it was read here */
	struct mat *mat;          /* x, if it was mapped here */
	struct model *model;      /* x and vocab, if it was loaded here */
	float *copy;              /* x, if it was copied */
	int32_t *item;            /* [n] of each candidate, ascending;
	                             NULL: candidate j is item j + 1 */
	int32_t *candidate;       /* [V+1] of each item, or -1; NULL likewise */
};

/*
 * Opens the files, which must stay as they are.  Of a model the items are the
 * candidates, without row 0, the unknown one.  A vocabulary beside a matrix is
 * read by vocab_open().  -1: damaged, or they do not fit; then nothing is open.
 */
int candidates_open(
    struct candidates *, const struct candidates_source *, struct fail *);

/* All scores of queries with these candidates, which must outlive it; see
 * score_tiles.h. */
struct score_tiles *candidates_scan(const struct candidates *, struct fail *);

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

/* Only that share of the candidates is scored from now on: in their order the
 * next of as many equal parts.  -1: they are fewer than the parts, or some
 * queries may be blank, which only the whole can tell. */
int candidates_share(struct candidates *, const struct shard *, struct fail *);

/*
 * The rows of the items in a list such as "12,7", as a copy *x [n,d], and those
 * items *item [n]; how many they are, 0 on failure: no item, or one that the
 * vocabulary does not have.  Both are for the caller to free in any case.
 */
size_t candidates_rows(const struct candidates *, const char *list, float **x,
    int32_t **item, struct fail *);

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
