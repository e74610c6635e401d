/*
 * slow_walk - the authors' loop over parallel sessions: all rows continue until
 * the shortest session ends.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SLOW_WALK_H
#define SLOW_WALK_H

#include "base/base.h"
#include "data/sequences.h"

/* Writes the events of each step to out, and SIZE_MAX at the end of a step.
 * Returns how many numbers were written. */
static size_t
slow_walk(const struct sequences *s, size_t batch, size_t least, size_t *out)
{
	size_t at[50], end[50], next = 0, rows, n = 0, i, k, left, shortest;

	for (rows = 0; rows < batch && next < s->n; rows++, next++) {
		at[rows] = s->start[next];
		end[rows] = s->start[next + 1];
	}
	while (rows >= least) {
		for (shortest = SIZE_MAX, i = 0; i < rows; i++)
			shortest = size_min(shortest, end[i] - at[i]);
		for (k = 0; k + 1 < shortest; k++) {
			for (i = 0; i < rows; i++)
				out[n++] = at[i] + k;
			out[n++] = SIZE_MAX; /* a step ends */
		}
		for (left = i = 0; i < rows; i++) {
			size_t a = at[i] + shortest - 1, e = end[i];

			if (e - a <= 1 && next < s->n) {
				a = s->start[next];
				e = s->start[++next];
			} else if (e - a <= 1) {
				continue;
			}
			at[left] = a;
			end[left++] = e;
		}
		rows = left;
	}
	return n;
}

#endif
