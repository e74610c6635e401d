/*
 * text_lines - the lines of a text input.
 *
 * Every line must end in a newline: a last line without one is refused, because
 * a producer that fails or is killed leaves such a line.  A line that ends in
 * CR LF is refused too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TEXT_LINES_H
#define IO_TEXT_LINES_H

#include "base/base.h"

struct input;

/* The caller sets the first part and zeroes the rest. */
struct text_lines {
	struct input *in;
	size_t longest;   /* limit of a line, in bytes */
	int skip_refused; /* after a refused line, continue with the next */

	uint64_t n; /* lines so far; the caller zeroes it for a new input */
	int broken; /* reading cannot continue */
	int within; /* inside a line that was too long */
	char where[512];
};

/* Reads the next line.  Returns 1 and its bytes, without the newline, in *s,
 * valid until the next call; 0 at the end of the current input; -1 on an
 * error. */
int text_lines_next(struct text_lines *, struct slice *s, struct fail *);

/* Refuses a first line s that begins binary data.  A short line proves little,
 * so the bytes after it are examined too.  Call this before the next line. */
int text_lines_refuse_binary(
    const struct text_lines *, struct slice s, struct fail *);

/* Returns 1 if text_lines_next() would have to wait for input. */
int text_lines_wait(const struct text_lines *);

/* Waits until text_lines_next() can read a line without waiting. */
void text_lines_await(const struct text_lines *);

/* The place of the last line, "input:line 7". */
const char *text_lines_where(struct text_lines *);

#endif
