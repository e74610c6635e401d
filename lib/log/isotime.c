/* isotime - dates and times as ISO 8601 writes them, as microseconds. */
/* SPDX-License-Identifier: MIT */
#include "log/isotime.h"

#include <limits.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"

#define EPOCH_DAY 719162 /* days from 0001-01-01 to 1970-01-01 */
#define SECOND ((int64_t)1000000)

/* What is left of the text. */
struct isotime_cursor {
	const char *s, *end;
};

/* Takes a number of exactly n digits: it, or -1. */
static int
number(struct isotime_cursor *c, int n)
{
	uint64_t x;

	if (c->end - c->s < n || num_get_count(c->s, (size_t)n, 0, INT_MAX, &x))
		return -1;
	c->s += n;
	return (int)x;
}

/* Takes one of these bytes: it, or 0. */
static char
one_of(struct isotime_cursor *c, const char *bytes)
{
	if (c->s == c->end || !*c->s || !strchr(bytes, *c->s))
		return 0;
	return *c->s++;
}

static int
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Takes YYYY-MM-DD: 0 and days since 1970, 1 if there is no such day, -1. */
static int
date(struct isotime_cursor *c, int64_t *days)
{
	/* Days of a common year before its months. */
	static const int before[] = {
	    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
	int year, month, day, past, leap;

	if ((year = number(c, 4)) < 0 || !one_of(c, "-") ||
	    (month = number(c, 2)) < 0 || !one_of(c, "-") ||
	    (day = number(c, 2)) < 0)
		return -1;
	leap = is_leap(year);
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > before[month] - before[month - 1] + (leap && month == 2))
		return 1;
	past = year - 1; /* whole years before it, every fourth a leap year */
	*days = 365 * past + past / 4 - past / 100 + past / 400 +
	        before[month - 1] + (leap && month > 2) + day - 1 - EPOCH_DAY;
	return 0;
}

/* Takes the digits of a fraction of a second; at least one. */
static int
fraction(struct isotime_cursor *c, int64_t *us)
{
	int64_t unit = SECOND / 10;
	int x, n = 0;

	for (*us = 0; (x = number(c, 1)) >= 0; n++, unit /= 10)
		*us += x * unit;
	return n ? 0 : -1;
}

/* Takes hh:mm[:ss[.fraction]]: 0 and microseconds, 1 if no clock shows it, -1.
 */
static int
clock_time(struct isotime_cursor *c, int64_t *us)
{
	int hour, minute, second = 0;
	int64_t part = 0;

	if ((hour = number(c, 2)) < 0 || !one_of(c, ":") ||
	    (minute = number(c, 2)) < 0)
		return -1;
	if (one_of(c, ":")) {
		second = number(c, 2);
		if (second < 0 || (one_of(c, ".,") && fraction(c, &part)))
			return -1;
	}
	if (hour > 23 || minute > 59 || second > 60)
		return 1;
	*us = (hour * 3600 + minute * 60 + second) * SECOND + part;
	return 0;
}

/* Takes Z, +hh:mm, +hhmm, +hh or nothing: the offset in *us, as above. */
static int
offset(struct isotime_cursor *c, int64_t *us)
{
	int hour, minute = 0;
	char sign;

	*us = 0;
	if (one_of(c, "Zz"))
		return 0;
	sign = one_of(c, "+-");
	if (!sign)
		return 0;
	if ((hour = number(c, 2)) < 0 ||
	    ((one_of(c, ":") || c->s < c->end) && (minute = number(c, 2)) < 0))
		return -1;
	if (hour > 23 || minute > 59)
		return 1;
	*us = (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60) * SECOND;
	return 0;
}

int
isotime_parse(struct slice text, int64_t *us, struct fail *f)
{
	struct isotime_cursor c = {text.s, text.s + text.n};
	int64_t days = 0, in_day = 0, ahead = 0;
	int r = date(&c, &days);

	if (r == 0 && one_of(&c, "Tt ")) {
		r = clock_time(&c, &in_day);
		if (r == 0)
			r = offset(&c, &ahead);
	}
	if (r > 0)
		return fail_set(f, "there is no time '%.*s'",
		    (int)size_min(text.n, 100), text.s);
	if (r < 0 || c.s < c.end)
		return fail_set(f,
		    "the time '%.*s' is not as 2024-05-01 or "
		    "2024-05-01T12:34:56Z",
		    (int)size_min(text.n, 100), text.s);
	*us = days * 86400 * SECOND + in_day - ahead;
	return 0;
}
