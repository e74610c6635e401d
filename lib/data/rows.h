/*
 * rows - rows of ids in one block, so many ids apart, moved to stand closer or
 * farther apart.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ROWS_H
#define DATA_ROWS_H

#include "base/base.h"

/* Moves n rows so that they stand `to` ids apart, not from, which is less, zeros
 * between: x has room for n * to. */
void rows_spread(int32_t *x, size_t n, size_t from, size_t to);

/* The same where from is more: of each row the first `to` ids stay. */
void rows_squeeze(int32_t *x, size_t n, size_t from, size_t to);

#endif
