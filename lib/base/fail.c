/* fail - errors as values, with a message for the user. */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
fail_set(struct fail *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(f->msg, sizeof(f->msg), fmt, ap); /* may truncate */
	va_end(ap);
	return -1;
}

int
fail_errno(struct fail *f, const char *fmt, ...)
{
	int e = errno;
	size_t n;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(f->msg, sizeof(f->msg), fmt, ap); /* may truncate */
	va_end(ap);
	n = strlen(f->msg);
	(void)snprintf(f->msg + n, sizeof(f->msg) - n, ": %s", strerror(e));
	errno = e;
	return -1;
}

int
fail_memory(struct fail *f)
{
	return fail_set(f, "out of memory");
}

int
fail_at(struct fail *f, const char *fmt, ...)
{
	char message[sizeof(f->msg)];
	size_t n;
	va_list ap;

	memcpy(message, f->msg, sizeof(message));
	va_start(ap, fmt);
	(void)vsnprintf(f->msg, sizeof(f->msg), fmt, ap); /* may truncate */
	va_end(ap);
	n = strlen(f->msg);
	(void)snprintf(f->msg + n, sizeof(f->msg) - n, ": %s", message);
	return -1;
}
