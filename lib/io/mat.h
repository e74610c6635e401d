/*
 * mat - matrices of float32: raw, row after row, or NumPy's npy, or fvecs.
 *
 * Which of them a file is, its first bytes say (io/mat_layout).  Of raw rows
 * the number of columns is known from elsewhere; a size that is not a multiple
 * of a row is an error, and so is a number that is not finite, told by row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_MAT_H
#define IO_MAT_H

#include "base/base.h"

/* Where the rows stand in a file: raw ones have nothing around them, npy has a
 * header, and in fvecs every row begins with its number of columns. */
struct mat_layout {
	size_t head;   /* bytes before the first row */
	size_t mark;   /* and before each: 4 in fvecs */
	size_t cols;   /* 0: the file does not say */
	uint64_t rows; /* UINT64_MAX: the file does not say */
};

/* The first numbers of a file, which tell whether they are floats at all. */
struct mat_sample {
	size_t n, huge, tiny;
};

/* Where mat_read() stands; zero it first. */
struct mat_rows {
	uint64_t row; /* rows read, of all inputs */
	int begun;    /* with this input, so that layout is its */
	struct mat_layout layout;
	struct mat_sample sample;
	uint64_t got; /* its rows */
	int gaps;     /* may a row be NaN throughout? */
};

/*
 * Reads up to max rows of cols floats from in (all its inputs, one after the
 * other) into x [max,cols]; *n is how many came, 0 at the end.  -1: read
 * error, a cut row, a number that is not finite, numbers of another kind or
 * with other columns.
 */
int mat_read(struct input *in, size_t cols, size_t max, float *x, size_t *n,
    struct mat_rows *, struct fail *);

/* A whole regular file, mapped read-only. */
struct mat {
	const float *x; /* [rows,cols] */
	size_t rows, cols;
	void *map;
	size_t map_size; /* bytes */
	float *copy;     /* what x is where the file's rows do not join */
};

/*
 * Opens path as a matrix of cols columns; 0: as many as the file says, or as
 * make it have rows rows.  Its numbers are not looked at: mat_check() does
 * that.  Closed by mat_close().
 */
int mat_open(
    struct mat *, const char *path, size_t cols, size_t rows, struct fail *);

/* Is every number finite?  -1 and a message that names path, row, column. */
int mat_check(const struct mat *, const char *path, struct fail *);

void mat_close(struct mat *);

/*
 * Finds the layout of the file whose first n bytes are at p (io/mat_layout, as
 * all below).  *need is how many were asked for, so that fewer are the whole
 * file; it becomes how many it takes, if that is more, else 0, and l is
 * filled.  cols is what is expected, 0: anything.  -1: the numbers are no
 * little-endian float32, or their columns are not cols.
 */
int mat_layout_find(struct mat_layout *l, const unsigned char *p, size_t n,
    size_t cols, const char *file, size_t *need, struct fail *);

/* Does row number (from 1) of an fvecs file begin at p as it must?  0 or -1. */
int mat_layout_mark(const struct mat_layout *l, const unsigned char *p,
    const char *file, uint64_t row, struct fail *);

/*
 * Do the first rows of a file look like floats at all?  These are the next, x
 * [n,cols]; last: no others will be looked at.  -1: of as many numbers as tell, so
 * many were huge, or smaller than a normal number, as halves of float64 and integers
 * are, that they are something else.  How many rows come at a time changes nothing.
 */
int mat_layout_sane(struct mat_sample *, size_t n, size_t cols, const float *x,
    int last, const char *file, struct fail *);

/* Puts rows of x [n,cols]; each is a row for outf too. */
void mat_put(struct output *, size_t n, size_t cols, const float *x);

#endif
