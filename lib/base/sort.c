/* sort - sorting records and numbers. */
/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <string.h>

static unsigned
byte_of(double x, unsigned at)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 8 * at & 0xff;
}

/*
 * A radix sort by bytes, the lowest first.  For doubles >= 0, the order of
 * their bits as whole numbers is the order of the doubles.  A byte that is the
 * same in all numbers is skipped; in small whole numbers most are.
 */
void
sort_doubles(size_t n, double *x, double *spare)
{
	double *from = x, *to = spare, *was;
	size_t i, sum, here, count[256];
	unsigned at, b;

	for (at = 0; at < sizeof(*x) && n; at++) {
		memset(count, 0, sizeof(count));
		for (i = 0; i < n; i++)
			count[byte_of(from[i], at)]++;
		if (count[byte_of(from[0], at)] == n)
			continue;
		for (sum = b = 0; b < 256; b++, sum += here) {
			here = count[b];
			count[b] = sum;
		}
		for (i = 0; i < n; i++)
			to[count[byte_of(from[i], at)]++] = from[i];
		was = from;
		from = to;
		to = was;
	}
	if (from != x)
		memcpy(x, from, n * sizeof(*x));
}
