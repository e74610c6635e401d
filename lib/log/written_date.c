/* written_date - dates as people and programs write them. */
/* SPDX-License-Identifier: MIT */
#include "log/written_date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "log/isotime.h"

/*
 * Y is a year of four digits, y of four or two; m and d are the numbers of
 * month and day, a and b these in unknown order; N is a month's name, C a time
 * of day, Z an offset; a blank is one or more.  A time of day and an offset
 * may follow each form that ends with a date.
 */
static const char *const forms[] = {"Y/m/d", "Y.m.d", "d.m.y", "a/b/y", "a-b-y",
    "d-N-y", "d N y", "N d, Y", "N d Y", "m d, Y", "N d C Z Y", "N d C Y"};

static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};
static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday"};

/* The rest of the text. */
struct written_date_cursor {
	const char *s, *end;
};

/* Takes a number of least to most digits, or returns -1. */
static int
number(struct written_date_cursor *c, int least, int most)
{
	int n, x = 0;

	for (n = 0; n < most && c->s < c->end && *c->s >= '0' && *c->s <= '9';
	     n++)
		x = 10 * x + (*c->s++ - '0');
	return n < least ? -1 : x;
}

/* Takes one of these bytes, or returns 0. */
static char
one_of(struct written_date_cursor *c, const char *bytes)
{
	if (c->s == c->end || !*c->s || !strchr(bytes, *c->s))
		return 0;
	return *c->s++;
}

static void
skip_blanks(struct written_date_cursor *c)
{
	while (one_of(c, " "))
		;
}

/* Takes a name of the table, or its first three letters.  Returns its place,
 * from 1; 0, with nothing taken, if there is no such name. */
static int
name(struct written_date_cursor *c, const char *const *table, size_t n)
{
	size_t letters = 0, k;

	while (c->s + letters < c->end && (c->s[letters] | 32) >= 'a' &&
	       (c->s[letters] | 32) <= 'z')
		letters++;
	for (k = 0; k < n; k++) {
		if ((letters == 3 || letters == strlen(table[k])) &&
		    !strncasecmp(table[k], c->s, letters)) {
			c->s += letters;
			return (int)k + 1;
		}
	}
	return 0;
}

/* Takes AM or PM, perhaps after blanks, and corrects the hour: 12 AM is
 * midnight.  Returns -1 if there is no such hour. */
static int
half_of_day(struct written_date_cursor *c, int *hour)
{
	struct written_date_cursor ahead = *c;
	char half;

	skip_blanks(&ahead);
	half = one_of(&ahead, "AaPp");
	if (!half || !one_of(&ahead, "Mm"))
		return 0;
	*c = ahead;
	if (*hour < 1 || *hour > 12)
		return -1;
	*hour = *hour % 12 + ((half | 32) == 'p' ? 12 : 0);
	return 0;
}

/* Takes 8:26, 04:57:10.5 or 5:47:15 AM. */
static int
clock_time(struct written_date_cursor *c, struct written_date *d)
{
	uint32_t unit = 100000000;
	int hour, minute, second = 0;

	if ((hour = number(c, 1, 2)) < 0 || !one_of(c, ":") ||
	    (minute = number(c, 2, 2)) < 0)
		return -1;
	if (one_of(c, ":")) {
		second = number(c, 2, 2);
		if (second < 0)
			return -1;
		if (one_of(c, ".")) {
			for (; c->s < c->end && *c->s >= '0' && *c->s <= '9';
			     unit /= 10)
				d->ns += (uint32_t)(*c->s++ - '0') * unit;
		}
	}
	if (half_of_day(c, &hour) || hour > 23 || minute > 59 || second > 60)
		return -1;
	d->in_day += hour * 3600 + minute * 60 + second;
	return 0;
}

