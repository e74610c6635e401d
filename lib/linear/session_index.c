/* session_index - the items of each session, and the sessions of each item. */
/* SPDX-License-Identifier: MIT */
#include "linear/session_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/sequences.h"

static int
take_memory(struct session_index *x, size_t events, int32_t **seen,
    int32_t **place, struct fail *f)
{
	x->start = calloc(x->n + 2, sizeof(*x->start));
	x->first = calloc(x->items + 2, sizeof(*x->first));
	x->item = malloc((events + 1) * sizeof(*x->item));
	x->place = malloc((events + 1) * sizeof(*x->place));
	x->session = malloc((events + 1) * sizeof(*x->session));
	*seen = malloc((x->items + 1) * sizeof(**seen));
	*place = malloc((events + 1) * sizeof(**place));
	return x->start && x->first && x->item && x->place && x->session &&
	               *seen && *place
	           ? 0
	           : fail_memory(f);
}

/* Walks over the different items of all sessions, from each session's end: the
 * first occurrence there is the item's last place.  Counts the items, or adds
 * sessions and places to the items' lists. */
static void
walk(struct session_index *x, const struct sequences *s, int32_t *seen,
    int32_t *place)
{
	size_t i, p, at;

	memset(seen, 0xff, (x->items + 1) * sizeof(*seen));
	for (i = 0; i < x->n; i++) {
		for (p = s->start[i + 1]; p-- > s->start[i];) {
			const size_t item = (size_t)s->item[p] - 1;

			if (seen[item] == (int32_t)i)
				continue;
			seen[item] = (int32_t)i;
			if (!place) {
				x->start[i + 1]++;
				x->first[item + 1]++;
				continue;
			}
			at = x->first[item]++;
			x->session[at] = (int32_t)i;
			place[at] = (int32_t)(p - s->start[i]) + 1;
		}
	}
}

static void
add_up(size_t *count, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		count[i + 1] += count[i];
}

/* While a list is filled, its start moves to its end. */
static void
move_back(size_t *start, size_t n)
{
	memmove(start + 1, start, n * sizeof(*start));
	start[0] = 0;
}

/* Copies item by item into the sessions' lists, which become sorted. */
static void
fill_sessions(struct session_index *x, const int32_t *place)
{
	size_t i, k, at;

	for (i = 0; i < x->items; i++) {
		for (k = x->first[i]; k < x->first[i + 1]; k++) {
			at = x->start[x->session[k]]++;
			x->item[at] = (int32_t)i;
			x->place[at] = place[k];
		}
	}
	move_back(x->start, x->n);
}

int
session_index_make(struct session_index *x, const struct sequences *s,
    size_t items, struct fail *f)
{
	int32_t *seen = NULL, *place = NULL;
	int r;

	*x = (struct session_index){.n = s->n, .items = items};
	r = take_memory(x, s->events, &seen, &place, f);
	if (!r) {
		walk(x, s, seen, NULL);
		add_up(x->start, x->n);
		add_up(x->first, x->items);
		walk(x, s, seen, place);
		move_back(x->first, x->items);
		fill_sessions(x, place);
	}
	free(seen);
	free(place);
	return r;
}

void
session_index_free(struct session_index *x)
{
	free(x->start);
	free(x->item);
	free(x->place);
	free(x->first);
	free(x->session);
	*x = (struct session_index){0};
}
