/* sample - candidates sampled for each query, to rank its labels among. */
/* SPDX-License-Identifier: MIT */
#include "rank/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/rng.h"

struct sample {
	size_t n, draw;
	uint64_t seed;
	int32_t *drawn; /* [draw] */
	char *taken;    /* [n] numbers drawn; zeroed between draws */
	int32_t *out;   /* [outs] excluded candidates, ascending */
	size_t outs, room;
};

struct sample *
sample_new(size_t n, size_t draw, uint64_t seed, struct fail *f)
{
	struct sample *s = calloc(1, sizeof(*s));

	if (s) {
		s->n = n;
		s->draw = draw;
		s->seed = seed;
		s->taken = calloc(n + 1, 1);
		s->drawn =
		    draw <= n ? malloc((draw + 1) * sizeof(*s->drawn)) : NULL;
	}
	if (s && draw > n)
		(void)fail_set(f, "cannot sample %zu of %zu candidate%s", draw,
		    n, num_s(n));
	else if (!s || !s->taken || !s->drawn)
		(void)fail_memory(f);
	else
		return s;
	sample_free(s);
	return NULL;
}

void
sample_free(struct sample *s)
{
	if (!s)
		return;
	free(s->drawn);
	free(s->taken);
	free(s->out);
	free(s);
}

static int
ascending(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Collects the excluded candidates: the labels and skip. */
static int
leave_out(struct sample *s, size_t labels, const int32_t *label, size_t skips,
    const int32_t *skip, struct fail *f)
{
	size_t i, n = 0;

	if (ARRAY_ROOM(&s->out, &s->room, labels + skips + 1, f))
		return -1;
	for (i = 0; i < labels; i++) {
		if (label[i])
			s->out[n++] = label[i] - 1;
	}
	if (skips)
		memcpy(s->out + n, skip, skips * sizeof(*skip));
	n += skips;
	if (n > skips)
		qsort(s->out, n, sizeof(*s->out), ascending);
	for (i = 0, s->outs = 0; i < n; i++) {
		if (!i || s->out[i] != s->out[i - 1])
			s->out[s->outs++] = s->out[i];
	}
	return 0;
}

/* The t-th candidate, from 0, that is not excluded: out[k] - k of them come
 * before out[k]. */
static int32_t
candidate_of(const struct sample *s, size_t t)
{
	size_t low = 0, n = s->outs;

	while (n) {
		size_t k = low + n / 2;

		if ((size_t)s->out[k] - k <= t) {
			n -= k + 1 - low;
			low = k + 1;
		} else {
			n = k - low;
		}
	}
	return (int32_t)(t + low);
}

const int32_t *
sample_draw(struct sample *s, uint64_t query, size_t labels,
    const int32_t *label, size_t skips, const int32_t *skip, struct fail *f)
{
	struct rng r;
	size_t i, k = 0, left, t;

	if (leave_out(s, labels, label, skips, skip, f))
		return NULL;
	left = s->n - s->outs;
	if (left < s->draw) {
		(void)fail_set(f,
		    "query %llu: cannot sample %zu of the %zu candidate%s left",
		    (unsigned long long)query + 1, s->draw, left, num_s(left));
		return NULL;
	}
	/* Floyd's algorithm: every set has the same probability.  (Bentley,
	 * Floyd: A sample of brilliance, CACM 30, 1987.) */
	rng_seed(&r, s->seed, query);
	for (i = left - s->draw; i < left; i++) {
		t = (size_t)rng_below(&r, i + 1);
		t = s->taken[t] ? i : t;
		s->taken[t] = 1;
		s->drawn[k++] = (int32_t)t;
	}
	for (k = 0; k < s->draw; k++) {
		t = (size_t)s->drawn[k];
		s->taken[t] = 0;
		s->drawn[k] = candidate_of(s, t);
	}
	return s->drawn;
}
