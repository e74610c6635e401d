/* held_out - assigns the last events of timelines to validation and test. */
/* SPDX-License-Identifier: MIT */
#include "log/held_out.h"

#include <stdlib.h>

#include "base/fail.h"
#include "log/log_time.h"
#include "log/split.h"
#include "log/split_sessions.h"
#include "log/timeline.h"

/* Minimum number of events for training, if a time divides the parts. */
#define FEWEST 2

struct held_out {
	int by_time, valid;
	struct log_time valid_from, test_from;
};

static struct log_time
time_of(const struct timeline_event *e)
{
	return (struct log_time){e->time, e->part};
}

struct held_out *
held_out_new(const struct timeline *t, const struct split_fractions *x,
    int valid, struct fail *f)
{
	struct held_out *h = calloc(1, sizeof(*h));
	struct log_time *times = x ? malloc((t->n + 1) * sizeof(*times)) : NULL;
	size_t i;

	if (!h || (x && !times)) {
		free(h);
		free(times);
		(void)fail_memory(f);
		return NULL;
	}
	h->by_time = x != NULL;
	h->valid = valid;
	for (i = 0; i < t->n && x; i++)
		times[i] = time_of(&t->events[i]);
	if (x)
		split_bounds(times, t->n, x, &h->valid_from, &h->test_from);
	free(times);
	return h;
}

void
held_out_free(struct held_out *h)
{
	free(h);
}

static void
leave_last(const struct held_out *h, size_t first, size_t end, size_t *train,
    size_t *label)
{
	if (end - first > 1)
		label[SPLIT_TEST] = --end;
	if (end - first > 1 && h->valid)
		label[SPLIT_VALID] = --end;
	*train = end;
}

static void
cut_by_time(const struct held_out *h, const struct timeline *t, size_t first,
    size_t end, size_t *train, size_t *label)
{
	size_t i;

	for (i = first; i < end; i++) {
		struct log_time now = time_of(&t->events[i]);

		if (log_time_compare(now, h->test_from) >= 0)
			label[SPLIT_TEST] = i;
		else if (h->valid && log_time_compare(now, h->valid_from) >= 0)
			label[SPLIT_VALID] = i;
		else
			*train = i + 1;
	}
	if (*train - first < FEWEST)
		*train = first;
	for (i = 0; i < SPLIT_PARTS; i++) {
		if (label[i] == first)
			label[i] = HELD_OUT_NONE;
	}
}

void
held_out_find(const struct held_out *h, const struct timeline *t, size_t first,
    size_t end, size_t *train, size_t *label)
{
	size_t p;

	for (p = 0; p < SPLIT_PARTS; p++)
		label[p] = HELD_OUT_NONE;
	*train = first;
	if (h->by_time)
		cut_by_time(h, t, first, end, train, label);
	else
		leave_last(h, first, end, train, label);
}

int
held_out_known(const struct held_out *h, struct timeline *t, struct split *s,
    struct fail *f)
{
	size_t label[SPLIT_PARTS], *events, end, i, n = 0;

	if (!(events = malloc((s->n + 1) * sizeof(*events))))
		return fail_memory(f);
	for (i = 0; i < s->n; i++) {
		end = t->start[t->events[s->at[i]].user + 1];
		held_out_find(h, t, s->at[i], end, &events[i], label);
		events[i] -= s->at[i];
	}
	if (split_keep_known(s, t, events, f)) {
		free(events);
		return -1;
	}
	for (i = 0; i < s->n; i++) {
		if (events[i])
			s->at[n++] = s->at[i];
	}
	s->n = n;
	free(events);
	return 0;
}
