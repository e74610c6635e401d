/* split_sessions - filters for splits of whole timelines. */
/* SPDX-License-Identifier: MIT */
#include "log/split_sessions.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "log/split.h"
#include "log/timeline.h"

/* A training timeline. */
struct split_sessions_row {
	const struct timeline_event *last;
	size_t at; /* index in the split */
};

static int
by_end(const void *x, const void *y)
{
	const struct split_sessions_row *a = x, *b = y;
	int c = timeline_compare(a->last, b->last);

	/* If timelines end at the same time, the later one in the log is
	 * newer. */
	return c ? c : (a->last > b->last) - (a->last < b->last);
}

/* Keeps the rows with a nonzero keep. */
static void
keep_rows(struct split *s, const unsigned char *keep)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		if (!keep[i]) {
			s->count[s->part[i]]--;
			continue;
		}
		s->at[n] = s->at[i];
		s->part[n++] = s->part[i];
	}
	s->n = n;
}

/* Sets keep[i] to 1 if the item of event i has a training event, which known
 * [items + 1] notes.  train: see split_keep_known(). */
static void
mark_known(const struct split *s, const struct timeline *t, const size_t *train,
    unsigned char *known, unsigned char *keep)
{
	size_t i, k, end;

	for (i = 0; i < s->n; i++) {
		for (k = s->at[i]; k < s->at[i] + train[i]; k++)
			known[t->events[k].item] = 1;
	}
	for (i = 0; i < s->n; i++) {
		end = t->start[t->events[s->at[i]].user + 1];
		for (k = s->at[i]; k < end; k++)
			keep[k] = known[t->events[k].item];
	}
}

int
split_keep_known(
    struct split *s, struct timeline *t, size_t *events, struct fail *f)
{
	unsigned char *known = calloc(vocab_size(t->items) + 1, 1);
	unsigned char *keep = malloc(t->n + 1);
	size_t *user = malloc((s->n + 1) * sizeof(*user)), i;
	const int failed = !known || !keep || !user;

	if (!failed) {
		for (i = 0; i < s->n; i++)
			user[i] = (size_t)t->events[s->at[i]].user;
		memset(keep, 1, t->n); /* also keeps users outside the split */
		mark_known(s, t, events, known, keep);
		s->unknown_events = timeline_keep(t, keep);
		for (i = 0; i < s->n; i++) {
			s->at[i] = t->start[user[i]];
			events[i] = t->start[user[i] + 1] - s->at[i];
		}
	}
	free(known);
	free(keep);
	free(user);
	return failed ? fail_memory(f) : 0;
}

int
split_known(struct split *s, struct timeline *t, struct fail *f)
{
	unsigned char *keep = malloc(s->n + 1);
	size_t *events = malloc((s->n + 1) * sizeof(*events)), i;
	int r;

	for (i = 0; i < s->n && events; i++)
		events[i] =
		    s->part[i] == SPLIT_TRAIN
			? t->start[t->events[s->at[i]].user + 1] - s->at[i]
			: 0;
	r = keep && events ? split_keep_known(s, t, events, f) : fail_memory(f);
	for (i = 0; i < s->n && !r; i++) {
		keep[i] = s->part[i] == SPLIT_TRAIN || events[i] >= 2;
		s->short_timelines += !keep[i];
	}
	if (!r)
		keep_rows(s, keep);
	free(keep);
	free(events);
	return r;
}

/* Returns the number of examples that a timeline makes. */
static size_t
count_examples(const struct timeline *t, const struct split_sessions_row *row)
{
	int32_t user = row->last->user;

	return t->start[user + 1] - t->start[user] - 1;
}

/* Returns the number of rows [n], oldest first, that come before the newest
 * rows that make `share` of all examples. */
static size_t
count_old(const struct timeline *t, const struct split_sessions_row *rows,
    size_t n, double share)
{
	size_t left = 0, want, i;

	for (i = 0; i < n; i++)
		left += count_examples(t, &rows[i]);
	want = size_max((size_t)((double)left * share), 1);
	for (i = 0; i + 1 < n; i++) {
		left -= count_examples(t, &rows[i]);
		if (left < want)
			break;
	}
	return i;
}

int
split_newest(
    struct split *s, const struct timeline *t, double share, struct fail *f)
{
	struct split_sessions_row *rows = malloc((s->n + 1) * sizeof(*rows));
	unsigned char *keep = malloc(s->n + 1);
	size_t i, n = 0;

	if (!rows || !keep) {
		free(rows);
		free(keep);
		return fail_memory(f);
	}
	for (i = 0; i < s->n; i++) {
		size_t end = t->start[t->events[s->at[i]].user + 1];

		keep[i] = 1;
		if (s->part[i] == SPLIT_TRAIN)
			rows[n++] =
			    (struct split_sessions_row){&t->events[end - 1], i};
	}
	qsort(rows, n, sizeof(*rows), by_end);
	s->old_timelines = count_old(t, rows, n, share);
	for (i = 0; i < s->old_timelines; i++)
		keep[rows[i].at] = 0;
	keep_rows(s, keep);
	free(rows);
	free(keep);
	return 0;
}
