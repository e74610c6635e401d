/* row_states - the states that the rows of a batch carry to the next batch. */
/* SPDX-License-Identifier: MIT */
#include "nn/row_states.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "nn/tower.h"

int
row_states_alloc(struct row_states *s, const struct tower *tower, size_t rows,
    struct fail *f)
{
	size_t width[TOWER_LAYERS], k = tower_states(tower, width);

	*s = (struct row_states){.rows = rows, .tower = tower};
	while (k)
		s->n += rows * width[--k];
	s->x = calloc(s->n + 1, sizeof(*s->x));
	return s->x ? 0 : fail_memory(f);
}

void
row_states_free(struct row_states *s)
{
	free(s->x);
	*s = (struct row_states){0};
}

void
row_states_move(struct row_states *s, const int32_t *from, size_t rows)
{
	size_t width[TOWER_LAYERS], n = tower_states(s->tower, width), k, i;
	real *x = s->x;

	for (k = 0; k < n; k++) {
		const size_t H = width[k];

		for (i = 0; i < rows; i++) {
			if (from[i] < 0)
				memset(x + i * H, 0, H * sizeof(*x));
			else if ((size_t)from[i] != i)
				memmove(x + i * H, x + (size_t)from[i] * H,
				    H * sizeof(*x));
		}
		x += s->rows * H;
	}
}
