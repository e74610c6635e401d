/*
 * int8 - products of vectors rounded to bytes, to see which scores are worth
 * making.
 *
 * A panel is INT8_PANEL candidates side by side, rounded to whole multiples of the
 * scale of its group; a query is rounded with a scale of its own.  The product of two such
 * rows is a whole number, made without rounding, and a few times faster than a
 * score.  How far it is from the score, rank/screen knows.
 *
 * Letters: n candidates of a panel, d columns, w columns rounded up to a whole
 * number of fours, m queries.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_INT8_H
#define MATH_INT8_H

#include "base/base.h"

#define INT8_PANEL 32      /* candidates in a panel, bits in a mask */
#define INT8_GROUP 8       /* panels that share a scale, at most */
#define INT8_ROWS 64       /* queries in a tile, at most */
#define INT8_COLUMNS 65536 /* at most: sums stay below 2^31 */
#define INT8_OFFSET 128    /* that candidates' bytes stand above their number */

/* Columns of a row in bytes. */
static inline size_t
int8_width(size_t d)
{
	return (d + 3) / 4 * 4;
}

/* The numbers of a group of panels: upper bounds, over its candidates y. */
struct int8_group {
	float scale;  /* y is about scale times its bytes less INT8_OFFSET */
	float error;  /* length of the difference */
	float length; /* of y */
};

/* Which products are above a bound: bit j % 16 of above[2 i + j / 16] is that of
 * query i with candidate j, plus INT8_OFFSET times the sum of the query's
 * bytes. */
struct int8_tile {
	size_t m, w;
	const int8_t *q;      /* [m,w] */
	const uint8_t *panel; /* [w/4,INT8_PANEL,4] */
	const int32_t *bound; /* [m] */
	uint16_t *above;      /* [m,2] */
};

struct int8_kernels {
	/* Rounds c [n,d], n <= INT8_GROUP * INT8_PANEL, to panels one after the
	 * other; candidates past n are 0.  A group of zeros has the scale 0. */
	struct int8_group (*pack)(
	    size_t n, size_t d, const float *c, uint8_t *panels);

	/* Bit i of what it returns: has query i any bit? */
	uint64_t (*above)(const struct int8_tile *);

	/* s[a] = the score of q [d] with row at[a] of c [.,d]: mm_score()'s
	 * bits. */
	void (*scores)(size_t n, size_t d, const float *q, const float *c,
	    const int32_t *at, float *s);
};

/* Plain C, for tests. */
extern const struct int8_kernels int8_portable;

/* Those that are faster than scores on this processor and with the kernels in
 * use; NULL if there are none. */
const struct int8_kernels *int8_fast(void);

/* Rounds a query x [d] to q [w]: its scale, and in *error an upper bound of the
 * length of what the rounding takes away, *length of x; 0 if x is all zeros. */
float int8_round(
    size_t d, const float *x, int8_t *q, double *error, double *length);

#endif
