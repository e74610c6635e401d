/* spd - small systems of equations, symmetric and positive definite, in
 * double. */
/* SPDX-License-Identifier: MIT */
#include "linear/spd.h"

#include <math.h>

static double
dot(size_t n, const double *a, const double *b)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/*
 * a = l l', row by row: l_ij = (a_ij - sum_k<j l_ik l_jk) / l_jj.  Then solves
 * l y = b forward and l' x = y backward.
 */
int
spd_solve(size_t d, double *a, double *b)
{
	size_t i, j;

	for (i = 0; i < d; i++) {
		double *row = a + i * d, rest;

		for (j = 0; j < i; j++)
			row[j] =
			    (row[j] - dot(j, row, a + j * d)) / a[j * d + j];
		rest = row[i] - dot(i, row, row);
		if (!(rest > 0))
			return -1;
		row[i] = sqrt(rest);
		b[i] = (b[i] - dot(i, row, b)) / row[i];
	}
	for (i = d; i-- > 0;) {
		b[i] /= a[i * d + i];
		for (j = 0; j < i; j++)
			b[j] -= a[i * d + j] * b[i];
	}
	return 0;
}
