/* int8 - products of vectors rounded to bytes, which bound the exact scores. */
/* SPDX-License-Identifier: MIT */
#include "math/int8.h"

#include <math.h>
#include <string.h>

#include "math/kernels.h"
#include "math/mm.h"

#ifndef REAL_IS_DOUBLE

/* A double sum of float products has a relative error below this. */
#define UP (1 + 1e-9)

static float
largest(size_t n, const float *x)
{
	float most = 0;
	size_t i;

	for (i = 0; i < n; i++)
		most = fabsf(x[i]) > most ? fabsf(x[i]) : most;
	return most;
}

float
int8_round(size_t d, const float *x, int8_t *q, double *error, double *length)
{
	const float most = largest(d, x), scale = most / 127;
	double e2 = 0, x2 = 0;
	size_t k;

	memset(q, 0, int8_width(d));
	*error = *length = 0;
	if (!(scale > 0))
		return 0;
	for (k = 0; k < d; k++) {
		double n = rint((double)x[k] / (double)scale), e;

		n = n > 127 ? 127 : n < -127 ? -127 : n;
		q[k] = (int8_t)n;
		e = (double)x[k] - (double)scale * n;
		e2 += e * e;
		x2 += (double)x[k] * (double)x[k];
	}
	*error = sqrt(e2) * UP;
	*length = sqrt(x2) * UP;
	return scale;
}

/* Writes candidate y [d] of a panel to its bytes there. */
static void
pack_row(size_t d, const float *y, struct int8_group *g, uint8_t *to)
{
	double e2 = 0, y2 = 0, up;
	size_t k;

	for (k = 0; k < d; k++) {
		double r = rint((double)y[k] / (double)g->scale), e;

		r = r > 127 ? 127 : r < -127 ? -127 : r;
		e = (double)y[k] - (double)g->scale * r;
		e2 += e * e;
		y2 += (double)y[k] * (double)y[k];
		to[k / 4 * 4 * INT8_PANEL + k % 4] = (uint8_t)(r + INT8_OFFSET);
	}
	up = sqrt(e2) * (1 + 1e-6); /* exceeds the rounding of the cast */
	g->error = (float)up > g->error ? (float)up : g->error;
	up = sqrt(y2) * (1 + 1e-6);
	g->length = (float)up > g->length ? (float)up : g->length;
}

static struct int8_group
pack(size_t n, size_t d, const float *c, uint8_t *panels)
{
	struct int8_group g = {.scale = largest(n * d, c) / 127};
	const size_t w = int8_width(d);
	size_t i;

	memset(panels, INT8_OFFSET,
	    (n + INT8_PANEL - 1) / INT8_PANEL * INT8_PANEL * w);
	for (i = 0; i < n && g.scale > 0; i++)
		pack_row(d, c + i * d, &g,
		    panels + i / INT8_PANEL * INT8_PANEL * w +
			i % INT8_PANEL * 4);
	return g;
}

static uint64_t
above(const struct int8_tile *t)
{
	uint64_t any = 0;
	size_t i, j, k;

	for (i = 0; i < t->m; i++) {
		uint16_t *to = t->above + 2 * i;

		to[0] = to[1] = 0;
		for (j = 0; j < INT8_PANEL; j++) {
			int32_t sum = 0;

			for (k = 0; k < t->w; k++)
				sum += t->q[i * t->w + k] *
				       t->panel[(k / 4 * INT8_PANEL + j) * 4 +
						k % 4];
			if (sum > t->bound[i])
				to[j / 16] |= (uint16_t)(1u << j % 16);
		}
		any |= (uint64_t)((to[0] | to[1]) != 0) << i;
	}
	return any;
}

static void
scores(size_t n, size_t d, const float *q, const float *c, const int32_t *at,
    float *s)
{
	size_t a;

	for (a = 0; a < n; a++)
		s[a] = mm_score(d, q, c + (size_t)at[a] * d);
}

const struct int8_kernels int8_portable = {pack, above, scores};

#ifdef __x86_64__
extern const struct int8_kernels int8_vnni; /* int8_vnni.c */

const struct int8_kernels *
int8_fast(void)
{
	if (kernels() == &kernels_avx512 &&
	    __builtin_cpu_supports("avx512vnni"))
		return &int8_vnni;
	return NULL;
}
#else
const struct int8_kernels *
int8_fast(void)
{
	return NULL;
}
#endif

#endif
