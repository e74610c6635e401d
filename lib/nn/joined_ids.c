/* joined_ids - joins two lists of ids into one that has each id once. */
/* SPDX-License-Identifier: MIT */
#include "nn/joined_ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

int
joined_ids_alloc(struct joined_ids *j, size_t ids, struct fail *f)
{
	size_t k;

	if (ARRAY_RESIZE(&j->id, ids, 1, f) ||
	    ARRAY_RESIZE(&j->place, ids, 1, f))
		return -1;
	memset(j->place, 0xff, ids * sizeof(*j->place)); /* all -1 */
	for (k = 0; k < JOINED_IDS; k++)
		if (ARRAY_RESIZE(&j->list[k].at, ids, 1, f) ||
		    ARRAY_RESIZE(&j->list[k].from, ids, 1, f))
			return -1;
	return 0;
}

void
joined_ids_free(struct joined_ids *j)
{
	size_t k;

	for (k = 0; k < JOINED_IDS; k++) {
		free(j->list[k].at);
		free(j->list[k].from);
	}
	free(j->id);
	free(j->place);
	*j = (struct joined_ids){0};
}

void
joined_ids_clear(struct joined_ids *j)
{
	size_t i;

	for (i = 0; i < j->n; i++)
		j->place[j->id[i]] = -1;
	j->n = 0;
}

void
joined_ids_add(struct joined_ids *j, size_t list, const int32_t *id, size_t m)
{
	size_t i, k;

	for (i = 0; i < m; i++) {
		int32_t *at = &j->place[id[i]];

		if (*at < 0) {
			*at = (int32_t)j->n;
			j->id[j->n++] = id[i];
			for (k = 0; k < JOINED_IDS; k++)
				j->list[k].from[*at] = -1;
		}
		j->list[list].at[i] = *at;
		j->list[list].from[*at] = (int32_t)i;
	}
}
