/* cleaning - removes events from a log. */
/* SPDX-License-Identifier: MIT */
#include "log/cleaning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "log/log_time.h"
#include "log/moment.h"
#include "log/timeline.h"

/* Shared by the steps. */
struct cleaning_state {
	const struct cleaning *plan;
	struct timeline *t;
	struct cleaning_counts *counts;
	unsigned char *keep; /* [E] */
	size_t *seen;        /* [items+1] counts, or the last user who had the
                                item */
};

struct choice
cleaning_unique_choice(size_t k)
{
	static const struct choice choices[] = {
	    [CLEANING_ALL] = {"all", NULL, "every event"},
	    [CLEANING_FIRST] = {"first", NULL,
		"a user's first event of each item"},
	    [CLEANING_LAST] = {"last", NULL,
		"a user's last event of each item"},
	    [CLEANING_RUNS] = {"runs", NULL,
		"the first event of each run of one item"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

static int
keep_span(struct cleaning_state *s, struct fail *f)
{
	const struct cleaning *p = s->plan;
	struct log_time from, until;
	size_t i;

	if (!p->from && !p->until)
		return 0;
	if (p->from && moment_find(p->from, s->t, &from, f))
		return -1;
	if (p->until && moment_find(p->until, s->t, &until, f))
		return -1;
	for (i = 0; i < s->t->n; i++) {
		const struct timeline_event *e = &s->t->events[i];
		struct log_time at = {e->time, e->part};

		s->keep[i] = !(p->from && log_time_compare(at, from) < 0) &&
		             !(p->until && log_time_compare(at, until) >= 0);
	}
	s->counts->out[CLEANING_TIME] = timeline_keep(s->t, s->keep);
	return 0;
}

/* Returns 1 if a session ends before event i, which is not a user's first. */
static int
is_idle(const struct timeline *t, size_t i, double gap)
{
	const struct timeline_event *e = &t->events[i];
	struct log_time before = {e[-1].time, e[-1].part};
	struct log_time now = {e->time, e->part};

	return log_time_between(before, now, t->second) > gap;
}

/* Adds a user for a session, named after the user, a slash, and a number. */
static int
add_session(struct vocab *to, const struct timeline *t, size_t user,
    size_t number, struct buffer *name, struct fail *f)
{
	struct slice was = vocab_token(t->users, (int32_t)user + 1);
	char tail[32];
	int n = snprintf(tail, sizeof(tail), "/%zu", number);

	name->n = 0;
	buffer_put(name, was.s, was.n);
	buffer_put(name, tail, (size_t)n);
	if (name->failed)
		return fail_memory(f);
	return vocab_add(to, name->p, name->n, f) < 0 ? -1 : 0;
}

/* Numbers the sessions of all users in `to`, and stores where each begins in
 * start. */
static int
number_sessions(struct timeline *t, double gap, struct vocab *to, size_t *start,
    struct fail *f)
{
	struct buffer name = {0};
	size_t u, i, number;
	int failed = 0;

	for (u = 0; u < t->nusers && !failed; u++) {
		size_t first = t->start[u], end = t->start[u + 1];

		for (i = first, number = 0; i < end && !failed; i++) {
			if (i == first || is_idle(t, i, gap)) {
				start[vocab_size(to)] = i;
				failed =
				    add_session(to, t, u, ++number, &name, f);
			}
			t->events[i].user = (int32_t)vocab_size(to) - 1;
		}
	}
	buffer_free(&name);
	return failed;
}

static int
cut_sessions(struct cleaning_state *s, struct fail *f)
{
	struct timeline *t = s->t;
	struct vocab *sessions;
	size_t *start;

	if (!(s->plan->session_gap > 0))
		return 0;
	if (!t->has_times)
		return fail_set(f, "the log has no times, which sessions need");
	sessions = vocab_new(f);
	start = calloc(t->n + 2, sizeof(*start));
	if (!sessions || !start ||
	    number_sessions(t, s->plan->session_gap, sessions, start, f)) {
		vocab_free(sessions);
		if (!start)
			(void)fail_memory(f);
		free(start);
		return -1;
	}
	vocab_free(t->users);
	free(t->start);
	t->users = sessions;
	t->start = start;
	t->nusers = s->counts->sessions = vocab_size(sessions);
	start[t->nusers] = t->n;
	return 0;
}

/* seen[item] is the last user, from 1, who had the item. */
static void
keep_unique(struct cleaning_state *s)
{
	struct timeline *t = s->t;
	size_t u, i, k, n;

	if (s->plan->unique == CLEANING_ALL)
		return;
	memset(s->seen, 0, (vocab_size(t->items) + 1) * sizeof(*s->seen));
	for (u = 0; u < t->nusers; u++) {
		n = t->start[u + 1] - t->start[u];
		for (k = 0; k < n; k++) {
			int last = s->plan->unique == CLEANING_LAST;
			int32_t item;

			i = last ? t->start[u + 1] - 1 - k : t->start[u] + k;
			item = t->events[i].item;
			s->keep[i] = s->plan->unique == CLEANING_RUNS
			                 ? !k || t->events[i - 1].item != item
			                 : s->seen[item] != u + 1;
			s->seen[item] = u + 1;
		}
	}
	s->counts->out[CLEANING_REPEAT] = timeline_keep(t, s->keep);
}

/* Removes users with few events; returns the number of events removed. */
static size_t
drop_users(struct cleaning_state *s)
{
	struct timeline *t = s->t;
	size_t u, n, gone;

	for (u = 0; u < t->nusers; u++) {
		n = t->start[u + 1] - t->start[u];
		memset(s->keep + t->start[u], n >= s->plan->user_events, n);
		s->counts->out_users += n && n < s->plan->user_events;
	}
	gone = timeline_keep(t, s->keep);
	s->counts->out[CLEANING_USER] += gone;
	return gone;
}

static void
count_items(const struct timeline *t, size_t *count)
{
	size_t i;

	memset(count, 0, (vocab_size(t->items) + 1) * sizeof(*count));
	for (i = 0; i < t->n; i++)
		count[t->events[i].item]++;
}

/* Removes items with few events. */
static size_t
drop_items(struct cleaning_state *s)
{
	struct timeline *t = s->t;
	size_t i, gone;

	count_items(t, s->seen);
	for (i = 0; i < t->n; i++)
		s->keep[i] = s->seen[t->events[i].item] >= s->plan->item_events;
	for (i = 1; i <= vocab_size(t->items); i++)
		s->counts->out_items +=
		    s->seen[i] && s->seen[i] < s->plan->item_events;
	gone = timeline_keep(t, s->keep);
	s->counts->out[CLEANING_ITEM] += gone;
	return gone;
}

static void
keep_core(struct cleaning_state *s)
{
	size_t round = 0, gone;

	if (s->plan->user_events < 2 && s->plan->item_events < 2)
		return;
	do {
		gone = drop_users(s);
		gone += drop_items(s);
		round++;
	} while (gone && round != s->plan->rounds);
}

int
cleaning_run(const struct cleaning *plan, struct timeline *t,
    struct cleaning_counts *counts, struct fail *f)
{
	size_t items = vocab_size(t->items), n = t->n, i;
	struct cleaning_state s = {plan, t, counts, malloc(t->n + 1),
	    calloc(items + 1, sizeof(*s.seen))};
	int r = -1;

	*counts = (struct cleaning_counts){0};
	counts->out[CLEANING_NAMELESS] = t->nameless;
	counts->out[CLEANING_RATING] = t->read - t->nameless - t->n;
	if (!s.keep || !s.seen) {
		(void)fail_memory(f);
	} else if (!keep_span(&s, f) && !cut_sessions(&s, f)) {
		keep_unique(&s);
		keep_core(&s);
		if (t->n < n)
			count_items(t, s.seen);
		for (i = 1; i <= items && t->n < n; i++)
			vocab_set_count(t->items, (int32_t)i, s.seen[i]);
		r = 0;
	}
	free(s.keep);
	free(s.seen);
	return r;
}

/* Counts the items that users with at least `least` events have. */
static int
count_kept_items(
    const struct timeline *t, size_t least, size_t *n, struct fail *f)
{
	unsigned char *there = calloc(vocab_size(t->items) + 1, 1);
	size_t u, i;

	if (!there)
		return fail_memory(f);
	for (u = 0, *n = 0; u < t->nusers; u++) {
		if (t->start[u + 1] - t->start[u] < least)
			continue;
		for (i = t->start[u]; i < t->start[u + 1]; i++) {
			*n += !there[t->events[i].item];
			there[t->events[i].item] = 1;
		}
	}
	free(there);
	return 0;
}

int
cleaning_count(const struct timeline *t, size_t least,
    struct cleaning_counts *c, struct fail *f)
{
	size_t u, i, n;

	c->events = c->users = c->items = 0;
	c->short_users = c->out[CLEANING_SHORT] = 0;
	for (u = 0; u < t->nusers; u++) {
		n = t->start[u + 1] - t->start[u];
		if (n && n < least) {
			c->short_users++;
			c->out[CLEANING_SHORT] += n;
		} else {
			c->users += n > 0;
			c->events += n;
		}
	}
	if (c->short_users)
		return count_kept_items(t, least, &c->items, f);
	for (i = 1; i <= vocab_size(t->items); i++)
		c->items += vocab_count(t->items, (int32_t)i) > 0;
	return 0;
}

void
cleaning_describe(const struct cleaning_counts *c, char *out, size_t size)
{
	static const char *const words[CLEANING_REASONS] = {
	    [CLEANING_NAMELESS] = "without a user or an item",
	    [CLEANING_RATING] = "rated too low",
	    [CLEANING_TIME] = "outside of --from and --until",
	    [CLEANING_REPEAT] = "repeated",
	    [CLEANING_USER] = "user",
	    [CLEANING_ITEM] = "item",
	    [CLEANING_SHORT] = "user",
	};
	const size_t also[CLEANING_REASONS] = {
	    [CLEANING_USER] = c->out_users,
	    [CLEANING_ITEM] = c->out_items,
	    [CLEANING_SHORT] = c->short_users,
	};
	const char *before = "; left out: ";
	size_t n = 0, r;

	*out = '\0';
	for (r = 0; r < CLEANING_REASONS; r++) {
		if (!c->out[r] || n >= size)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s", before);
		before = ", ";
		if (n < size && r >= CLEANING_USER)
			n += (size_t)snprintf(out + n, size - n,
			    "%zu event%s of %zu %s%s with too few%s", c->out[r],
			    num_s(c->out[r]), also[r], words[r], num_s(also[r]),
			    r == CLEANING_SHORT ? " for an example" : "");
		else if (n < size)
			n += (size_t)snprintf(
			    out + n, size - n, "%zu %s", c->out[r], words[r]);
	}
}
