/* int8_vnni - int8 with AVX-512 VNNI: 64 byte products an instruction. */
/* SPDX-License-Identifier: MIT */
#include "math/int8.h"

#if defined(__x86_64__) && !defined(REAL_IS_DOUBLE)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "math/mm.h"

#define ROWS 12  /* queries at once: 24 sums in 32 registers */
#define CHAINS 8 /* scores computed side by side */
#define LANES 16 /* floats in a vector */

/* Bounds the relative error of float sums of squares and their root: some d
 * roundings of at most 2^-24 each. */
static float
margin(size_t d)
{
	return 1 + ((float)d + 32) * 0x1p-23f;
}

static __m512
part(const float *x, size_t n)
{
	return n >= LANES
	           ? _mm512_loadu_ps(x)
	           : _mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), x);
}

static float
max_abs(size_t n, const float *x)
{
	__m512 most = _mm512_setzero_ps();
	size_t k;

	for (k = 0; k < n; k += LANES)
		most = _mm512_max_ps(most, _mm512_abs_ps(part(x + k, n - k)));
	return _mm512_reduce_max_ps(most);
}

/* Writes candidate y [d] to its bytes in a panel.  Writes the squared
 * lengths of the rounding error and of y to e2 and y2. */
static void
pack_row(
    size_t d, const float *y, float scale, uint8_t *to, float *e2, float *y2)
{
	const __m512 s = _mm512_set1_ps(-scale),
		     inv = _mm512_set1_ps(1 / scale);
	const __m512i least = _mm512_set1_epi32(-127),
		      most = _mm512_set1_epi32(127);
	__m512 errors = _mm512_setzero_ps(), squares = errors;
	size_t k, a;

	for (k = 0; k < d; k += LANES) {
		const __m512 x = part(y + k, d - k);
		__m512i r = _mm512_cvtps_epi32(_mm512_mul_ps(x, inv));
		__m512 e;
		uint8_t bytes[LANES];

		r = _mm512_min_epi32(_mm512_max_epi32(r, least), most);
		e = _mm512_fmadd_ps(s, _mm512_cvtepi32_ps(r), x);
		errors = _mm512_fmadd_ps(e, e, errors);
		squares = _mm512_fmadd_ps(x, x, squares);
		_mm_storeu_si128((__m128i *)(void *)bytes,
		    _mm512_cvtepi32_epi8(
			_mm512_add_epi32(r, _mm512_set1_epi32(INT8_OFFSET))));
		for (a = 0; a < LANES && k + a < d; a += 4)
			memcpy(to + (k + a) * INT8_PANEL, bytes + a, 4);
	}
	*e2 = _mm512_reduce_add_ps(errors);
	*y2 = _mm512_reduce_add_ps(squares);
}

static struct int8_group
pack(size_t n, size_t d, const float *c, uint8_t *panels)
{
	struct int8_group g = {.scale = max_abs(n * d, c) / 127};
	const size_t size = INT8_PANEL * int8_width(d);
	float e2, y2, most_e = 0, most_y = 0;
	size_t i;

	if (n % INT8_PANEL || !(g.scale > 0))
		memset(panels, INT8_OFFSET,
		    (n + INT8_PANEL - 1) / INT8_PANEL * size);
	for (i = 0; i < n && g.scale > 0; i++) {
		pack_row(d, c + i * d, g.scale,
		    panels + i / INT8_PANEL * size + i % INT8_PANEL * 4, &e2,
		    &y2);
		most_e = e2 > most_e ? e2 : most_e;
		most_y = y2 > most_y ? y2 : most_y;
	}
	g.error = sqrtf(most_e) * margin(d);
	g.length = sqrtf(most_y) * margin(d);
	return g;
}

/* sum += products of the bytes of c and x, four by four.  This is assembly
 * because gcc 12, given the intrinsic, copies each sum and keeps some on the
 * stack, which takes as long as the products. */
static inline __attribute__((always_inline)) __m512i
add_products(__m512i sum, __m512i c, __m512i x)
{
	__asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(c), "v"(x));
	return sum;
}

/* Computes `rows` queries from row i on; rows is a compile-time constant. */
static inline __attribute__((always_inline)) void
block(const size_t rows, const struct int8_tile *t, size_t i)
{
	__m512i sum[ROWS][2];
	const uint8_t *c = t->panel;
	const int8_t *q = t->q + i * t->w;
	size_t a, k;

	for (a = 0; a < rows; a++)
		sum[a][0] = sum[a][1] = _mm512_setzero_si512();
	for (k = 0; k < t->w; k += 4, c += 4 * INT8_PANEL) {
		const __m512i c0 = _mm512_loadu_si512(c),
			      c1 = _mm512_loadu_si512(c + 64);

		for (a = 0; a < rows; a++) {
			int32_t four;
			__m512i x;

			memcpy(&four, q + a * t->w + k, 4);
			x = _mm512_set1_epi32(four);
			sum[a][0] = add_products(sum[a][0], c0, x);
			sum[a][1] = add_products(sum[a][1], c1, x);
		}
	}
	for (a = 0; a < rows; a++) {
		const __m512i bound = _mm512_set1_epi32(t->bound[i + a]);
		uint16_t *to = t->above + 2 * (i + a);

		to[0] = _mm512_cmpgt_epi32_mask(sum[a][0], bound);
		to[1] = _mm512_cmpgt_epi32_mask(sum[a][1], bound);
	}
}

static uint64_t
above(const struct int8_tile *t)
{
	uint64_t any = 0;
	size_t i = 0;

	for (; i + ROWS <= t->m; i += ROWS)
		block(ROWS, t, i);
	for (; i + 4 <= t->m; i += 4)
		block(4, t, i);
	for (; i < t->m; i++)
		block(1, t, i);
	for (i = 0; i < t->m; i += LANES) {
		const size_t n = size_min(t->m - i, LANES);
		const __mmask16 lanes = (__mmask16)((1u << n) - 1);
		const __m512i x =
		    _mm512_maskz_loadu_epi32(lanes, t->above + 2 * i);

		any |= (uint64_t)_mm512_test_epi32_mask(x, x) << i;
	}
	return any;
}

/* The scores of CHAINS candidates, each summed as in mm.h. */
static void
chains(size_t d, const float *q, const float *const y[CHAINS], float *s)
{
	size_t p, k, a;

	for (p = 0; p < d; p += MM_CHAIN) {
		float sum[CHAINS] = {0};
		const size_t end = size_min(d, p + MM_CHAIN);

		for (k = p; k < end; k++)
			for (a = 0; a < CHAINS; a++)
				sum[a] = fmaf(q[k], y[a][k], sum[a]);
		for (a = 0; a < CHAINS; a++)
			s[a] = p ? sum[a] + s[a] : sum[a];
	}
}

static void
scores(size_t n, size_t d, const float *q, const float *c, const int32_t *at,
    float *s)
{
	const float *y[CHAINS];
	float few[CHAINS];
	size_t i, a, m;

	for (i = 0; i < n; i += CHAINS) {
		m = size_min(n - i, CHAINS);
		for (a = 0; a < CHAINS; a++)
			y[a] = c + (size_t)at[i + (a < m ? a : 0)] * d;
		chains(d, q, y, few);
		memcpy(s + i, few, m * sizeof(*s));
	}
}

const struct int8_kernels int8_vnni = {pack, above, scores};

#endif
