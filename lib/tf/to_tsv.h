/*
 * to_tsv - converts Examples to rows of TSV (examples-tsv(5)).
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
 * Makes rows of these columns, which must outlive the result.  Types that the
 * columns lack are filled in from the schema of the first records.  strict: a
 * feature without a column is an error.  Returns NULL if a type is unknown or a
 * default does not fit, or if memory runs out.
 */
struct to_tsv *to_tsv_new(
    struct columns *, const struct schema *, int strict, struct fail *);

void to_tsv_free(struct to_tsv *); /* NULL is allowed */

/* Writes the header line. */
void to_tsv_header(const struct to_tsv *, int typed, struct buffer *);

/*
 * Appends the row of e with its newline; on failure nothing.  Takes scratch
 * memory from the arena.  Several threads may call it at once.  Returns -1 if a
 * required feature is missing, or a feature has another type or length than its
 * column.
 */
int to_tsv_row(struct to_tsv *, const struct example *e, struct arena *,
    struct buffer *, struct fail *);

/* Returns the k-th column without a value in any row, or NULL. */
const struct column *to_tsv_unseen(const struct to_tsv *, size_t k);

#endif
