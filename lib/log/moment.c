/* moment - a point in time given by the user, located in a log. */
/* SPDX-License-Identifier: MIT */
#include "log/moment.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "log/log_time.h"
#include "log/timeline.h"
#include "log/written_date.h"

/* Parses a text like -7d; *seconds becomes its length, 0 or more. */
static int
is_before_end(const char *text, double *seconds)
{
	static const struct {
		char letter;
		double seconds;
	} units[] = {
	    {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
	size_t n = strlen(text), k;

	for (k = 0; k < COUNTOF(units); k++) {
		if (n > 2 && text[n - 1] == units[k].letter)
			break;
	}
	if (k == COUNTOF(units) || *text != '-' || text[1] == '-' ||
	    num_get_double(text + 1, n - 2, seconds) || !isfinite(*seconds))
		return 0;
	*seconds *= units[k].seconds;
	return 1;
}

static int
parse(const char *text, struct log_time *x, enum log_time_kind *kind,
    struct fail *f)
{
	struct slice s = {text, strlen(text)};

	if (!log_time_parse(s, x, kind, f) && *kind != LOG_TIME_UNORDERED)
		return 0;
	return fail_set(f,
	    "'%.100s' is not a time; give 2024-05-01, 2024-05-01T12:34:56Z, a "
	    "number as in the log, or -7d (7 days before the log's end)",
	    text);
}

int
moment_check(const char *text, struct fail *f)
{
	enum log_time_kind kind;
	struct log_time x;
	double seconds;

	return is_before_end(text, &seconds) ? 0 : parse(text, &x, &kind, f);
}

/* The time of the last event. */
static struct log_time
last_of(const struct timeline *t)
{
	const struct timeline_event *last = t->events;
	size_t i;

	for (i = 1; i < t->n; i++) {
		if (timeline_compare(&t->events[i], last) > 0)
			last = &t->events[i];
	}
	return (struct log_time){last->time, last->part};
}

int
moment_find(const char *text, const struct timeline *t, struct log_time *x,
    struct fail *f)
{
	enum log_time_kind kind;
	double seconds;

	if (!t->has_times || !t->n)
		return fail_set(
		    f, "the log has no times to compare '%s' with", text);
	if (is_before_end(text, &seconds)) {
		*x = log_time_add(last_of(t), -seconds, t->second);
		return 0;
	}
	if (parse(text, x, &kind, f))
		return -1;
	if (t->dates && kind == LOG_TIME_NUMBER)
		(void)written_date_digits(x->whole, &x->whole);
	if (kind == LOG_TIME_DATE && t->second > 1) {
		int64_t units = t->second * x->part / LOG_TIME_PARTS;

		if (__builtin_mul_overflow(x->whole, t->second, &x->whole))
			return fail_set(f, "'%s' is beyond the log", text);
		x->whole += units;
		x->part = 0;
	}
	return 0;
}
