/*
 * timeline_read - logs as other people's files have them, into a timeline.
 *
 * Each input is looked at for itself: what divides its fields, whether it has a
 * header line, and which column is what.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TIMELINE_READ_H
#define LOG_TIMELINE_READ_H

#include "base/base.h"

struct event_fields; /* log/event_fields */
struct log_notes;    /* log/log_notes */
struct log_told;     /* log/log_columns */
struct timeline;     /* log/timeline */

enum timeline_line {
	TIMELINE_EVENT,   /* user, item, ... */
	TIMELINE_USER,    /* user, item, item, ... */
	TIMELINE_SESSION, /* item, item, ...; its number is the user */
};

struct choice timeline_line_choice(size_t k); /* in that order */

struct timeline_log {
	const char *separator;             /* NULL: see log/delimited */
	const struct log_told *told;       /* of columns; NULL: nothing */
	enum timeline_line line;           /* what a line is */
	const struct event_fields *fields; /* carried along; NULL: none */
	double min_rating; /* lower ones are left out; NAN: keep all */
};

/*
 * Reads all of in.  What was guessed, and what looks wrong but may be right, is
 * added to the notes.  -1: a line that is wrong, columns that cannot be told or
 * that were guessed and hold something else, no memory.  Freed by timeline_free()
 * in any case.
 */
int timeline_read(struct timeline *, struct input *in,
    const struct timeline_log *, struct log_notes *, struct fail *);

#endif
