/*
 * rows - changes the distance between rows of ids in a block.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ROWS_H
#define DATA_ROWS_H

#include "base/base.h"

/* Moves n rows from a distance of `from` ids to the larger distance `to`,
 * with zeros between them.  x has room for n * to ids. */
void rows_spread(int32_t *x, size_t n, size_t from, size_t to);

/* Moves n rows from a distance of `from` ids to the smaller distance `to`.
 * Keeps the first `to` ids of each row. */
void rows_squeeze(int32_t *x, size_t n, size_t from, size_t to);

#endif
