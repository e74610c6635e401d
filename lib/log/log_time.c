/* log_time - times of events: the numbers and dates of logs. */
/* SPDX-License-Identifier: MIT */
#include "log/log_time.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "log/isotime.h"
#include "log/written_date.h"

#define MOST_DIGITS 18 /* of a whole number, so that it fits an int64 */
#define MOST_TEXT 400  /* bytes of a number */
#define DAY 86400      /* seconds */

/* A decimal number: its digits without the point, which follows the first
 * `point` of them. */
struct log_time_decimal {
	char digits[MOST_TEXT];
	long n, point;
	int negative;
};

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the exponent s [n] and moves the point accordingly. */
static int
take_exponent(struct log_time_decimal *d, const char *s, size_t n)
{
	int minus = n && *s == '-';
	size_t sign = n && (*s == '-' || *s == '+');
	uint64_t e;

	if (num_get_count(s + sign, n - sign, 0, 99, &e))
		return -1;
	d->point += minus ? -(long)e : (long)e;
	return 0;
}

static int
take_decimal(struct log_time_decimal *d, struct slice t)
{
	size_t i = t.n && (*t.s == '-' || *t.s == '+');

	d->negative = t.n && *t.s == '-';
	d->n = 0;
	d->point = -1;
	if (t.n > MOST_TEXT)
		return -1;
	for (; i < t.n; i++) {
		if (is_digit(t.s[i]))
			d->digits[d->n++] = t.s[i];
		else if (t.s[i] == '.' && d->point < 0)
			d->point = d->n;
		else
			break;
	}
	if (!d->n)
		return -1;
	if (d->point < 0)
		d->point = d->n;
	if (i == t.n)
		return 0;
	return t.s[i] == 'e' || t.s[i] == 'E'
	           ? take_exponent(d, t.s + i + 1, t.n - i - 1)
	           : -1;
}

/* Returns the digit k places after the point; k < 0: before it. */
static int
digit_at(const struct log_time_decimal *d, long k)
{
	long i = d->point + k;

	return i >= 0 && i < d->n ? d->digits[i] - '0' : 0;
}

static int
parse_number(struct slice t, struct log_time *x)
{
	struct log_time_decimal d;
	int64_t whole = 0;
	uint32_t part = 0;
	long k;

	if (take_decimal(&d, t))
		return -1;
	for (k = -d.point; k < 0; k++) {
		if (__builtin_mul_overflow(whole, 10, &whole) ||
		    __builtin_add_overflow(whole, digit_at(&d, k), &whole))
			return -1;
	}
	for (k = 0; k < 9; k++)
		part = 10 * part + (uint32_t)digit_at(&d, k);
	if (d.negative) {
		whole = -whole - (part > 0);
		part = part ? LOG_TIME_PARTS - part : 0;
	}
	*x = (struct log_time){whole, part};
	return 0;
}

/* Unordered times keep year, first and second in place of a day's number, so
 * that a time of day can be added. */
static int
parse_written(struct slice t, struct log_time *x, enum log_time_kind *kind,
    struct fail *f)
{
	struct written_date d;

	if (written_date_parse(t, &d) ||
	    (d.order == WRITTEN_UNKNOWN && (d.in_day < 0 || d.in_day > DAY)))
		return fail_set(f,
		    "the time '%.*s' is neither a number nor a date like "
		    "2024-05-01T12:34:56Z, 5/1/2024 12:34 or 1 May 2024",
		    (int)size_min(t.n, 100), t.s);
	x->part = d.ns;
	if (d.order == WRITTEN_KNOWN) {
		*kind = LOG_TIME_DATE;
		return written_date_seconds(&d, d.order, &x->whole, f);
	}
	*kind = LOG_TIME_UNORDERED;
	x->whole =
	    ((int64_t)d.year * 1024 + d.first * 32 + d.second) * DAY + d.in_day;
	return 0;
}

static struct written_date
unordered(struct log_time x)
{
	int64_t code = x.whole / DAY;

	return (struct written_date){.order = WRITTEN_UNKNOWN,
	    .year = (int)(code / 1024),
	    .first = (int)(code / 32 % 32),
	    .second = (int)(code % 32),
	    .in_day = x.whole % DAY};
}

