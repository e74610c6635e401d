/*
 * sort - sorting records and numbers.
 *
 * The sorts that compare are inline: where the size and the comparison are
 * constants, the compiler makes one of its own for each caller.  compare(x, y)
 * is below, at or above 0 as x comes before, is equal to or comes after y.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <string.h>

#include "base/base.h"

#define SORT_FEW 16     /* so many are sorted by insertion */
#define SORT_WIDEST 128 /* bytes of a record */

/* By insertion, which is fast for a few; equal ones keep their order. */
static inline __attribute__((always_inline)) void
sort_few(size_t n, size_t size, char *a,
    int (*compare)(const void *x, const void *y, const void *ctx),
    const void *ctx)
{
	char x[SORT_WIDEST];
	size_t i, k;

	for (i = 1; i < n; i++) {
		char *to, *from = a + i * size;

		for (k = i; k && compare(a + (k - 1) * size, from, ctx) > 0;
		     k--)
			;
		if (k == i)
			continue;
		to = a + k * size;
		memcpy(x, from, size);
		memmove(to + size, to, (i - k) * size);
		memcpy(to, x, size);
	}
}

/* Merges two runs, [l, mid) and [mid, end), each in order. */
static inline __attribute__((always_inline)) void
sort_merge(size_t size, const char *l, const char *mid, const char *end,
    char *to, int (*compare)(const void *x, const void *y, const void *ctx),
    const void *ctx)
{
	const char *r = mid;

	for (; l < mid && r < end; to += size) {
		if (compare(l, r, ctx) <= 0) {
			memcpy(to, l, size);
			l += size;
		} else {
			memcpy(to, r, size);
			r += size;
		}
	}
	memcpy(to, l, (size_t)(mid - l));
	memcpy(to + (mid - l), r, (size_t)(end - r));
}

/*
 * Sorts the n records at a, each of size bytes, at most SORT_WIDEST; equal ones
 * keep their order.  spare has room for n too; it may be NULL if n <= SORT_FEW.
 * Records that are in order, the common case, are only looked at.  Else runs of
 * SORT_FEW are merged in turn between a and spare, two at a time.
 */
static inline __attribute__((always_inline)) void
sort_stable(size_t n, size_t size, void *a, void *spare,
    int (*compare)(const void *x, const void *y, const void *ctx),
    const void *ctx)
{
	char *from = a, *to = spare, *was;
	size_t width, lo, mid, hi;

	for (lo = 1; lo < n && compare(from + (lo - 1) * size, from + lo * size,
				   ctx) <= 0;
	     lo++)
		;
	if (lo >= n)
		return;
	for (lo = 0; lo < n; lo += SORT_FEW)
		sort_few(size_min(SORT_FEW, n - lo), size, from + lo * size,
		    compare, ctx);
	for (width = SORT_FEW; width < n; width *= 2) {
		for (lo = 0; lo < n; lo = hi) {
			mid = size_min(lo + width, n);
			hi = size_min(mid + width, n);
			sort_merge(size, from + lo * size, from + mid * size,
			    from + hi * size, to + lo * size, compare, ctx);
		}
		was = from;
		from = to;
		to = was;
	}
	if (from != (char *)a)
		memcpy(a, from, n * size);
}

/*
 * Brings the k records that come first, of the n at a, to its front, in no order;
 * no two are equal.  Hoare's selection: what is left of i comes before the pivot or
 * is it, what is right of j after it, until both parts are known.
 */
static inline __attribute__((always_inline)) void
sort_select(size_t n, size_t k, size_t size, char *a,
    int (*compare)(const void *x, const void *y, const void *ctx),
    const void *ctx)
{
	char pivot[SORT_WIDEST], x[SORT_WIDEST];
	size_t lo = 0, hi = n, i, j;

	while (hi - lo > 1 && k < n) {
		/* Never the last, so that both parts are less than the whole. */
		memcpy(pivot, a + (lo + (hi - 1 - lo) / 2) * size, size);
		for (i = lo, j = hi - 1;; i++, j--) {
			while (compare(a + i * size, pivot, ctx) < 0)
				i++;
			while (compare(pivot, a + j * size, ctx) < 0)
				j--;
			if (i >= j)
				break;
			memcpy(x, a + i * size, size);
			memcpy(a + i * size, a + j * size, size);
			memcpy(a + j * size, x, size);
		}
		if (k <= j + 1)
			hi = j + 1;
		else
			lo = j + 1;
	}
}

/*
 * Sorts n things that are known by their places alone, such as records whose
 * fields are arrays of their own: compare(ctx, i, j) compares what is at two
 * places, swap(ctx, i, j) exchanges it.  Takes no memory, and equal ones may
 * change their order; by Shell's method, so for few, or for many once.
 */
static inline __attribute__((always_inline)) void
sort_in_place(size_t n, int (*compare)(void *ctx, size_t i, size_t j),
    void (*swap)(void *ctx, size_t i, size_t j), void *ctx)
{
	size_t gap = 1, i, j;

	while (3 * gap < n)
		gap = 3 * gap + 1;
	for (; gap; gap /= 3) {
		for (i = gap; i < n; i++) {
			for (j = i; j >= gap && compare(ctx, j - gap, j) > 0;
			     j -= gap)
				swap(ctx, j - gap, j);
		}
	}
}

/* Sorts x [n], none below 0 and none NAN, in time O(n); spare has room for n
 * too. */
void sort_doubles(size_t n, double *x, double *spare);

#endif
