/* coverage - how much of the catalogue is ever shown. */
/* SPDX-License-Identifier: MIT */
#include "rank/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rank/topk.h"

struct coverage {
	size_t n;
	uint32_t *best; /* [n] the best place it had in any list, from 0 */
};

struct coverage *
coverage_new(size_t n, struct fail *f)
{
	struct coverage *c = calloc(1, sizeof(*c));

	if (c) {
		c->n = n;
		c->best = malloc(n ? n * sizeof(*c->best) : 1);
	}
	if (!c || !c->best) {
		(void)fail_memory(f);
		coverage_free(c);
		return NULL;
	}
	memset(c->best, 0xff, n * sizeof(*c->best)); /* never */
	return c;
}

void
coverage_free(struct coverage *c)
{
	if (!c)
		return;
	free(c->best);
	free(c);
}

void
coverage_add(struct coverage *c, const struct topk *t, size_t m)
{
	size_t i, r;

	for (i = 0; i < m; i++) {
		for (r = 0; r < topk_length(t, i); r++) {
			float score;
			uint32_t *best = &c->best[topk_at(t, i, r, &score)];

			if (r < *best)
				*best = (uint32_t)r;
		}
	}
}

double
coverage_value(const struct coverage *c, size_t k)
{
	size_t i, shown = 0;

	for (i = 0; i < c->n; i++)
		shown += c->best[i] < k;
	return (double)shown / (double)c->n;
}
