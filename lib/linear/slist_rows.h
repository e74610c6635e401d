/*
 * slist_rows - the two sides of slist's regression, item by item.
 *
 * Letters: N sequences, V items, m the length of a sequence.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SLIST_ROWS_H
#define LINEAR_SLIST_ROWS_H

#include "base/base.h"

struct accum;
struct fit_data;
struct slist_rows;

/* Reads the settings alpha, rows, delta_pos, delta_time and span; without
 * alpha, makes only the part whose settings are set.  Returns NULL if alpha is
 * above 1, or memory runs out. */
struct slist_rows *slist_rows_new(const struct fit_data *, struct fail *);
void slist_rows_free(struct slist_rows *); /* NULL is fine */

double slist_rows_share(const struct slist_rows *); /* alpha */

/* Is the left side diagonal, so that no inverse is needed? */
int slist_rows_diagonal(const struct slist_rows *);

/* Adds row i of the left side, the sum of w x x', from the diagonal on; ctx is
 * the struct slist_rows, for gram.h. */
void slist_rows_left(void *ctx, size_t i, struct accum *);

/* Adds row i of the right side, the sum of w x y'. */
void slist_rows_right(const struct slist_rows *, size_t i, struct accum *);

#endif
