/*
 * noise - rows of random float32 for measuring
 *
 *   noise ROWS COLUMNS SEED [BASE]
 *
 * Standard normal numbers, raw and little-endian, on standard output.  With BASE, a
 * file of rows of so many columns: those rows in turns, and a third of the noise, in
 * units of their spread.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

/* The numbers of a file, *n of them, in memory to be freed; NULL on failure.
 * *spread is the root of their mean square. */
static float *
read_base(const char *path, size_t *n, float *spread)
{
	FILE *f = fopen(path, "rb");
	float *x = NULL;
	double sum = 0;
	long size;

	if (!f)
		return NULL;
	if (!fseek(f, 0, SEEK_END) && (size = ftell(f)) > 0 &&
	    !fseek(f, 0, SEEK_SET) && (x = malloc((size_t)size))) {
		*n = fread(x, sizeof(*x), (size_t)size / sizeof(*x), f);
		for (size_t i = 0; i < *n; i++)
			sum += (double)x[i] * (double)x[i];
		*spread = (float)sqrt(sum / (double)*n);
	}
	(void)fclose(f);
	return x;
}

int
main(int argc, char **argv)
{
	size_t n, i, known = 1;
	float zero = 0, spread = 3, *base = &zero;
	struct rng r;

	if (argc != 4 && argc != 5)
		return 2;
	n = strtoul(argv[1], NULL, 10) * strtoul(argv[2], NULL, 10);
	rng_seed(&r, strtoul(argv[3], NULL, 10), 0);
	if (argc == 5 && !(base = read_base(argv[4], &known, &spread)))
		return 1;
	for (i = 0; i < n; i++) {
		float x = base[i % known] + spread / 3 * (float)rng_normal(&r);

		if (fwrite(&x, sizeof(x), 1, stdout) != 1)
			return 1;
	}
	return fflush(stdout) ? 1 : 0;
}
