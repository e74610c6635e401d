/*
 * simd - a vector of numbers, in the instruction set that the file is compiled
 * for.
 *
 * The kernels are written once with these macros and compiled for each
 * instruction set: with -mavx512f (16 lanes), with -mavx2 -mfma (8), with
 * SIMD_NEON defined for arm64 (4), and portably with the compiler's own 16-byte
 * vectors.  vfma() rounds once everywhere, so all builds give the same bits.
 * On a processor without that instruction vfma() calls the C library, which is
 * slow.
 *
 * The double build is portable too, but only for tests: its vfma() rounds
 * twice, and its exp and tanh are the C library's.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MATH_SIMD_H
#define MATH_SIMD_H

#include <math.h>
#include <string.h>

#include "base/base.h"

#if defined(__AVX512F__) && !defined(REAL_IS_DOUBLE)

#include <immintrin.h>

#define LANES 16
#define MM_ROWS 12 /* 12 x 2 accumulators in 32 registers */

#define vreal __m512
#define vint __m512i
#define vset(x) _mm512_set1_ps(x)
#define vload(p) _mm512_loadu_ps(p)
#define vstore(p, v) _mm512_storeu_ps(p, v)
#define vmask(n) ((__mmask16)((1u << (n)) - 1))
#define vload_part(p, n) _mm512_maskz_loadu_ps(vmask(n), p)
#define vstore_part(p, v, n) _mm512_mask_storeu_ps(p, vmask(n), v)
#define vadd(a, b) _mm512_add_ps(a, b)
#define vsub(a, b) _mm512_sub_ps(a, b)
#define vmul(a, b) _mm512_mul_ps(a, b)
#define vdiv(a, b) _mm512_div_ps(a, b)
#define vsqrt(a) _mm512_sqrt_ps(a)
#define vfma(a, b, c) _mm512_fmadd_ps(a, b, c)
#define vmax(a, b) _mm512_max_ps(a, b)
#define vmin(a, b) _mm512_min_ps(a, b)
#define vabs(a) _mm512_abs_ps(a)
#define vbits(a) _mm512_castps_si512(a)
#define vreal_of(i) _mm512_castsi512_ps(i)
#define viadd(a, b) _mm512_add_epi32(a, b)
#define visub(a, b) _mm512_sub_epi32(a, b)
#define viset(x) _mm512_set1_epi32(x)
#define vishl(a, n) _mm512_slli_epi32(a, n)
/* vif_less: a where |x| < lim, else b.  vcopysign: a with the sign of x. */
#define vif_less(x, lim, a, b) \
	_mm512_mask_mov_ps(b, _mm512_cmp_ps_mask(x, lim, _CMP_LT_OQ), a)
#define vcopysign(a, x)                                                    \
	_mm512_castsi512_ps(                                               \
	    _mm512_ternarylogic_epi32(_mm512_set1_epi32((int)0x80000000u), \
		_mm512_castps_si512(x), _mm512_castps_si512(a), 0xca))
/* One bit a lane: a > b, a == b. */
#define vgreater(a, b) ((unsigned)_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ))
#define vequal(a, b) ((unsigned)_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ))
#define vzip_low(a, b) _mm512_unpacklo_ps(a, b)
#define vzip_high(a, b) _mm512_unpackhi_ps(a, b)
#define vpairs_low(a, b)  \
	_mm512_castpd_ps( \
	    _mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)))
#define vpairs_high(a, b) \
	_mm512_castpd_ps( \
	    _mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b)))

static inline __m512
vload_fours(const float *p, size_t apart)
{
	__m512 v = _mm512_castps128_ps512(_mm_loadu_ps(p));

	v = _mm512_mask_broadcast_f32x4(v, 0x00f0, _mm_loadu_ps(p + apart));
	v = _mm512_mask_broadcast_f32x4(v, 0x0f00, _mm_loadu_ps(p + 2 * apart));
	return _mm512_mask_broadcast_f32x4(
	    v, 0xf000, _mm_loadu_ps(p + 3 * apart));
}

#elif defined(__AVX2__) && defined(__FMA__) && !defined(REAL_IS_DOUBLE)

#include <immintrin.h>

#define LANES 8
#define MM_ROWS 6 /* 6 x 2 accumulators in 16 registers */

#define vreal __m256
#define vint __m256i
#define vset(x) _mm256_set1_ps(x)
#define vload(p) _mm256_loadu_ps(p)
#define vstore(p, v) _mm256_storeu_ps(p, v)
#define vadd(a, b) _mm256_add_ps(a, b)
#define vsub(a, b) _mm256_sub_ps(a, b)
#define vmul(a, b) _mm256_mul_ps(a, b)
#define vdiv(a, b) _mm256_div_ps(a, b)
#define vsqrt(a) _mm256_sqrt_ps(a)
#define vfma(a, b, c) _mm256_fmadd_ps(a, b, c)
#define vmax(a, b) _mm256_max_ps(a, b)
#define vmin(a, b) _mm256_min_ps(a, b)
#define vabs(a) _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a)
#define vbits(a) _mm256_castps_si256(a)
#define vreal_of(i) _mm256_castsi256_ps(i)
#define viadd(a, b) _mm256_add_epi32(a, b)
#define visub(a, b) _mm256_sub_epi32(a, b)
#define viset(x) _mm256_set1_epi32(x)
#define vishl(a, n) _mm256_slli_epi32(a, n)
#define vif_less(x, lim, a, b) \
	_mm256_blendv_ps(b, a, _mm256_cmp_ps(x, lim, _CMP_LT_OQ))
