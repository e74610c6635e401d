/*
 * from_tsv - converts rows of TSV (examples-tsv(5)) to Examples.
 *
 * A column's type comes from the user, from the header (NAME:TYPE), or from the
 * first rows: int64 if all values are whole numbers, float if all are numbers,
 * otherwise bytes.  Later rows must fit the type.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_FROM_TSV_H
#define TF_FROM_TSV_H

#include "base/base.h"

#define FROM_TSV_SAMPLE 1000 /* rows that types are guessed from */

struct columns;
struct example;
struct from_tsv;

/*
 * Reads from rows, which must outlive it.  chosen are the columns to use; NULL:
 * all.  With a header they are found by name; without one they name the
 * columns.  Returns NULL if a column is missing, two columns have one name,
 * there is neither a header nor chosen, or one of the first rows is damaged.
 */
struct from_tsv *from_tsv_new(
    struct tsv *rows, const struct columns *chosen, struct fail *);

void from_tsv_free(struct from_tsv *); /* NULL is allowed */

/* Returns 1 if there are columns of steps, so that the records are
 * SequenceExamples. */
int from_tsv_is_sequence(const struct from_tsv *);

/* Reads the next row as an example with its keys in byte order.  Returns 1,
 * 0 at the end, -1 on an error.  The example is in the arena, which is reset
 * first, and is valid until the next call. */
int from_tsv_next(
    struct from_tsv *, struct example *, struct arena *, struct fail *);

#endif
