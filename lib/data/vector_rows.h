/*
 * vector_rows - vectors in memory, with their names, from text or from a matrix.
 *
 * Text is a TSV as seq-embed --tower=item --format=tsv writes it: a name, and a
 * column for each number.
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
	char *names; /* one after the other; NULL: rows are numbers */
	size_t *end; /* [N] where each ends */
	size_t room, name_room, end_room;
};

/* Reads all rows of a TSV.  -1: damaged input, no row or no number in it, what is no
 * finite number, no memory.  Freed by vector_rows_free() in any case. */
int vector_rows_read(
    struct vector_rows *, struct input *, int header, struct fail *);

/* Reads all rows of a matrix of d columns. */
int vector_rows_read_matrix(
    struct vector_rows *, struct input *, size_t d, struct fail *);

/* What row i is called, as a TSV has it; number is room for it. */
struct slice vector_rows_name(
    const struct vector_rows *, size_t i, char number[32]);

void vector_rows_free(struct vector_rows *);

#endif
