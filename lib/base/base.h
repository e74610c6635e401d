/*
 * base - what every header may rely on: sizes, and the names of the types.
 *
 * A header of this library includes system headers and this file, nothing
 * else; so the structs that travel between modules are named here.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_H
#define BASE_H

#include <stddef.h>
#include <stdint.h>

#define COUNTOF(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * The number that models are trained in.  The programs use float; the gradient
 * tests build the same sources with -DREAL_IS_DOUBLE, where a central
 * difference can be told from rounding.
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

/* A run of bytes that somebody else owns. */
struct slice {
	const char *s;
	size_t n;
};

/* A name that a person may choose from a table.  name NULL: past the last. */
struct choice {
	const char *name;
	const char *after; /* what else is written after it, "-X"; or NULL */
	const char *help;
};

/* The choice that a row with a name and a help is; x may be NULL. */
#define CHOICE_OF(x) \
	((x) ? (struct choice){(x)->name, NULL, (x)->help} : (struct choice){0})

/* *out = a * b; -1 if that does not fit. */
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
