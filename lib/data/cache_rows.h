/*
 * cache_rows - the rows of a cache: their size, and reading them from bytes
 * into columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_ROWS_H
#define DATA_CACHE_ROWS_H

#include "base/base.h"

struct examples;
struct field_column;

enum cache_flag {
	CACHE_SEQUENCES = 1,
	CACHE_WEIGHTS = 2,
	CACHE_GROUPS = 4,
	CACHE_FLAGS = 8
};

struct cache_shape {
	size_t n, events, k;
	int is; /* bits of enum cache_flag */
	size_t row_fields, event_fields;
};

/* The number of words of a row before its events, and the number of words of an
 * event. */
size_t cache_row_words(const struct cache_shape *);
size_t cache_event_words(const struct cache_shape *);

/* The shape of rows, and their largest ids. */
struct cache_rows {
	const struct cache_shape *is;
	size_t items;
	const size_t *values; /* [fields] */
};

/* Reads the example at p as example i of x.  Returns 1 if the bytes are not an
 * example. */
int cache_rows_example(const struct cache_rows *, const unsigned char *p,
    struct examples *x, size_t i);

/* cache_rows_fields() reads a row's own fields at p into row i.
 * cache_rows_events() reads n events at p into the events from `at` on.  *wrong
 * becomes 1 if the bytes are not valid. */
void cache_rows_fields(const struct cache_rows *, const unsigned char *p,
    struct field_column *field, size_t i, int *wrong);
void cache_rows_events(const struct cache_rows *, const unsigned char *p,
    size_t n, int32_t *item, struct field_column *field, size_t at, int *wrong);

#endif
