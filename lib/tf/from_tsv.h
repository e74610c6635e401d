/*
 * from_tsv - Examples from rows of TSV, as examples-tsv(5) has them.
 *
 * A column's type comes from the user, from the header (NAME:TYPE), or from
 * the first rows: int64 if all they have are whole numbers, float if all are
 * numbers, else bytes.  Rows that come later must fit.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_FROM_TSV_H
#define TF_FROM_TSV_H

#include "base/base.h"

#define FROM_TSV_SAMPLE 1000 /* rows that tell types */

struct columns;
struct example;
struct from_tsv;

/*
 * Reads from rows, which must outlive it.  With a header, chosen (NULL: all)
 * are the columns to take, found by name; without one, it names the columns.
 * NULL: a column is not there, two have one name, neither header nor chosen, a
 * first row is damaged.
 */
struct from_tsv *from_tsv_new(
    struct tsv *rows, const struct columns *chosen, struct fail *);

void from_tsv_free(struct from_tsv *); /* NULL is fine */

/* Are there columns of steps, so that what comes are SequenceExamples? */
int from_tsv_is_sequence(const struct from_tsv *);

/* The next row as an example, keys in byte order: 1, 0 at the end, -1.  It is
 * in the arena, which is reset first, and holds until the next call. */
int from_tsv_next(
    struct from_tsv *, struct example *, struct arena *, struct fail *);

#endif
