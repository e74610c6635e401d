/*
 * value_summary - statistics of the values of a feature: the least, the
 * greatest and the most frequent value, and the number of different values.
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
	VALUE_FREQUENT, /* of several, the least */
};

/* Returns a summary without values.  It takes memory from the pool, which must
 * outlive it.  NULL if memory runs out. */
struct value_summary *value_summary_new(struct value_pool *);
void value_summary_free(struct value_summary *); /* NULL is allowed */

/* Adds the values of a feature of kind bytes, float or int64, always the same.
 * Returns -1 if memory runs out. */
int value_summary_add(
    struct value_summary *, const struct feature *, struct fail *);

/* Gets the number of different values and the count of the most frequent
 * one.  Returns -1 if there were too many values to count. */
int value_summary_counts(
    const struct value_summary *, uint64_t *distinct, uint64_t *times);

/*
 * Writes a value as a TSV cell, or as JSON.  Bytes are cut after 40, with "..."
 * for the rest.  Numbers that JSON cannot write become strings.  A missing or
 * unknown value is \N, in JSON null.
 */
void value_summary_put(const struct value_summary *, enum value_summary_which,
    int json, struct buffer *);

#endif
