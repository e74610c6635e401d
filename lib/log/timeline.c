/* timeline - a log of who took what when, in memory. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/sort.h"
#include "data/vocab.h"

int
timeline_init(struct timeline *t, struct fail *f)
{
	*t = (struct timeline){.has_ratings = 1, .has_times = 1, .second = 1};
	t->users = vocab_new(f);
	t->items = vocab_new(f);
	t->ratings = vocab_new(f);
	return t->users && t->items && t->ratings ? 0 : -1;
}

static int
compare_times(const void *x, const void *y, const void *ctx)
{
	(void)ctx;
	return timeline_compare(x, y);
}

/* Brings the events of each user together, in the log's order, then in that of
 * time. */
int
timeline_group(struct timeline *t, struct fail *f)
{
	struct timeline_event *grouped = malloc((t->n + 1) * sizeof(*grouped));
	size_t *next, i, u;

	t->nusers = vocab_size(t->users);
	t->start = calloc(t->nusers + 2, sizeof(*t->start));
	if (!grouped || !t->start) {
		free(grouped);
		return fail_memory(f);
	}
	/* next[u] counts, then says where user u's next event goes; in the
	 * end it has moved on to where the user after u begins. */
	next = t->start + 1;
	for (i = 0; i < t->n; i++)
		next[t->events[i].user + 1]++;
	for (u = 0; u < t->nusers; u++)
		next[u + 1] += next[u];
	for (i = 0; i < t->n; i++)
		grouped[next[t->events[i].user]++] = t->events[i];
	for (u = 0; u < t->nusers; u++)
		sort_stable(t->start[u + 1] - t->start[u], sizeof(*grouped),
		    grouped + t->start[u], t->events, compare_times, NULL);
	free(t->events);
	t->events = grouped;
	return 0;
}

size_t
timeline_keep(struct timeline *t, const unsigned char *keep)
{
	size_t u, i = 0, n = 0, end, was = t->n;

	for (u = 0; u < t->nusers; u++) {
		end = t->start[u + 1];
		t->start[u] = n;
		for (; i < end; i++) {
			if (keep[i])
				t->events[n++] = t->events[i];
		}
	}
	t->start[t->nusers] = t->n = n;
	return was - n;
}

void
timeline_free(struct timeline *t)
{
	vocab_free(t->users);
	vocab_free(t->items);
	vocab_free(t->ratings);
	free(t->events);
	free(t->start);
	free(t->rating);
	*t = (struct timeline){0};
}
