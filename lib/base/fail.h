/*
 * fail - errors as values: what went wrong, in words for the user.
 *
 * A function that can fail takes a struct fail last, fills it and returns -1
 * (or NULL).  The message names the place first, as in
 * "input:record 12 @offset 3456: data checksum is wrong", and does not end in
 * a newline; only cli prints it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "base/base.h"

struct fail {
	char msg[1024];
};

/* Each returns -1, so that a function can end in "return fail_set(...)". */
int fail_set(struct fail *, const char *fmt, ...) PRINTF(2, 3);

/* The same with ": " and the system's words for errno at the end. */
int fail_errno(struct fail *, const char *fmt, ...) PRINTF(2, 3);

/* "out of memory" */
int fail_memory(struct fail *);

/* Puts the place in front of the message that is there: "place: message". */
int fail_at(struct fail *, const char *fmt, ...) PRINTF(2, 3);

#endif