#define vcopysign(a, x)                                          \
	_mm256_or_ps(_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a), \
	    _mm256_and_ps(_mm256_set1_ps(-0.0f), x))
#define vgreater(a, b) \
	((unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ)))
#define vequal(a, b) \
	((unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_EQ_OQ)))
#define vzip_low(a, b) _mm256_unpacklo_ps(a, b)
#define vzip_high(a, b) _mm256_unpackhi_ps(a, b)
#define vpairs_low(a, b)  \
	_mm256_castpd_ps( \
	    _mm256_unpacklo_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)))
#define vpairs_high(a, b) \
	_mm256_castpd_ps( \
	    _mm256_unpackhi_pd(_mm256_castps_pd(a), _mm256_castps_pd(b)))
#define vload_fours(p, apart)                                         \
	_mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p)), \
	    _mm_loadu_ps((p) + (apart)), 1)

/* All ones in the first n of 8 lanes. */
static inline __m256i
vmask(size_t n)
{
	return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n),
	    _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
#define vload_part(p, n) _mm256_maskload_ps(p, vmask(n))
#define vstore_part(p, v, n) _mm256_maskstore_ps(p, vmask(n), v)

#elif defined(SIMD_NEON) && !defined(REAL_IS_DOUBLE)

#include <arm_neon.h>

#define LANES 4
#define MM_ROWS 12 /* 12 x 2 accumulators in 32 registers */

#define vreal float32x4_t
#define vint uint32x4_t
#define vset(x) vdupq_n_f32(x)
#define vload(p) vld1q_f32(p)
#define vstore(p, v) vst1q_f32(p, v)
#define vadd(a, b) vaddq_f32(a, b)
#define vsub(a, b) vsubq_f32(a, b)
#define vmul(a, b) vmulq_f32(a, b)
#define vdiv(a, b) vdivq_f32(a, b)
#define vsqrt(a) vsqrtq_f32(a)
#define vfma(a, b, c) vfmaq_f32(c, a, b)
/* b if a and b are unordered, as on x86. */
#define vmax(a, b) vbslq_f32(vcgtq_f32(a, b), a, b)
#define vmin(a, b) vbslq_f32(vcltq_f32(a, b), a, b)
#define vabs(a) vabsq_f32(a)
#define vbits(a) vreinterpretq_u32_f32(a)
#define vreal_of(i) vreinterpretq_f32_u32(i)
#define viadd(a, b) vaddq_u32(a, b)
#define visub(a, b) vsubq_u32(a, b)
#define viset(x) vdupq_n_u32((uint32_t)(x))
#define vishl(a, n) vshlq_u32(a, vdupq_n_s32(n))
#define vif_less(x, lim, a, b) vbslq_f32(vcltq_f32(x, lim), a, b)
#define vcopysign(a, x) vbslq_f32(vdupq_n_u32(0x80000000u), x, a)
#define vgreater(a, b) vmask_bits(vcgtq_f32(a, b))
#define vequal(a, b) vmask_bits(vceqq_f32(a, b))
#define vzip_low(a, b) vzip1q_f32(a, b)
#define vzip_high(a, b) vzip2q_f32(a, b)
#define vpairs_low(a, b)       \
	vreinterpretq_f32_f64( \
	    vzip1q_f64(vreinterpretq_f64_f32(a), vreinterpretq_f64_f32(b)))
#define vpairs_high(a, b)      \
	vreinterpretq_f32_f64( \
	    vzip2q_f64(vreinterpretq_f64_f32(a), vreinterpretq_f64_f32(b)))
#define vload_fours(p, apart) vld1q_f32(p)

static inline float32x4_t
vload_part(const float *p, size_t n)
{
	float v[LANES] = {0};

	memcpy(v, p, n * sizeof(*p));
	return vld1q_f32(v);
}

static inline void
vstore_part(float *p, float32x4_t v, size_t n)
{
	float to[LANES];

	vst1q_f32(to, v);
	memcpy(p, to, n * sizeof(*p));
}

static inline unsigned
vmask_bits(uint32x4_t mask)
{
	static const uint32_t bit[LANES] = {1, 2, 4, 8};

	return vaddvq_u32(vandq_u32(mask, vld1q_u32(bit)));
}

#else

