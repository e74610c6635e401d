/*
 * vector_rows - reads vectors and their names into memory, from text or a
 * matrix.
 *
 * Text is a TSV as seq-embed --tower=item --format=tsv writes it: a name, then
 * a column for each number.
 *
 * Letters: N rows, D columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VECTOR_ROWS_H
#define DATA_VECTOR_ROWS_H

#include "base/base.h"

struct input;

struct vector_rows {
	size_t n, d; /* N, D */
	float *x;    /* [N,D] */
	char *names; /* all names in one string; NULL: rows have numbers only */
	size_t *end; /* [N] where each name ends */
	size_t room, name_room, end_room;
};

/* Reads all rows of a TSV.  Returns -1 on damaged input, if there is no row, if
 * a row has no number or one that is not finite, or if memory runs out.  Call
 * vector_rows_free(), even after a failure. */
int vector_rows_read(
    struct vector_rows *, struct input *, int header, struct fail *);

/* Reads all rows of a matrix of d columns. */
int vector_rows_read_matrix(
    struct vector_rows *, struct input *, size_t d, struct fail *);

/* Returns the name of row i; without names its number from 1, written to
 * number. */
struct slice vector_rows_name(
    const struct vector_rows *, size_t i, char number[32]);

void vector_rows_free(struct vector_rows *);

#endif
