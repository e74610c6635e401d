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

/* Prepares the rows with the settings alpha, rows, delta_pos, delta_time and
 * span.  Without alpha, the rows are those of the transitions if `rows` is
 * given, otherwise those of the sessions (see slist_rows.c).  Returns NULL if
 * alpha is above 1, or memory runs out. */
struct slist_rows *slist_rows_new(const struct fit_data *, struct fail *);
void slist_rows_free(struct slist_rows *); /* NULL is allowed */

double slist_rows_share(const struct slist_rows *); /* alpha */

/* Returns 1 if the left side is diagonal, so that no inverse is needed. */
int slist_rows_diagonal(const struct slist_rows *);

/* Adds row i of the left side, the sum of w x x', from the diagonal on; ctx is
 * the struct slist_rows, for gram.h. */
void slist_rows_left(void *ctx, size_t i, struct accum *);

/* Adds row i of the right side, the sum of w x y'. */
void slist_rows_right(const struct slist_rows *, size_t i, struct accum *);

#endif
