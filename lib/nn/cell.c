/* cell - the table of recurrent cells. */
/* SPDX-License-Identifier: MIT */
#include "nn/cell.h"

#include <string.h>

static const struct cell *const cells[] = {
    &cell_gru,
    &cell_gru_reset_before,
};

const struct cell *
cell_at(size_t k)
{
	return k < COUNTOF(cells) ? cells[k] : NULL;
}

const struct cell *
cell_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(cells); k++) {
		if (!strcmp(cells[k]->name, name))
			return cells[k];
	}
	return NULL;
}
