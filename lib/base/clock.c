/* clock - the time, for people and for measuring. */
/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include <time.h>

/* A clock that the system has cannot fail. */
static double
seconds(clockid_t which)
{
	struct timespec t;

	(void)clock_gettime(which, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double
clock_seconds(void)
{
	return seconds(CLOCK_MONOTONIC);
}

double
clock_unix(void)
{
	return seconds(CLOCK_REALTIME);
}

void
clock_stamp(char to[CLOCK_STAMP])
{
	const time_t now = time(NULL);
	struct tm t;

	(void)strftime(
	    to, CLOCK_STAMP, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &t));
}
