/*
 * sort - sorting records and numbers.
 *
 * The comparison sorts are inline: with a constant size and comparison the
 * compiler specialises them for each caller.  compare(x, y) returns a number
 * below 0 if x comes before y, 0 if they are equal, above 0 if x comes after y.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <string.h>

#include "base/base.h"

#define SORT_FEW 16     /* up to this many records are sorted by insertion */
#define SORT_WIDEST 128 /* bytes of the largest record */

/* Insertion sort, fast for a few records.  Stable: equal records keep their
 * order. */
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

/* Merges two sorted runs, [l, mid) and [mid, end), into `to`. */
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
 * Sorts n records at a, each of size <= SORT_WIDEST bytes.  Stable.  spare has
 * room for n records; it may be NULL if n <= SORT_FEW.  Sorted input, the
 * common case, is recognised first and left alone.  Otherwise runs of SORT_FEW
 * are merged, two at a time, back and forth between a and spare.
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
 * Moves the k smallest of the n records at a to the front, in any order.  No
 * two records may be equal.  Hoare's selection: records left of i come before
 * the pivot or are the pivot, records right of j come after it.
 */
static inline __attribute__((always_inline)) void
sort_select(size_t n, size_t k, size_t size, char *a,
    int (*compare)(const void *x, const void *y, const void *ctx),
    const void *ctx)
{
	char pivot[SORT_WIDEST], x[SORT_WIDEST];
	size_t lo = 0, hi = n, i, j;

	while (hi - lo > 1 && k < n) {
		/* Not the last record, so that both parts are smaller than
		 * the whole. */
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
 * Sorts n things known by their indices only, such as records whose fields are
 * separate arrays: compare(ctx, i, j) compares two places and swap(ctx, i, j)
 * exchanges them.  Needs no memory.  Not stable.  Uses Shellsort, which is
 * slower than sort_stable() for many things.
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

/* Sorts x [n], numbers >= 0 without NAN, in time O(n).  spare has room for n
 * numbers. */
void sort_doubles(size_t n, double *x, double *spare);

#endif
