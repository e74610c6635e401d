/*
 * skip - for each of some queries, the candidates that are left out.
 *
 * Row i is a set of numbers in ascending order.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SKIP_H
#define RANK_SKIP_H

#include "base/base.h"

struct skip;

struct skip *skip_new(struct fail *); /* NULL without memory */
void skip_free(struct skip *);        /* NULL is fine */

void skip_clear(struct skip *); /* no rows */

/* Adds a number to the row being made; -1 without memory. */
int skip_add(struct skip *, int32_t j, struct fail *);

/* The row being made is complete, and becomes sorted. */
int skip_end_row(struct skip *, struct fail *);

size_t skip_rows(const struct skip *);

/* Row i: its *n numbers. */
const int32_t *skip_row(const struct skip *, size_t i, size_t *n);

/* Is j among row [n]? */
int skip_has(const int32_t *row, size_t n, int32_t j);

#endif
