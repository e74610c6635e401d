/* transposed - transposes of the dense parameters. */
/* SPDX-License-Identifier: MIT */
#include "nn/transposed.h"

#include <stdlib.h>

#include "base/fail.h"
#include "math/mm.h"
#include "nn/params.h"

int
transposed_alloc(struct transposed *t, const struct params *n, struct fail *f)
{
	size_t i;

	t->at = calloc(n->n + 1, sizeof(*t->at));
	t->block = malloc((n->dense + 1) * sizeof(*t->block));
	if (!t->at || !t->block)
		return fail_memory(f);
	for (i = 0; i < n->n; i++)
		if (!n->p[i].is.table)
			t->at[i] = t->block + n->p[i].at;
	return 0;
}

void
transposed_free(struct transposed *t)
{
	free(t->at);
	free(t->block);
	*t = (struct transposed){0};
}

void
transposed_fill(const struct transposed *t, const struct params *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		if (t->at[i])
			mm_turn(n->p[i].rows, n->p[i].cols, n->p[i].w,
			    n->p[i].cols, t->at[i], n->p[i].rows);
}
