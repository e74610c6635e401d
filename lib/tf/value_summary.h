/*
 * value_summary - the values of a feature over all records: the least, the
 * greatest and the most frequent one, and how many are different.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_VALUE_SUMMARY_H
#define TF_VALUE_SUMMARY_H

#include "base/base.h"

struct buffer;
struct feature;
struct value_pool;
struct value_summary;

enum value_summary_which {
	VALUE_LEAST,
	VALUE_GREATEST,
	VALUE_FREQUENT, /* of several the least */
};

/* One of no values, that takes room from the pool, which must outlive it; NULL
 * without memory. */
struct value_summary *value_summary_new(struct value_pool *);
void value_summary_free(struct value_summary *); /* NULL is fine */

/* Adds the values of a feature, always of one kind, which is bytes, float or
 * int64.  -1 without memory. */
int value_summary_add(
    struct value_summary *, const struct feature *, struct fail *);

/* How many values are different, and how often the most frequent one came; -1 if
 * they are too many to be counted. */
int value_summary_counts(
    const struct value_summary *, uint64_t *distinct, uint64_t *times);

/*
 * Puts a value as it stands in a cell of TSV, bytes cut after 40 of them with
 * "..." for the rest, or as JSON, where a number that JSON does not have is a
 * string.  If there is none, or it is not known: \N, null.
 */
void value_summary_put(const struct value_summary *, enum value_summary_which,
    int json, struct buffer *);

#endif
