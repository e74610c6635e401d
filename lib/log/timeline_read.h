/*
 * timeline_read - reads logs in the formats of other software into a timeline.
 *
 * Each input has its own separator, its own header line or none, and its own
 * columns.
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
	TIMELINE_SESSION, /* item, item, ...; the line number is the user */
};

struct choice timeline_line_choice(size_t k); /* in the order of the enum */

struct timeline_log {
	const char *separator;             /* NULL: see log/delimited */
	const struct log_told *told;       /* given columns; NULL: none */
	enum timeline_line line;           /* what a line holds */
	const struct event_fields *fields; /* extra columns; NULL: none */
	double min_rating; /* lower ones are removed; NAN: keeps all */
	int order;         /* enum written_order, of dates like 5/1/2024 */
};

/*
 * Reads all of `in`.  Adds guesses and warnings to the notes.  Returns -1 for a
 * malformed line, if columns cannot be guessed or were guessed wrong, and if
 * memory runs out.  Free the timeline with timeline_free(), even after a
 * failure.
 */
int timeline_read(struct timeline *, struct input *in,
    const struct timeline_log *, struct log_notes *, struct fail *);

#endif