#define MM_ROWS 4
#define vreal real __attribute__((vector_size(16)))
#ifdef REAL_IS_DOUBLE
#define LANES 2
#define vint uint64_t __attribute__((vector_size(16)))
#else
#define LANES 4
#define vint uint32_t __attribute__((vector_size(16)))
#endif

static inline vreal
vset(real x)
{
	return x - (vreal){0};
}

static inline vreal
vload_part(const real *p, size_t n)
{
	vreal v = {0};

	memcpy(&v, p, n * sizeof(*p));
	return v;
}

static inline void
vstore_part(real *p, vreal v, size_t n)
{
	memcpy(p, &v, n * sizeof(*p));
}

#define vload(p) vload_part(p, LANES)
#define vstore(p, v) vstore_part(p, v, LANES)
#define vadd(a, b) ((a) + (b))
#define vsub(a, b) ((a) - (b))
#define vmul(a, b) ((a) * (b))
#define vdiv(a, b) ((a) / (b))
#define vbits(a) ((vint)(a))
#define vreal_of(i) ((vreal)(i))
#define viadd(a, b) ((a) + (b))
#define visub(a, b) ((a) - (b))
#define vishl(a, n) ((a) << (n))

/* Applies one function of the C library to every lane. */
#define VEACH(name, f)                        \
	static inline vreal name(vreal v)     \
	{                                     \
		size_t i;                     \
                                              \
		for (i = 0; i < LANES; i++)   \
			v[i] = (real)f(v[i]); \
		return v;                     \
	}

#ifdef REAL_IS_DOUBLE
#define vfma(a, b, c) ((a) * (b) + (c))
VEACH(vsqrt, sqrt)
#else
VEACH(vsqrt, sqrtf)

static inline vreal
vfma(vreal a, vreal b, vreal c)
{
	size_t i;

	for (i = 0; i < LANES; i++)
		c[i] = fmaf(a[i], b[i], c[i]);
	return c;
}
#endif

/* a where the mask is all ones, b where it is 0. */
static inline vreal
vselect(vint mask, vreal a, vreal b)
{
	return vreal_of((vbits(a) & mask) | (vbits(b) & ~mask));
}

#define vsign (vbits(vset(-(real)0)))
#define vabs(a) vreal_of(vbits(a) & ~vsign)
#define vif_less(x, lim, a, b) vselect((vint)((x) < (lim)), a, b)
#define vcopysign(a, x) vreal_of((vbits(a) & ~vsign) | (vbits(x) & vsign))

/* b if a and b are unordered, as on x86. */
static inline vreal
vmax(vreal a, vreal b)
{
	return vselect((vint)(a > b), a, b);
}

static inline vreal
vmin(vreal a, vreal b)
{
	return vselect((vint)(a < b), a, b);
}

static inline unsigned
vmask_bits(vint mask)
{
	unsigned m = 0;
	size_t i;

	for (i = 0; i < LANES; i++)
		m |= (unsigned)(mask[i] != 0) << i;
	return m;
}

#define vgreater(a, b) vmask_bits((vint)((a) > (b)))
#define vequal(a, b) vmask_bits((vint)((a) == (b)))
#if LANES == 4
#define vzip_low(a, b) ((vreal){(a)[0], (b)[0], (a)[1], (b)[1]})
#define vzip_high(a, b) ((vreal){(a)[2], (b)[2], (a)[3], (b)[3]})
#define vpairs_low(a, b) ((vreal){(a)[0], (a)[1], (b)[0], (b)[1]})
#define vpairs_high(a, b) ((vreal){(a)[2], (a)[3], (b)[2], (b)[3]})
#define vload_fours(p, apart) vload(p)
#endif

#endif

/* A vector, or its first `part` lanes; the other lanes read as 0. */
static inline vreal
vget(const real *p, size_t part)
{
	return part == LANES ? vload(p) : vload_part(p, part);
}

static inline void
vput(real *p, vreal v, size_t part)
{
	if (part == LANES)
		vstore(p, v);
	else
		vstore_part(p, v, part);
}

#ifdef vzip_low
/*
 * Loads four columns of LANES rows that are ld apart: x[j] becomes column j,
 * with row i in lane i.  vload_fours(p, apart) loads LANES / 4 pieces of four
 * numbers, `apart` from piece to piece.  Then each piece is transposed by
 * itself.
 */
static inline void
vload_turned(const real *p, size_t ld, vreal x[4])
{
	const vreal r0 = vload_fours(p, 4 * ld),
		    r1 = vload_fours(p + ld, 4 * ld),
		    r2 = vload_fours(p + 2 * ld, 4 * ld),
		    r3 = vload_fours(p + 3 * ld, 4 * ld);
	const vreal low01 = vzip_low(r0, r1), high01 = vzip_high(r0, r1),
		    low23 = vzip_low(r2, r3), high23 = vzip_high(r2, r3);

	x[0] = vpairs_low(low01, low23);
	x[1] = vpairs_high(low01, low23);
	x[2] = vpairs_low(high01, high23);
	x[3] = vpairs_high(high01, high23);
}
#endif

#endif
