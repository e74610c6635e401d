/*
 * fail - errors as values, with a message for the user.
 *
 * A function that can fail takes a struct fail as its last parameter, fills it
 * and returns -1 (or NULL).  The message names the place first, as in
 * "input:record 12 @offset 3456: data checksum is wrong", and has no final
 * newline.  Only the room cli prints messages.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "base/base.h"

struct fail {
	char msg[1024];
};

/* Formats a message.  Each of these functions returns -1, so that a caller
 * can write "return fail_set(...)". */
int fail_set(struct fail *, const char *fmt, ...) PRINTF(2, 3);

/* Formats a message and appends ": " and the system's text for errno. */
int fail_errno(struct fail *, const char *fmt, ...) PRINTF(2, 3);

/* Sets the message "out of memory". */
int fail_memory(struct fail *);

/* Puts a place before the current message: "place: message". */
int fail_at(struct fail *, const char *fmt, ...) PRINTF(2, 3);

#endif
