/* isotime - ISO 8601 dates and times. */
/* SPDX-License-Identifier: MIT */
#include "log/isotime.h"

#include <limits.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"

#define EPOCH_DAY 719162 /* days from 0001-01-01 to 1970-01-01 */
#define NANOS 1000000000 /* per second */

/* The rest of the text. */
struct isotime_cursor {
	const char *s, *end;
};

/* Takes a number of exactly n digits, or returns -1. */
static int
number(struct isotime_cursor *c, int n)
{
	uint64_t x;

	if (c->end - c->s < n || num_get_count(c->s, (size_t)n, 0, INT_MAX, &x))
		return -1;
	c->s += n;
	return (int)x;
}

/* Takes one of these bytes, or returns 0. */
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

/* Takes YYYY-MM-DD.  Returns 0 and the days since 1970, 1 if the day does not
 * exist, -1 for other text. */
static int
date(struct isotime_cursor *c, int64_t *days)
{
	/* Days of a common year before each month. */
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
	past = year - 1; /* whole years before; every fourth is a leap year */
	*days = 365 * past + past / 4 - past / 100 + past / 400 +
	        before[month - 1] + (leap && month > 2) + day - 1 - EPOCH_DAY;
	return 0;
}

/* Takes the digits of a fraction of a second, at least one. */
static int
fraction(struct isotime_cursor *c, uint32_t *ns)
{
	uint32_t unit = NANOS / 10;
	int x, n = 0;

	for (*ns = 0; (x = number(c, 1)) >= 0; n++, unit /= 10)
		*ns += (uint32_t)x * unit;
	return n ? 0 : -1;
}

/* Takes hh[:mm[:ss[.fraction]]].  Returns 0, 1 if the time does not exist, -1
 * for other text. */
static int
clock_time(struct isotime_cursor *c, int64_t *s, uint32_t *ns)
{
	int hour, minute = 0, second = 0;

	*ns = 0;
	if ((hour = number(c, 2)) < 0 ||
	    (c->s < c->end && (!one_of(c, ":") || (minute = number(c, 2)) < 0)))
		return -1;
	if (one_of(c, ":")) {
		second = number(c, 2);
		if (second < 0 || (one_of(c, ".,") && fraction(c, ns)))
			return -1;
	}
	if (hour > 23 || minute > 59 || second > 60)
		return 1;
	*s = hour * 3600 + minute * 60 + second;
	return 0;
}

/* Takes Z, UTC, +hh:mm, +hhmm, +hh or nothing, perhaps after a blank, and sets
 * *s to the offset.  Returns as above. */
static int
offset(struct isotime_cursor *c, int64_t *s)
{
	int hour, minute = 0;
	char sign;

	*s = 0;
	if (c->s == c->end)
		return 0;
	(void)one_of(c, " ");
	if (c->end - c->s == 3 && !memcmp(c->s, "UTC", 3)) {
		c->s += 3;
		return 0;
	}
	if (one_of(c, "Zz"))
		return 0;
	sign = one_of(c, "+-");
	if (!sign || (hour = number(c, 2)) < 0 ||
	    ((one_of(c, ":") || c->s < c->end) && (minute = number(c, 2)) < 0))
		return -1;
	if (hour > 23 || minute > 59)
		return 1;
	*s = (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
	return 0;
}

/* Turns r, the result for the text of c, into that of isotime_parse(). */
static int
told(int r, const struct isotime_cursor *c, struct slice text, const char *form,
    struct fail *f)
{
	int n = (int)size_min(text.n, 100);

	if (r > 0)
		return fail_set(f, "'%.*s' is not a valid time", n, text.s);
	if (r < 0 || c->s < c->end)
		return fail_set(
		    f, "the time '%.*s' is not like %s", n, text.s, form);
	return 0;
}

int
isotime_parse(struct slice text, int64_t *s, uint32_t *ns, struct fail *f)
{
	struct isotime_cursor c = {text.s, text.s + text.n};
	int64_t days = 0, in_day = 0, ahead = 0;
	int r = date(&c, &days);

	*ns = 0;
	if (r == 0 && one_of(&c, "Tt ")) {
		r = clock_time(&c, &in_day, ns);
		if (r == 0)
			r = offset(&c, &ahead);
	}
	*s = days * 86400 + in_day - ahead;
	return told(r, &c, text, "2024-05-01 or 2024-05-01T12:34:56Z", f);
}

int
isotime_parse_clock(struct slice text, int64_t *s, uint32_t *ns, struct fail *f)
{
	struct isotime_cursor c = {text.s, text.s + text.n};
	int64_t ahead = 0;
	int r = clock_time(&c, s, ns);

	if (r == 0)
		r = offset(&c, &ahead);
	*s -= ahead;
	return told(r, &c, text, "12:34:56", f);
}

int
isotime_is_date(struct slice text)
{
	size_t i;

	if (text.n < 5 || text.s[4] != '-')
		return 0;
	for (i = 0; i < 4; i++) {
		if (text.s[i] < '0' || text.s[i] > '9')
			return 0;
	}
	return 1;
}
