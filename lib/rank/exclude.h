/*
 * exclude - for each query, the set of candidates to leave out.
 *
 * Row i is a set of numbers in ascending order.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EXCLUDE_H
#define RANK_EXCLUDE_H

#include "base/base.h"

struct exclude;

struct exclude *exclude_new(
    struct fail *);                  /* Returns NULL if memory runs out */
void exclude_free(struct exclude *); /* NULL is allowed */

void exclude_clear(struct exclude *); /* removes all rows */

/* Adds a number to the open row; returns -1 if memory runs out. */
int exclude_add(struct exclude *, int32_t j, struct fail *);

/* Removes a number from the open row.  Returns 1 if the number was there. */
int exclude_take_out(struct exclude *, int32_t j);

/* Empties row i, which must be the open row or the last one, and opens it. */
void exclude_drop_row(struct exclude *, size_t i);

/* Closes and sorts the open row. */
int exclude_end_row(struct exclude *, struct fail *);

size_t exclude_rows(const struct exclude *);

/* Returns the *n numbers of row i. */
const int32_t *exclude_row(const struct exclude *, size_t i, size_t *n);

/* Returns 1 if j is in row [n]. */
int exclude_has(const int32_t *row, size_t n, int32_t j);

#endif
