/*
 * to_tsv - rows of TSV from Examples, as examples-tsv(5) has them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TO_TSV_H
#define TF_TO_TSV_H

#include "base/base.h"

struct columns;
struct example;
struct schema;
struct buffer;
struct to_tsv;

/*
 * Makes rows of these columns, which stay in use.  The schema of the first
 * records tells the types that the columns do not, which are filled in.  With
 * strict, a feature that is no column is an error.  NULL: a type is not known,
 * a default does not fit, no memory.
 */
struct to_tsv *to_tsv_new(
    struct columns *, const struct schema *, int strict, struct fail *);

void to_tsv_free(struct to_tsv *); /* NULL is fine */

/* Puts the header line. */
void to_tsv_header(const struct to_tsv *, int typed, struct buffer *);

/*
 * Puts the row of e, with its newline; on -1, nothing.  Takes scratch memory
 * from the arena.  May run on several threads at once.  -1: a required feature
 * is missing, or one has another type or length than its column.
 */
int to_tsv_row(struct to_tsv *, const struct example *e, struct arena *,
    struct buffer *, struct fail *);

/* The k-th column that no row had a value for, or NULL. */
const struct column *to_tsv_unseen(const struct to_tsv *, size_t k);

#endif
