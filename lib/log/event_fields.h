/*
 * event_fields - extra columns of a log that are kept with its events, and
 * columns that follow from the events: times between them, their places, and
 * the items before the context.
 *
 * Examples have a column's values as context_NAME, aligned with the context;
 * sequences have them as NAME.  The time between events is context_gap and gap:
 * seconds since the user's previous event, 0 for the first.  The label's own
 * gap, known when the query is asked, is query_gap.  The place of an event among
 * its user's, 1 for the first, is context_nth and nth.  The items before the
 * context are `earlier`, in examples alone.  One column may give the weight of
 * an example: its value at the label's event.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_EVENT_FIELDS_H
#define LOG_EVENT_FIELDS_H

#include "base/base.h"

#define EVENT_FIELDS_MAX 64

struct log_guess; /* log/log_columns */
struct log_head;  /* log/log_columns */

struct event_fields {
	struct slice name[EVENT_FIELDS_MAX + 1]; /* [n] as given */
	size_t n;
	int weighs;     /* the last one is the weight */
	int gaps;       /* also the time between events */
	int nth;        /* also their places */
	size_t earlier; /* also so many items before the context, at most */
};

/* Parses a list NAME[,NAME]... and the name of the weight.  Either may be NULL;
 * both must outlive the result.  Returns -1 for an empty or repeated name, and
 * for too many names. */
int event_fields_parse(
    struct event_fields *, const char *list, const char *weight, struct fail *);

/* The number of columns that are lists beside the items. */
size_t event_fields_beside(const struct event_fields *);

/* Checks that all columns of the output, sequences or examples, have different
 * names.  Returns -1, with a message that names them, if two are equal. */
int event_fields_check(
    const struct event_fields *, int sequences, struct fail *);

/* Checks the value s of field k: a weight must be a number >= 0.  Returns -1 if
 * it is not. */
int event_fields_check_value(
    const struct event_fields *, size_t k, struct slice s, struct fail *);

/* Finds the columns [n] of the fields in an input: by header name, else by
 * number, else by role (user, item, rating, time).  Returns -1 if one is
 * missing. */
int event_fields_find(const struct event_fields *, const struct log_head *,
    const struct log_guess *, int *column, struct fail *);

#endif
