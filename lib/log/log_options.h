/*
 * log_options - the options of a program that reads logs: columns, and
 * cleaning.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_OPTIONS_H
#define LOG_LOG_OPTIONS_H

#include "base/base.h"

#define LOG_OPTIONS_ROWS 24

struct cleaning_counts; /* log/cleaning */
struct cli_option;      /* cli/options */
struct event_fields;    /* log/event_fields */
struct log_notes;       /* log/log_notes */
struct timeline;        /* log/timeline */

/* The values of the options. */
struct log_options {
	const char *separator, *columns, *user, *item, *rating, *time;
	const char *header, *order, *line;
	double min_rating;
	const char *from, *until, *unique;
	double session_gap;
	size_t user_events, item_events, rounds;
	const char *fields, *weight;
	struct event_fields *carried; /* set by log_options_check() */
};

/* Sets the defaults of p, and makes the rows [LOG_OPTIONS_ROWS] that store into
 * it.  carried must outlive it. */
void log_options_rows(struct log_options *p, struct event_fields *carried,
    struct cli_option *rows);

/* Returns -1 if the options contradict each other; the message is for a wrong
 * command line. */
int log_options_check(struct log_options *, struct fail *);

/* Reads a log and cleans it.  A message about guessed columns shows `command`,
 * the command line without the program's name.  Free the timeline with
 * timeline_free(), even after a failure. */
int log_options_read(const struct log_options *, const char *command,
    struct input *, struct timeline *, struct cleaning_counts *,
    struct log_notes *, struct fail *);

#endif
