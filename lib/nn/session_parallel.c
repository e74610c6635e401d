/* session_parallel - rows that walk through sessions in parallel, an event a
 * step. */
/* SPDX-License-Identifier: MIT */
#include "nn/session_parallel.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/sequences.h"

int
session_parallel_alloc(struct session_parallel *w, const struct sequences *s,
    size_t batch, size_t least, struct fail *f)
{
	*w = (struct session_parallel){.of = s, .least = least};
	w->at = malloc(batch * sizeof(*w->at));
	w->end = malloc(batch * sizeof(*w->end));
	w->session = malloc(batch * sizeof(*w->session));
	w->from = malloc(batch * sizeof(*w->from));
	if (!w->at || !w->end || !w->session || !w->from)
		return fail_memory(f);
	return 0;
}

void
session_parallel_free(struct session_parallel *w)
{
	free(w->at);
	free(w->end);
	free(w->session);
	free(w->from);
	*w = (struct session_parallel){0};
}

/* Row i begins the next session of two events or more; 0: no session is
 * left. */
static int
take(struct session_parallel *w, size_t i)
{
	while (w->next < w->of->n) {
		size_t s = (size_t)w->order[w->next++];

		if (w->of->start[s + 1] - w->of->start[s] < 2)
			continue;
		w->at[i] = w->of->start[s];
		w->end[i] = w->of->start[s + 1];
		w->session[i] = s;
		w->from[i] = -1;
		return 1;
	}
	return 0;
}

static size_t
rows(struct session_parallel *w)
{
	if (w->rows < w->least)
		w->rows = 0;
	return w->rows;
}

size_t
session_parallel_start(
    struct session_parallel *w, const int32_t *order, size_t batch)
{
	w->order = order;
	w->next = 0;
	for (w->rows = 0; w->rows < batch && take(w, w->rows); w->rows++)
		;
	return rows(w);
}

size_t
session_parallel_next(struct session_parallel *w)
{
	size_t i, left = 0;

	for (i = 0; i < w->rows; i++) {
		w->at[left] = w->at[i] + 1;
		w->end[left] = w->end[i];
		w->session[left] = w->session[i];
		w->from[left] = (int32_t)i;
		if (w->at[left] + 1 < w->end[left] || take(w, left))
			left++;
	}
	w->rows = left;
	return rows(w);
}
