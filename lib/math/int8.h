/*
 * int8 - products of vectors rounded to bytes, which bound the exact scores.
 *
 * A panel holds INT8_PANEL candidates side by side, as whole multiples of the
 * scale of the panel's group.  A query has its own scale.  The product of a
 * query and a candidate is then an exact whole number, several times faster
 * than a score.  rank/screen bounds the difference between the product and the
 * score.
 *
 * Letters: n candidates of a panel, d columns, w = d rounded up to a multiple
 * of four, m queries.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_INT8_H
#define MATH_INT8_H

#include "base/base.h"

#define INT8_PANEL 32      /* candidates in a panel, bits in a mask */
#define INT8_GROUP 8       /* most panels that share a scale */
#define INT8_ROWS 64       /* most queries of a tile */
#define INT8_COLUMNS 65536 /* most columns: sums stay below 2^31 */
#define INT8_OFFSET 128    /* added to the bytes of candidates */

/* Bytes of a row of d columns. */
static inline size_t
int8_width(size_t d)
{
	return (d + 3) / 4 * 4;
}

/* A group of panels: its scale, and upper bounds over its candidates y. */
struct int8_group {
	float scale;  /* y is about scale (byte - INT8_OFFSET) */
	float error;  /* of |y - scale (byte - INT8_OFFSET)| */
	float length; /* of |y| */
};

/* The products of a tile, and which of them exceed a bound.  Bit j % 16 of
 * above[2 i + j / 16] belongs to query i and candidate j.  Each product
 * includes INT8_OFFSET times the sum of the query's bytes. */
struct int8_tile {
	size_t m, w;
	const int8_t *q;      /* [m,w] */
	const uint8_t *panel; /* [w/4,INT8_PANEL,4] */
	const int32_t *bound; /* [m] */
	uint16_t *above;      /* [m,2] */
};

struct int8_kernels {
	/* Rounds c [n,d], n <= INT8_GROUP * INT8_PANEL, into consecutive
	 * panels.  The last panel is filled up with candidates of zeros.  A
	 * group of zeros has the scale 0. */
	struct int8_group (*pack)(
	    size_t n, size_t d, const float *c, uint8_t *panels);

	/* Returns bit i set if query i has any bit in t->above. */
	uint64_t (*above)(const struct int8_tile *);

	/* s[a] = the score of q [d] and row at[a] of c [.,d], with the bits
	 * of mm_score(). */
	void (*scores)(size_t n, size_t d, const float *q, const float *c,
	    const int32_t *at, float *s);
};

/* Plain C, to test the others against. */
extern const struct int8_kernels int8_portable;

/* The kernels that are faster than exact scores on this processor and with
 * the table of kernels in use; NULL if there are none. */
const struct int8_kernels *int8_fast(void);

/* Rounds a query x [d] to q [w] and returns its scale.  Writes upper bounds
 * to *error, the length of the rounding error, and to *length, the length of
 * x.  Returns 0 if x is all zeros. */
float int8_round(
    size_t d, const float *x, int8_t *q, double *error, double *length);

#endif
