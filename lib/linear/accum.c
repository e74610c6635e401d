/* accum - a row of sums over all items, few of which are touched. */
/* SPDX-License-Identifier: MIT */
#include "linear/accum.h"

#include <stdlib.h>

#include "base/fail.h"

struct accum *
accum_new(size_t k, size_t items, struct fail *f)
{
	struct accum *a = calloc(k, sizeof(*a));
	size_t i;

	for (i = 0; a && i < k; i++) {
		a[i].sum = calloc(items + 1, sizeof(*a[i].sum));
		a[i].seen = calloc(items + 1, sizeof(*a[i].seen));
		a[i].at = calloc(items + 1, sizeof(*a[i].at));
		if (!a[i].sum || !a[i].seen || !a[i].at) {
			accum_free(a, k);
			a = NULL;
		}
	}
	if (!a)
		(void)fail_memory(f);
	return a;
}

void
accum_free(struct accum *a, size_t k)
{
	size_t i;

	for (i = 0; a && i < k; i++) {
		free(a[i].sum);
		free(a[i].seen);
		free(a[i].at);
	}
	free(a);
}
