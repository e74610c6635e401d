/*
 * mat - matrices of float32: raw rows, NumPy's npy, or fvecs.
 *
 * The first bytes of a file tell its format (io/mat_layout).  Raw rows do not
 * tell the number of columns; the caller gives it.  A file size that is not a
 * multiple of a row is an error.  So is a number that is not finite; the
 * message names its row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_MAT_H
#define IO_MAT_H

#include "base/base.h"

/* The layout of a file.  Raw rows have nothing around them, npy has a
 * header, and in fvecs each row begins with its number of columns. */
struct mat_layout {
	size_t head;   /* bytes before the first row */
	size_t mark;   /* bytes before each row: 4 in fvecs */
	size_t cols;   /* 0: not in the file */
	uint64_t rows; /* UINT64_MAX: not in the file */
};

/* A sample of a file's first numbers, which shows whether they are floats at
 * all. */
struct mat_sample {
	size_t n, huge, tiny;
};

/* The state of mat_read(); initialise it with zeros. */
struct mat_rows {
	uint64_t row; /* rows read of all inputs */
	int begun;    /* layout is that of the current input */
	struct mat_layout layout;
	struct mat_sample sample;
	uint64_t got; /* rows read of the current input */
	int gaps;     /* allow rows of NaN alone */
};

/*
 * Reads up to max rows of cols floats into x [max,cols], from all inputs of in
 * one after the other.  *n is the number of rows read, 0 at the end.  Returns
 * -1 on a read error, a row cut short, a number that is not finite, numbers of
 * another type or a wrong number of columns.
 */
int mat_read(struct input *in, size_t cols, size_t max, float *x, size_t *n,
    struct mat_rows *, struct fail *);

/* A regular file, mapped read-only. */
struct mat {
	const float *x; /* [rows,cols] */
	size_t rows, cols;
	void *map;
	size_t map_size; /* bytes */
	/* The memory of x if the rows of the file are not contiguous. */
	float *copy;
	float largest; /* the largest |x|, once checked */
};

/*
 * Opens path as a matrix of cols columns.  With cols 0 the file tells the
 * columns, or they follow from its size and the number of rows.  Does not look
 * at the numbers: mat_check() does.  Closed by mat_close().
 */
int mat_open(
    struct mat *, const char *path, size_t cols, size_t rows, struct fail *);

/* Finds the largest |x|.  Returns -1 if a number is not finite; the message
 * names path, row and column. */
int mat_check(struct mat *, const char *path, struct fail *);

void mat_close(struct mat *);

/*
 * Finds the layout of a file from its first n bytes at p.  *need is the number
 * of bytes that the caller asked for; if n is less, the file has no more bytes.
 * If more bytes are needed, *need becomes their total number; otherwise *need
 * becomes 0 and *l is filled.  cols is the expected number of columns, 0 for
 * any.  Returns -1 if the numbers are not little-endian float32 or the columns
 * differ from cols.  (These functions are in io/mat_layout.)
 */
int mat_layout_find(struct mat_layout *l, const unsigned char *p, size_t n,
    size_t cols, const char *file, size_t *need, struct fail *);

/* Returns 0 if the row at p, numbered from 1, has the right mark of an fvecs
 * file; otherwise -1. */
int mat_layout_mark(const struct mat_layout *l, const unsigned char *p,
    const char *file, uint64_t row, struct fail *);

/*
 * Checks that the first rows of a file look like floats.  Adds the rows x
 * [n,cols] to the sample; last: no more rows follow.  Returns -1 once the
 * sample is large enough and too many of its numbers are huge or denormal, as
 * integers and the halves of float64 are.  The result does not depend on how
 * many rows come at a time.
 */
int mat_layout_sane(struct mat_sample *, size_t n, size_t cols, const float *x,
    int last, const char *file, struct fail *);

/* Writes x [n,cols]; each row is a row of the output (see output_mark()). */
void mat_put(struct output *, size_t n, size_t cols, const float *x);

#endif
