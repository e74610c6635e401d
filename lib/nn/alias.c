/* alias - draws from n weighted things, each in constant time. */
/* SPDX-License-Identifier: MIT */
#include "nn/alias.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/rng.h"
#include "data/vocab.h"

static int
sum_of(size_t n, const double *w, double *sum, struct fail *f)
{
	size_t i;

	*sum = 0;
	for (i = 0; i < n; i++) {
		if (!isfinite(w[i]) || w[i] < 0)
			return fail_set(f, "weight %zu is %g", i, w[i]);
		*sum += w[i];
	}
	if (!isfinite(*sum) || *sum <= 0)
		return fail_set(f, "the weights add up to %g", *sum);
	return 0;
}

/*
 * Cell j has capacity 1, and thing i has the amount n p_i to place.  Things
 * with less than 1 wait at the front of todo, [0, small), the others at its
 * end, [large, n).  A small thing goes into its own cell, and a large one fills
 * the rest of that cell: the cell is complete, and the large thing has that
 * much less to place.
 *
 * The waiting amounts add up to the number of waiting things, up to rounding.
 * So when one kind has run out, each remaining amount is 1 up to rounding, and
 * the thing keeps its cell.  An amount of 0 cannot remain: the other amounts
 * would then exceed 1 on average, and one of them would be large.
 */
static void
fill(struct alias *a, int32_t *todo)
{
	size_t small = 0, large = a->n, i;

	for (i = 0; i < a->n; i++) {
		if (a->keep[i] < 1)
			todo[small++] = (int32_t)i;
		else
			todo[--large] = (int32_t)i;
	}
	while (small > 0 && large < a->n) {
		int32_t s = todo[--small], l = todo[large];

		a->other[s] = l;
		a->keep[l] -= 1 - a->keep[s];
		if (a->keep[l] < 1) {
			todo[small++] = l;
			large++;
		}
	}
	while (small > 0)
		a->keep[todo[--small]] = 1;
	for (; large < a->n; large++)
		a->keep[todo[large]] = 1;
}

int
alias_make(struct alias *a, size_t n, const double *w, struct fail *f)
{
	double sum;
	int32_t *todo;
	size_t i;

	*a = (struct alias){.n = n};
	if (n > INT32_MAX)
		return fail_set(f, "%zu weights are too many", n);
	if (sum_of(n, w, &sum, f))
		return -1;
	a->keep = calloc(n, sizeof(*a->keep));
	a->other = calloc(n, sizeof(*a->other));
	todo = calloc(n, sizeof(*todo));
	if (!a->keep || !a->other || !todo) {
		free(todo);
		alias_free(a);
		return fail_memory(f);
	}
	for (i = 0; i < n; i++) {
		a->keep[i] = w[i] / sum * (double)n;
		a->other[i] = (int32_t)i;
	}
	fill(a, todo);
	free(todo);
	return 0;
}

int
alias_of_counts(
    struct alias *a, const struct vocab *v, double power, struct fail *f)
{
	size_t n = vocab_size(v) + 1, i;
	double *w = calloc(n, sizeof(*w)), count;
	int r;

	*a = (struct alias){0};
	if (!w)
		return fail_memory(f);
	for (i = 1; i < n; i++) {
		count = (double)vocab_count(v, (int32_t)i);
		w[i] = elementary_pow(count, power);
	}
	r = alias_make(a, n, w, f);
	free(w);
	return r;
}

int32_t
alias_draw(const struct alias *a, struct rng *r)
{
	size_t j = (size_t)rng_below(r, a->n);

	return rng_uniform(r) < a->keep[j] ? (int32_t)j : a->other[j];
}

void
alias_free(struct alias *a)
{
	free(a->keep);
	free(a->other);
	*a = (struct alias){0};
}
