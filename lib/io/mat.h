/*
 * mat - matrices as raw little-endian float32, row after row, no header.
 *
 * The number of columns is known from elsewhere; a size that is not a multiple
 * of a row is an error, and so is a number that is not finite, told by row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_MAT_H
#define IO_MAT_H

#include "base/base.h"

/*
 * Reads up to max rows of cols floats from in (all its inputs, one after the
 * other) into x [max,cols]; *n is how many came, 0 at the end.  -1: read
 * error, a cut row, a number that is not finite.  *row, which the caller sets
 * to 0 before the first call, counts the rows for messages.
 */
int mat_read(struct input *in, size_t cols, size_t max, float *x, size_t *n,
    uint64_t *row, struct fail *);

/* A whole regular file, mapped read-only. */
struct mat {
	const float *x; /* [rows,cols] */
	size_t rows, cols;
	void *map;
	size_t map_size; /* bytes */
};

/* Opens path as a matrix of cols columns.  Its numbers are not looked at:
 * mat_check() does that.  Closed by mat_close(). */
int mat_open(struct mat *, const char *path, size_t cols, struct fail *);

/* Is every number finite?  -1 and a message that names path, row, column. */
int mat_check(const struct mat *, const char *path, struct fail *);

void mat_close(struct mat *);

/* Puts rows of x [n,cols]; each is a row for outf too. */
void mat_put(struct output *, size_t n, size_t cols, const float *x);

#endif
