/*
 * feature - named lists of values: what a TensorFlow Example holds.
 *
 * Plain data without owner: readers fill it from an arena, writers look at it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_FEATURE_H
#define TF_FEATURE_H

#include "base/base.h"

enum feature_kind {
	FEATURE_NONE, /* unset, not even an empty list: counts as missing */
	FEATURE_BYTES,
	FEATURE_FLOAT,
	FEATURE_INT64,
	FEATURE_STEPS, /* a feature list: a feature for each step */
};

struct feature {
	struct slice key; /* any bytes; none for a step */
	enum feature_kind kind;
	size_t n; /* values */
	union {
		const struct slice *bytes; /* [n] */
		const float *floats;       /* [n] */
		const int64_t *ints;       /* [n] */
		struct feature *steps;     /* [n], each but FEATURE_STEPS */
	};
};

/* An Example, or with lists a SequenceExample.  Keys of each are different and
 * in byte order. */
struct example {
	struct feature *features; /* [nfeatures] */
	size_t nfeatures;
	struct feature *lists; /* [nlists], of kind FEATURE_STEPS */
	size_t nlists;
};

/* "bytes", "float", "int64"; "" for the others. */
const char *feature_kind_name(enum feature_kind);

/* The kind of that name [n], FEATURE_NONE if there is none. */
enum feature_kind feature_kind_find(const char *name, size_t n);

/* The kind of its values, or of its steps' values; FEATURE_NONE: there are none. */
enum feature_kind feature_value_kind(const struct feature *);

/* Byte order: below, at or above 0 as a is before, equal to or after b. */
int feature_compare(struct slice a, struct slice b);

/*
 * Sorts the n features at a by key and leaves the last of equal keys (what
 * TensorFlow does); *n is how many remain.
 * -1: a has no memory for it.
 */
int feature_settle(struct feature *f, size_t *n, struct arena *a);

#endif
