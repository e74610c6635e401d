/* rows - changes the distance between rows of ids in a block. */
/* SPDX-License-Identifier: MIT */
#include "data/rows.h"

#include <string.h>

void
rows_spread(int32_t *x, size_t n, size_t from, size_t to)
{
	while (n--) {
		memmove(x + n * to, x + n * from, from * sizeof(*x));
		memset(x + n * to + from, 0, (to - from) * sizeof(*x));
	}
}

void
rows_squeeze(int32_t *x, size_t n, size_t from, size_t to)
{
	size_t i;

	for (i = 1; i < n; i++)
		memmove(x + i * to, x + i * from, to * sizeof(*x));
}