/* Takes Z, UTC, GMT, +hh:mm or +hhmm. */
static int
offset(struct written_date_cursor *c, struct written_date *d)
{
	static const char *const none[] = {"UTC", "GMT"};
	int hour, minute;
	char sign;

	if (one_of(c, "Z") || name(c, none, COUNTOF(none)))
		return 0;
	sign = one_of(c, "+-");
	if (!sign || (hour = number(c, 2, 2)) < 0)
		return -1;
	(void)one_of(c, ":");
	if ((minute = number(c, 2, 2)) < 0 || hour > 23 || minute > 59)
		return -1;
	d->in_day -= (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
	return 0;
}

/* Takes the part that a letter of a form stands for. */
static int
part(struct written_date_cursor *c, char letter, struct written_date *d)
{
	const char *from = c->s;
	int *to = letter == 'd' || letter == 'b' ? &d->second : &d->first;

	switch (letter) {
	case 'C':
		return clock_time(c, d);
	case 'Z':
		return offset(c, d);
	case 'N':
		d->first = name(c, months, COUNTOF(months));
		return d->first ? 0 : -1;
	case 'Y':
		return d->year = number(c, 4, 4);
	case 'y':
		d->year = number(c, 2, 4);
		if (c->s - from == 2)
			d->year += d->year < 69 ? 2000 : 1900;
		return c->s - from == 3 ? -1 : d->year;
	default:
		return *to = number(c, 1, 2);
	}
}

/* Returns 1 if the text has that form. */
static int
has_form(struct written_date_cursor c, const char *form, struct written_date *d)
{
	*d = (struct written_date){.order = WRITTEN_KNOWN};
	for (; *form; form++) {
		if (*form == ' ' && !one_of(&c, " "))
			return 0;
		if (*form == ' ')
			skip_blanks(&c);
		else if (strchr("YymdabNCZ", *form)
			     ? part(&c, *form, d) < 0
			     : !one_of(&c, (char[]){*form, '\0'}))
			return 0;
		if (*form == 'a')
			d->order = WRITTEN_UNKNOWN;
	}
	if (c.s == c.end)
		return 1;
	(void)one_of(&c, ",");
	if (!one_of(&c, "T"))
		skip_blanks(&c);
	if (clock_time(&c, d))
		return 0;
	skip_blanks(&c);
	return c.s == c.end || (!offset(&c, d) && c.s == c.end);
}

int
written_date_clock(struct slice text, int64_t *s, uint32_t *ns)
{
	struct written_date_cursor c = {text.s, text.s + text.n};
	struct written_date d = {0};
	int bad = clock_time(&c, &d) || c.s < c.end;

	*s = d.in_day;
	*ns = d.ns;
	return bad ? -1 : 0;
}

int
written_date_parse(struct slice text, struct written_date *d)
{
	struct written_date_cursor c = {text.s, text.s + text.n};
	size_t k;

	if (name(&c, weekdays, COUNTOF(weekdays))) {
		(void)one_of(&c, ",");
		skip_blanks(&c);
	}
	for (k = 0; k < COUNTOF(forms); k++) {
		if (has_form(c, forms[k], d))
			return d->first < 32 && d->second < 32 ? 0 : -1;
	}
	return -1;
}

int
written_date_seconds(const struct written_date *d, enum written_order order,
    int64_t *seconds, struct fail *f)
{
	int day_first = order == WRITTEN_DAY_FIRST;
	char iso[48];
	uint32_t ns;
	int n = snprintf(iso, sizeof(iso), "%04d-%02d-%02d", d->year,
	    day_first ? d->second : d->first, day_first ? d->first : d->second);

	if (isotime_parse((struct slice){iso, (size_t)n}, seconds, &ns, f))
		return -1;
	*seconds += d->in_day;
	return 0;
}

int
written_date_digits(int64_t number, int64_t *seconds)
{
	int64_t day = number, in_day = 0;
	struct written_date d = {0};
	struct fail f; /* the caller explains */

	if (number >= 190001010000 && number <= 209912312359)
		number *= 100; /* no seconds */
	if (number >= 19000101000000 && number <= 20991231235959) {
		day = number / 1000000;
		in_day = number % 1000000;
	}
	if (day < 19000101 || day > 20991231 || in_day / 10000 > 23 ||
	    in_day / 100 % 100 > 59 || in_day % 100 > 60)
		return -1;
	d.year = (int)(day / 10000);
	d.first = (int)(day / 100 % 100);
	d.second = (int)(day % 100);
	d.in_day =
	    in_day / 10000 * 3600 + in_day / 100 % 100 * 60 + in_day % 100;
	return written_date_seconds(&d, WRITTEN_KNOWN, seconds, &f);
}
