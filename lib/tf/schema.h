/*
 * schema - the features of a file of Examples, and statistics of their values.
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

/* Returns an empty schema; NULL if memory runs out. */
struct schema *schema_new(struct fail *);

void schema_free(struct schema *); /* NULL is allowed */

/* Adds a record.  Returns -1 if a feature has another type than before, or if
 * memory runs out. */
int schema_add(struct schema *, const struct example *, struct fail *);

/* Adds only the names of a record's features, and the types of features
 * without a type so far. */
int schema_add_names(struct schema *, const struct example *, struct fail *);

/* Returns the number of records added. */
uint64_t schema_records(const struct schema *);

/* Returns the columns: features in byte order, then feature lists.  The schema
 * owns the names; the array is in the arena.  Returns -1 if memory runs out. */
int schema_columns(const struct schema *, struct arena *, struct columns *);

/* Returns the column of this name that is, or is not, a feature list; or
 * NULL. */
const struct column *schema_find(
    const struct schema *, struct slice name, int steps);

/* The statistics of a feature. */
struct schema_seen {
	const struct column *column;
	uint64_t count; /* records that have the feature; 0: unset in all */
	/* Lengths of the list; the length of a feature list is its number of
	 * steps. */
	size_t shortest, longest;
	const struct value_summary *values;
};

/* Gets the k-th feature, in the order of schema_columns().  Returns 1, or 0
 * past the last. */
int schema_at(const struct schema *, size_t k, struct schema_seen *);

#endif
