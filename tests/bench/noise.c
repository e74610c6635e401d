/*
 * noise - rows of random float32 for measuring: noise ROWS COLUMNS SEED
 *
 * Standard normal numbers, raw and little-endian, on standard output.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

int
main(int argc, char **argv)
{
	size_t n, i;
	struct rng r;

	if (argc != 4)
		return 2;
	n = strtoul(argv[1], NULL, 10) * strtoul(argv[2], NULL, 10);
	rng_seed(&r, strtoul(argv[3], NULL, 10), 0);
	for (i = 0; i < n; i++) {
		float x = (float)rng_normal(&r);

		if (fwrite(&x, sizeof(x), 1, stdout) != 1)
			return 1;
	}
	return fflush(stdout) ? 1 : 0;
}
