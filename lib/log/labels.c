/* labels - lists the events that are labels. */
/* SPDX-License-Identifier: MIT */
#include "log/labels.h"

#include <stdlib.h>

#include "base/fail.h"
#include "log/timeline.h"

/* Lists the events from the skip-th to the last of each timeline that has at
 * least `least` events; with once, only the skip-th. */
static int
list_events(const struct timeline *t, size_t least, size_t skip, int once,
    size_t **at, size_t *n, struct fail *f)
{
	size_t u, i, size;

	*n = 0;
	*at = size_mul(t->n + 1, sizeof(**at), &size) ? NULL : malloc(size);
	if (!*at)
		return fail_memory(f);
	for (u = 0; u < t->nusers; u++) {
		if (t->start[u + 1] - t->start[u] < least)
			continue;
		for (i = t->start[u] + skip; i < t->start[u + 1]; i++) {
			(*at)[(*n)++] = i;
			if (once)
				break;
		}
	}
	return 0;
}

int
labels_list(const struct timeline *t, size_t least, size_t **at, size_t *n,
    struct fail *f)
{
	return list_events(t, least, 1, 0, at, n, f);
}

int
labels_users(const struct timeline *t, size_t least, size_t **at, size_t *n,
    struct fail *f)
{
	return list_events(t, least, 0, 1, at, n, f);
}
