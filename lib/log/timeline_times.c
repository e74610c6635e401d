/* timeline_times - the times of a log while it is read. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline_times.h"

#include "base/fail.h"
#include "log/log_notes.h"
#include "log/log_time.h"
#include "log/timeline.h"
#include "log/written_date.h"

#define UNITS 4 /* seconds to nanoseconds */

struct choice
timeline_order_choice(size_t k)
{
	static const struct choice choices[] = {
	    {"detect", NULL, "a number above 12 is the day"},
	    {"month-first", NULL, "the month"},
	    {"day-first", NULL, "the day"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

/* Learns the order of day and month from a time that shows it. */
static int
learn_order(struct timeline_times *seen, struct slice s, struct log_time x,
    struct fail *f)
{
	int order = log_time_order(x);
	int given = seen->given != WRITTEN_UNKNOWN;

	if (order == WRITTEN_UNKNOWN)
		return 0;
	if (order == (given ? seen->given : seen->order) ||
	    (!given && seen->order == WRITTEN_UNKNOWN)) {
		seen->order = order;
		return 0;
	}
	return fail_set(f, "the time '%.*s' begins with the %s, but %s",
	    (int)size_min(s.n, 100), s.s,
	    order == WRITTEN_DAY_FIRST ? "day" : "month",
	    given ? "--date-order says otherwise"
		  : "an earlier time with the other");
}

int
timeline_times_parse(struct timeline_times *seen, struct slice s,
    const struct slice *clock, struct timeline_event *e, struct fail *f)
{
	static const char *const one[] = {
	    "number", "date like 2024-05-01", "date like 5/1/2024"};
	static const char *const many[] = {
	    "numbers", "dates like 2024-05-01", "dates like 5/1/2024"};
	enum log_time_kind kind;
	struct log_time x;

	if (clock ? log_time_parse_pair(s, *clock, &x, &kind, f)
		  : log_time_parse(s, &x, &kind, f))
		return -1;
	if (seen->any && seen->kind != (int)kind)
		return fail_set(f,
		    "the time '%.*s' is a %s, but earlier times are %s",
		    (int)size_min(s.n, 100), s.s, one[kind], many[seen->kind]);
	if (kind == LOG_TIME_UNORDERED && learn_order(seen, s, x, f))
		return -1;
	seen->any = 1;
	seen->kind = (int)kind;
	e->time = x.whole;
	e->part = x.part;
	return 0;
}

static int
check_units(struct timeline *t, struct log_notes *notes, struct fail *f)
{
	static const char *const names[UNITS] = {
	    "seconds", "milliseconds", "microseconds", "nanoseconds"};
	size_t count[UNITS] = {0}, i, most = 0, others;
	int64_t second;
	int k;

	for (i = 0; i < t->n; i++) {
		second = log_time_second(t->events[i].time);
		for (k = 0; second > 1; k++)
			second /= 1000;
		count[k]++;
	}
	for (k = 1; k < UNITS; k++) {
		if (count[k] > count[most])
			most = (size_t)k;
	}
	for (k = 0, t->second = 1; k < (int)most; k++)
		t->second *= 1000;
	others = t->n - count[most];
	if (!others)
		return 0;
	return log_notes_add(notes, 1, f,
	    "%zu of %zu times look%s like %s and the others do not: units are "
	    "mixed, so the order is wrong",
	    count[most], t->n, count[most] == 1 ? "s" : "", names[most]);
}

/* Turns numbers that all look like 20240501 into seconds since 1970. */
static int
take_digits(struct timeline *t, struct log_notes *notes, struct fail *f)
{
	int64_t seconds;
	size_t i;

	for (i = 0; i < t->n; i++) {
		if (t->events[i].part ||
		    written_date_digits(t->events[i].time, &seconds))
			return 0;
	}
	if (t->n &&
	    log_notes_add(notes, 0, f, "times like %lld are taken for dates",
		(long long)t->events[0].time))
		return -1;
	for (i = 0; i < t->n; i++)
		(void)written_date_digits(
		    t->events[i].time, &t->events[i].time);
	t->dates = t->n > 0;
	return 0;
}

/* Turns dates like 5/1/2024 into seconds since 1970. */
static int
settle(struct timeline *t, int order, struct fail *f)
{
	struct log_time x;
	size_t i;

	if (order == WRITTEN_UNKNOWN && t->n)
		return fail_set(f,
		    "the times are dates like 5/1/2024, and none tells whether "
		    "the month or the day stands first; say "
		    "--date-order=month-first or --date-order=day-first");
	for (i = 0; i < t->n; i++) {
		x = (struct log_time){t->events[i].time, t->events[i].part};
		if (log_time_settle(order, &x, f))
			return -1;
		t->events[i].time = x.whole;
	}
	return 0;
}

int
timeline_times_finish(const struct timeline_times *seen, struct timeline *t,
    struct log_notes *notes, struct fail *f)
{
	if (!seen->any)
		return 0;
	t->dates = seen->kind != LOG_TIME_NUMBER;
	if (seen->kind == LOG_TIME_UNORDERED)
		return settle(t, seen->given ? seen->given : seen->order, f);
	if (!t->dates && take_digits(t, notes, f))
		return -1;
	return t->dates ? 0 : check_units(t, notes, f);
}
