/*
 * tap - what a unit test needs: ok(), and the plan at the end.
 *
 * Prints TAP, the Test Anything Protocol, on standard output.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdio.h>

static int tap_run, tap_bad;

/* Prints and counts one claim.  Returns good. */
static inline int __attribute__((format(printf, 2, 3)))
ok(int good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	(void)fflush(stdout);
	tap_bad += !good;
	return good;
}

/* Prints the plan.  main() returns the result. */
static inline int
done(void)
{
	printf("1..%d\n", tap_run);
	return tap_bad != 0;
}

#endif
