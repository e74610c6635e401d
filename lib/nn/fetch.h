/*
 * fetch - the rows of a batch, read from a cache: from a file, or from the
 * ranks that keep them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_FETCH_H
#define NN_FETCH_H

#include "base/base.h"

struct batch;
struct cache_part; /* data/cache */
struct fetch;

/* Makes room for that many rows of cached data, whose field values go to the
 * fields of b; *to stays NULL for data in memory.  Returns -1 if memory runs
 * out. */
int fetch_new(struct fetch **to, const struct examples *,
    const struct sequences *, size_t rows, struct batch *b, struct fail *);
void fetch_free(struct fetch *); /* NULL is allowed */

/* If ranks keep the rows, exchanges the rows to be read next; otherwise, and if
 * r is NULL, does nothing.  Call it on the thread that called ranks_begin();
 * any thread may then read the rows.  Exactly one of row [n] and part [n] is
 * given.  Returns -1 if memory runs out. */
int fetch_exchange(struct fetch *r, const int32_t *row,
    const struct cache_part *part, size_t n, struct fail *);

/* Reads the examples of rows [n].  Returns NULL if the rows cannot be read. */
const struct examples *fetch_examples(
    struct fetch *, const int32_t *row, size_t n, struct fail *);

/* Reads the parts [n] as sequences. */
const struct sequences *fetch_parts(
    struct fetch *, const struct cache_part *, size_t n, struct fail *);

#endif