int
log_time_order(struct log_time x)
{
	struct written_date d = unordered(x);

	return d.first > 12    ? WRITTEN_DAY_FIRST
	       : d.second > 12 ? WRITTEN_MONTH_FIRST
	                       : WRITTEN_UNKNOWN;
}

int
log_time_settle(int order, struct log_time *x, struct fail *f)
{
	struct written_date d = unordered(*x);

	return written_date_seconds(
	    &d, (enum written_order)order, &x->whole, f);
}

int
log_time_parse(struct slice t, struct log_time *x, enum log_time_kind *kind,
    struct fail *f)
{
	size_t i;

	*x = (struct log_time){0};
	*kind = LOG_TIME_NUMBER;
	/* Most logs have plain digits. */
	for (i = 0; i < t.n && is_digit(t.s[i]); i++)
		x->whole = i < MOST_DIGITS ? 10 * x->whole + (t.s[i] - '0') : 0;
	if (i == t.n && i && i <= MOST_DIGITS)
		return 0;
	if (isotime_is_date(t)) {
		*kind = LOG_TIME_DATE;
		return isotime_parse(t, &x->whole, &x->part, f);
	}
	return parse_number(t, x) ? parse_written(t, x, kind, f) : 0;
}

/* Returns 1 if the text is a date, perhaps as 20240501, and not a time of
 * day. */
static int
take_day(struct slice t, struct log_time *x, enum log_time_kind *kind)
{
	struct fail f;

	if (log_time_parse(t, x, kind, &f))
		return 0;
	if (*kind == LOG_TIME_NUMBER &&
	    !written_date_digits(x->whole, &x->whole))
		*kind = LOG_TIME_DATE;
	return *kind != LOG_TIME_NUMBER;
}

int
log_time_parse_pair(struct slice date, struct slice clock, struct log_time *x,
    enum log_time_kind *kind, struct fail *f)
{
	struct log_time in_day;
	struct slice swap = date;
	uint64_t ms;

	if (!take_day(date, x, kind)) {
		if (!take_day(clock, x, kind))
			return fail_set(f,
			    "the time '%.*s' is not like 2024-05-01",
			    (int)size_min(date.n, 100), date.s);
		date = clock;
		clock = swap;
	}
	if (!num_get_count(clock.s, clock.n, 0, INT64_MAX / 2, &ms)) {
		in_day.whole = (int64_t)(ms / 1000);
		in_day.part = (uint32_t)(ms % 1000) * 1000000;
	} else if (written_date_clock(clock, &in_day.whole, &in_day.part) &&
		   isotime_parse_clock(clock, &in_day.whole, &in_day.part, f)) {
		return -1;
	}
	in_day.part += x->part;
	x->whole += in_day.whole + in_day.part / LOG_TIME_PARTS;
	x->part = in_day.part % LOG_TIME_PARTS;
	return 0;
}

int64_t
log_time_second(int64_t number)
{
	int64_t second = 1, limit = 100000000000; /* seconds: the year 5138 */

	for (; second < 1000000000 && (number >= limit || number <= -limit);
	     limit = limit > INT64_MAX / 1000 ? INT64_MAX : limit * 1000)
		second *= 1000;
	return second;
}

struct log_time
log_time_add(struct log_time t, double seconds, int64_t second)
{
	double units = floor(seconds * (double)second);
	double part = seconds * (double)second - units;

	t.whole += (int64_t)fmax(-4e18, fmin(units, 4e18));
	t.part += (uint32_t)(part * LOG_TIME_PARTS);
	if (t.part >= LOG_TIME_PARTS) {
		t.part -= LOG_TIME_PARTS;
		t.whole++;
	}
	return t;
}

int
log_time_is_date(struct slice t)
{
	struct written_date d;

	return isotime_is_date(t) || !written_date_parse(t, &d);
}

int
log_time_is_likely(struct slice t)
{
	enum log_time_kind kind;
	struct log_time x;
	struct fail f;
	int64_t s;

	if (log_time_parse(t, &x, &kind, &f))
		return 0;
	if (kind != LOG_TIME_NUMBER || !written_date_digits(x.whole, &s))
		return 1;
	s = x.whole / log_time_second(x.whole);
	return s >= 788918400 && s < 2051222400;
}
