/*
 * schema - which features a file of Examples has, and what is in them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_SCHEMA_H
#define TF_SCHEMA_H

#include "base/base.h"

struct columns;
struct column;
struct example;
struct schema;
struct buffer;

/* One that has seen nothing; NULL without memory. */
struct schema *schema_new(struct fail *);

void schema_free(struct schema *); /* NULL is fine */

/* Takes another record into account.  -1: a feature has another type than
 * before; no memory. */
int schema_add(struct schema *, const struct example *, struct fail *);

/* Takes only the names of its features into account, and the types of those that
 * have none yet. */
int schema_add_names(struct schema *, const struct example *, struct fail *);

/* How many have been. */
uint64_t schema_records(const struct schema *);

/* The features in byte order, then the feature lists; names stay the
 * schema's, the array is the arena's.  -1 without memory. */
int schema_columns(const struct schema *, struct arena *, struct columns *);

/* Which of them has this name and is, or is not, a feature list; or NULL. */
const struct column *schema_find(
    const struct schema *, struct slice name, int steps);

/*
 * Puts the table, TSV with a header: feature, type, count of records that have
 * it, missing from, shortest and longest list (of steps for a feature list),
 * least and greatest value (of bytes the first 40).
 */
void schema_put(const struct schema *, struct buffer *);

#endif
