/*
 * text_lines - the lines of an input of text.
 *
 * Every line ends in a newline: a last line without one is refused, because
 * that is what a producer leaves that failed or was killed.  One that ends in
 * CR LF is refused too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TEXT_LINES_H
#define IO_TEXT_LINES_H

#include "base/base.h"

struct input;

/* The caller sets the first part, and zeroes the rest. */
struct text_lines {
	struct input *in;
	size_t longest; /* bytes that a line may have */
	int pass_over;  /* after a line that is refused comes the next one */

	uint64_t n; /* lines so far; the caller's, who zeroes it for an input */
	int broken; /* nothing can be read any more */
	int within; /* a line that was too long is not past yet */
	char where[512];
};

/* The next line: 1 with its bytes, without newline, in *s, which stay until the
 * next call; 0 at the end of the current input; -1. */
int text_lines_next(struct text_lines *, struct slice *s, struct fail *);

/* Would that have to wait for more input? */
int text_lines_wait(const struct text_lines *);

/* Waits until it would not. */
void text_lines_await(const struct text_lines *);

/* The place of the line read last, "input:line 7". */
const char *text_lines_where(struct text_lines *);

#endif
