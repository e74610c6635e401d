/*
 * feature - the features of a TensorFlow Example: named lists of values.
 *
 * Plain data that owns nothing.  Readers allocate it from an arena.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_FEATURE_H
#define TF_FEATURE_H

#include "base/base.h"

enum feature_kind {
	FEATURE_NONE, /* unset (without a list): counts as missing */
	FEATURE_BYTES,
	FEATURE_FLOAT,
	FEATURE_INT64,
	FEATURE_STEPS, /* a feature list: one feature for each step */
};

struct feature {
	struct slice key; /* any bytes; empty for a step */
	enum feature_kind kind;
	size_t n; /* values */
	union {
		const struct slice *bytes; /* [n] */
		const float *floats;       /* [n] */
		const int64_t *ints;       /* [n] */
		struct feature *steps;     /* [n], none of kind FEATURE_STEPS */
	};
};

/* An Example; with lists, a SequenceExample.  The keys of features, and of
 * lists, are unique and in byte order. */
struct example {
	struct feature *features; /* [nfeatures] */
	size_t nfeatures;
	struct feature *lists; /* [nlists], of kind FEATURE_STEPS */
	size_t nlists;
};

/* Returns "bytes", "float" or "int64"; "" for other kinds. */
const char *feature_kind_name(enum feature_kind);

/* Returns the kind called name [n], or FEATURE_NONE. */
enum feature_kind feature_kind_find(const char *name, size_t n);

/* Returns the kind of the values, or of the steps' values; FEATURE_NONE if
 * there are none. */
enum feature_kind feature_value_kind(const struct feature *);

/* Byte order: returns a number below 0, 0 or above 0 as a is before, equal
 * to or after b. */
int feature_compare(struct slice a, struct slice b);

/*
 * Sorts n features by key and keeps the last of equal keys, as TensorFlow does.
 * *n becomes their number.  Returns -1 if memory runs out.
 */
int feature_settle(struct feature *f, size_t *n, struct arena *a);

#endif
