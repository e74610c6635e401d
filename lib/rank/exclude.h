/*
 * exclude - for each of some queries, the candidates that are left out.
 *
 * Row i is a set of numbers in ascending order.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_EXCLUDE_H
#define RANK_EXCLUDE_H

#include "base/base.h"

struct exclude;

struct exclude *exclude_new(struct fail *); /* NULL without memory */
void exclude_free(struct exclude *);        /* NULL is fine */

void exclude_clear(struct exclude *); /* no rows */

/* Adds a number to the row being made; -1 without memory. */
int exclude_add(struct exclude *, int32_t j, struct fail *);

/* Takes a number out of the row being made.  Was it there? */
int exclude_take_out(struct exclude *, int32_t j);

/* Row i is made anew, from nothing: it is the row being made, or the last one. */
void exclude_drop_row(struct exclude *, size_t i);

/* The row being made is complete, and becomes sorted. */
int exclude_end_row(struct exclude *, struct fail *);

size_t exclude_rows(const struct exclude *);

/* Row i: its *n numbers. */
const int32_t *exclude_row(const struct exclude *, size_t i, size_t *n);

/* Is j among row [n]? */
int exclude_has(const int32_t *row, size_t n, int32_t j);

#endif
