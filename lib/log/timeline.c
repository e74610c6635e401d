/* timeline - a log of users' events, in memory. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "data/vocab.h"

int
timeline_init(struct timeline *t, size_t nfields, struct fail *f)
{
	*t = (struct timeline){.has_ratings = 1, .has_times = 1, .second = 1};
	t->users = vocab_new(f);
	t->items = vocab_new(f);
	t->ratings = vocab_new(f);
	if (!t->users || !t->items || !t->ratings)
		return -1;
	t->field = calloc(nfields + 1, sizeof(struct vocab *));
	if (!t->field)
		return fail_memory(f);
	for (; t->nfields < nfields; t->nfields++) {
		t->field[t->nfields] = vocab_new(f);
		if (!t->field[t->nfields])
			return -1;
	}
	return 0;
}

int32_t
timeline_user(struct timeline *t, struct slice s, struct fail *f)
{
	int32_t id = t->n ? t->events[t->n - 1].user + 1 : 0;
	struct slice last = id ? vocab_token(t->users, id) : (struct slice){0};

	if (!id || last.n != s.n || memcmp(last.s, s.s, s.n))
		id = vocab_add(t->users, s.s, s.n, f);
	return id < 0 ? -1 : id - 1;
}

static int
compare_times(const void *x, const void *y, const void *ctx)
{
	(void)ctx;
	return timeline_compare(x, y);
}

/* For event numbers. */
static int
compare_numbers(const void *x, const void *y, const void *events)
{
	const struct timeline_event *e = events;

	return timeline_compare(&e[*(const size_t *)x], &e[*(const size_t *)y]);
}

/* Fills start: next[u], with next = start + 1, counts the events of users
 * before u, which is where u's first goes. */
static void
count_starts(struct timeline *t, size_t *next)
{
	size_t i, u;

	for (i = 0; i < t->n; i++)
		next[t->events[i].user + 1]++;
	for (u = 0; u < t->nusers; u++)
		next[u + 1] += next[u];
}

/* Puts the events into grouped [E].  At the end next[u] is where the user after
 * u begins, as start requires. */
static void
group_events(struct timeline *t, struct timeline_event *grouped, size_t *next)
{
	size_t i, u;

	for (i = 0; i < t->n; i++)
		grouped[next[t->events[i].user]++] = t->events[i];
	for (u = 0; u < t->nusers; u++)
		sort_stable(t->start[u + 1] - t->start[u], sizeof(*grouped),
		    grouped + t->start[u], t->events, compare_times, NULL);
}

/* Does the same with the fields of events, by sorting event numbers. */
static int
group_values(struct timeline *t, struct timeline_event *grouped, size_t *next,
    struct fail *f)
{
	size_t *order = malloc((t->n + 1) * sizeof(*order)), i, u;
	size_t row = t->nfields * sizeof(*t->value);
	int32_t *value = malloc((t->n + 1) * row);

	if (!order || !value) {
		free(order);
		free(value);
		return fail_memory(f);
	}
	for (i = 0; i < t->n; i++)
		order[next[t->events[i].user]++] = i;
	for (u = 0; u < t->nusers; u++)
		sort_stable(t->start[u + 1] - t->start[u], sizeof(*order),
		    order + t->start[u], grouped, compare_numbers, t->events);
	for (i = 0; i < t->n; i++) {
		grouped[i] = t->events[order[i]];
		memcpy(value + i * t->nfields, t->value + order[i] * t->nfields,
		    row);
	}
	free(order);
	free(t->value);
	t->value = value;
	return 0;
}

int
timeline_group(struct timeline *t, struct fail *f)
{
	struct timeline_event *grouped = malloc((t->n + 1) * sizeof(*grouped));
	int r = 0;

	t->nusers = vocab_size(t->users);
	t->start = calloc(t->nusers + 2, sizeof(*t->start));
	if (!grouped || !t->start) {
		free(grouped);
		return fail_memory(f);
	}
	count_starts(t, t->start + 1);
	if (t->nfields)
		r = group_values(t, grouped, t->start + 1, f);
	else
		group_events(t, grouped, t->start + 1);
	free(t->events);
	t->events = grouped;
	return r;
}

size_t
timeline_keep(struct timeline *t, const unsigned char *keep)
{
	size_t u, i = 0, n = 0, end, was = t->n, row = t->nfields;

	for (u = 0; u < t->nusers; u++) {
		end = t->start[u + 1];
		t->start[u] = n;
		for (; i < end; i++) {
			if (!keep[i])
				continue;
			if (row)
				memmove(t->value + n * row, t->value + i * row,
				    row * sizeof(*t->value));
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
	while (t->nfields)
		vocab_free(t->field[--t->nfields]);
	free(t->field);
	free(t->value);
	free(t->events);
	free(t->start);
	free(t->rating);
	*t = (struct timeline){0};
}
