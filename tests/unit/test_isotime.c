/* test_isotime - dates against the C library's calendar, and invalid dates. */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "log/isotime.h"
#include "tap.h"

static uint32_t rest; /* ns after the last us */

static int
parse(const char *s, int64_t *us, struct fail *f)
{
	uint32_t part = 0;
	int r = isotime_parse((struct slice){s, strlen(s)}, us, &part, f);

	*us = *us * 1000000 + part / 1000;
	rest = part % 1000;
	return r;
}

static void
is(const char *s, int64_t want)
{
	struct fail f = {0};
	int64_t us = -1;

	ok(!parse(s, &us, &f) && us == want, "%s is %" PRId64, s, want);
}

static void
is_wrong(const char *s, const char *why)
{
	struct fail f = {0};
	int64_t us;

	ok(parse(s, &us, &f) == -1 && strstr(f.msg, why), "'%s': %s", s, why);
}

/* Every day of four centuries, the calendar's period, and some more. */
static void
test_days(void)
{
	time_t day = -(time_t)135140 * 86400; /* 1600-01-01 */
	int bad = 0, n;
	char s[32];

	for (n = 0; n < 160000; n++, day += 86400) {
		struct fail f;
		struct tm tm;
		int64_t us = 0;

		if (!gmtime_r(&day, &tm) || !strftime(s, sizeof(s), "%F", &tm))
			bad++;
		bad += parse(s, &us, &f) != 0 || us != day * 1000000;
	}
	ok(bad == 0, "%d days up to %s are as gmtime() has them", n, s);
}

int
main(void)
{
	const int64_t noon = INT64_C(1714566896) * 1000000;

	test_days();
	is("1970-01-01", 0);
	is("1969-12-31T23:59:59Z", -1000000);
	is("2024-05-01T12:34:56Z", noon);
	is("2024-05-01T12", noon - 2096 * INT64_C(1000000));
	is("2024-05-01 12:34:56", noon);
	is("2024-05-01t12:34:56z", noon);
	is("2024-05-01T14:34:56+02:00", noon);
	is("2024-05-01T05:04:56-0730", noon);
	is("2024-05-01T13:34:56+01", noon);
	is("2024-05-01T12:34", noon - 56000000);
	is("2024-05-01T12:34Z", noon - 56000000);
	is("2024-05-01T12:34:56.789Z", noon + 789000);
	is("2024-05-01T12:34:56,000001", noon + 1);
	is("2024-05-01T12:34:56.1234569+00:00", noon + 123456);
	ok(rest == 900, "the nanoseconds of it are kept too");
	is("2024-05-01 12:34:56 UTC", noon);
	is("2024-05-01 14:34:56 +0200", noon);
	is("2016-12-31T23:59:60Z", INT64_C(1483228800) * 1000000);
	is("0001-01-01", INT64_C(-62135596800) * 1000000);
	is("9999-12-31T23:59:59Z", INT64_C(253402300799) * 1000000);

	is_wrong("2023-02-29", "is not a valid time");
	is_wrong("1900-02-29", "is not a valid time");
	is_wrong("2024-04-31", "is not a valid time");
	is_wrong("2024-13-01", "is not a valid time");
	is_wrong("2024-00-01", "is not a valid time");
	is_wrong("0000-01-01", "is not a valid time");
	is_wrong("2024-05-01T24:00", "is not a valid time");
	is_wrong("2024-05-01T12:60", "is not a valid time");
	is_wrong("2024-05-01T12:34:61", "is not a valid time");
	is_wrong("2024-05-01T12:34+24:00", "is not a valid time");
	is_wrong("", "is not like");
	is_wrong("2024", "is not like");
	is_wrong("2024-5-1", "is not like");
	is_wrong("2024-05-01T", "is not like");
	is_wrong("2024-05-01T1", "is not like");
	is_wrong("2024-05-01T12:34:", "is not like");
	is_wrong("2024-05-01T12:34:56.", "is not like");
	is_wrong("2024-05-01T12:34:56+2", "is not like");
	is_wrong("2024-05-01T12:34:56+02:", "is not like");
	is_wrong("2024-05-01T12:34:56Zulu", "is not like");
	is_wrong("2024-05-01 ", "is not like");
	is_wrong("2024-05-01T12:34:56 CET", "is not like");
	is_wrong("01/05/2024", "is not like");
	return done();
}
