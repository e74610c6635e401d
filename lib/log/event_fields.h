/*
 * event_fields - extra columns of a log that are kept with its events, and the
 * time between events.
 *
 * Examples have a column's values as context_NAME, aligned with the context;
 * sequences have them as NAME.  The time between events is context_gap and gap:
 * seconds since the user's previous event, 0 for the first.  The label's own
 * gap, known when the query is asked, is query_gap.  One column may be the
 * weight of examples: the value at the label's event.
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
	int weighs; /* the last one is the weight */
	int gaps;   /* also the time between events */
};

/* Parses a list NAME[,NAME]..., and the name of the weight, which must outlive
 * the result; NULL: none.  -1: an empty or repeated name, or too many. */
int event_fields_parse(
    struct event_fields *, const char *list, const char *weight, struct fail *);

/* How many columns are aligned with the items. */
size_t event_fields_beside(const struct event_fields *);

/* -1: two columns of the output, sequences or examples, would have the same
 * name; f names them. */
int event_fields_check(
    const struct event_fields *, int sequences, struct fail *);

/* -1: field k is the weight, and s is not a number of 0 or more. */
int event_fields_check_value(
    const struct event_fields *, size_t k, struct slice s, struct fail *);

/* Finds the columns [n] of the fields in an input: by header name, else by
 * number, else by role (user, item, rating, time).  -1: one is missing. */
int event_fields_find(const struct event_fields *, const struct log_head *,
    const struct log_guess *, int *column, struct fail *);

#endif
