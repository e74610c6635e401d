/*
 * base - what every header may rely on: sizes, and the names of shared types.
 *
 * A header of this library includes system headers and this file only.  So this
 * file declares the structs that pass between modules.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_H
#define BASE_H

#include <stddef.h>
#include <stdint.h>

#define COUNTOF(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * The number type of training.  The programs use float.  The gradient tests
 * compile the same sources with -DREAL_IS_DOUBLE, because central differences
 * in float drown in rounding error.
 */
#ifdef REAL_IS_DOUBLE
typedef double real;
#else
typedef float real;
#endif

struct arena;
struct input;
struct examples;
struct fail;
struct model;
struct model_map;
struct output;
struct rng;
struct sequences;
struct tsv;
struct vocab;

/* A run of bytes; someone else owns the memory. */
struct slice {
	const char *s;
	size_t n;
};

/* A name that users choose from a table.  A NULL name ends the table. */
struct choice {
	const char *name;
	/* The suffix that follows the name, as "-X"; or NULL. */
	const char *after;
	const char *help;
};

/* Converts a table row with a name and a help text to a choice.  x may be
 * NULL. */
#define CHOICE_OF(x) \
	((x) ? (struct choice){(x)->name, NULL, (x)->help} : (struct choice){0})

/* *out = a * b; returns -1 on overflow. */
static inline int
size_mul(size_t a, size_t b, size_t *out)
{
	return __builtin_mul_overflow(a, b, out) ? -1 : 0;
}

static inline size_t
size_min(size_t a, size_t b)
{
	return a < b ? a : b;
}

static inline size_t
size_max(size_t a, size_t b)
{
	return a > b ? a : b;
}

#endif
