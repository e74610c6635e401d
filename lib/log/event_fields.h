/*
 * event_fields - columns of a log that are carried along with its events, and the
 * time between these.
 *
 * What a column holds stands beside the items: in examples as context_NAME,
 * aligned with the context, in sequences as NAME.  The time between events stands
 * there as context_gap and gap, in seconds since the user's event before, 0 for the
 * first; that of the label, which is known when the query is asked, as query_gap.
 * One column may be the weight of examples: that of the label's event.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_EVENT_FIELDS_H
#define LOG_EVENT_FIELDS_H

#include "base/base.h"

#define EVENT_FIELDS_MAX 64

struct log_guess; /* log/log_columns */
struct log_head;  /* log/log_columns */

struct event_fields {
	struct slice name[EVENT_FIELDS_MAX + 1]; /* [n] as they were told */
	size_t n;
	int weighs; /* is the last one the weight? */
	int gaps;   /* the time between events too */
};

/* Reads a list NAME[,NAME]..., and the name of the weight, which must stay; NULL:
 * none.  -1: a name that is empty or there twice, or too many. */
int event_fields_parse(
    struct event_fields *, const char *list, const char *weight, struct fail *);

/* How many stand beside the items. */
size_t event_fields_beside(const struct event_fields *);

/* Are the columns of what is written, sequences or examples, all called
 * differently?  -1 names two that are not. */
int event_fields_check(
    const struct event_fields *, int sequences, struct fail *);

/* May field k of an event be s?  -1: it is the weight, and no number of 0 or more. */
int event_fields_check_value(
    const struct event_fields *, size_t k, struct slice s, struct fail *);

/* Which columns [n] of an input the fields are: by the names of its header, else by
 * number, else by role (user, item, rating, time).  -1: one is not there. */
int event_fields_find(const struct event_fields *, const struct log_head *,
    const struct log_guess *, int *column, struct fail *);

#endif
