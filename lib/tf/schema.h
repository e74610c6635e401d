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
struct value_summary;

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

/* What was seen of a feature. */
struct schema_seen {
	const struct column *column;
	uint64_t count; /* records that have it; 0: it was unset in all */
	size_t shortest, longest; /* list; of steps for a feature list */
	const struct value_summary *values;
};

/* The k-th, in the order of schema_columns(): 1, or 0 past the last. */
int schema_at(const struct schema *, size_t k, struct schema_seen *);

#endif
