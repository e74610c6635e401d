/*
 * log_notes - notes and warnings from reading a log.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_NOTES_H
#define LOG_LOG_NOTES_H

#include "base/base.h"

struct log_note {
	char *text; /* a line, without its newline */
	int warning;
};

/* Zero this before use. */
struct log_notes {
	struct log_note *at; /* [n] in the order of addition */
	size_t n, room;
};

/* Adds a note.  Returns 0, or -1 if memory runs out. */
int log_notes_add(struct log_notes *, int warning, struct fail *,
    const char *fmt, ...) PRINTF(4, 5);

void log_notes_free(struct log_notes *);

#endif
