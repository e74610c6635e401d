/*
 * event_cells - the columns that are carried along with events, as rows of
 * examples and sequences show them.
 *
 * Each cell is a list, one element for each event of the context or sequence; a
 * TAB comes before it, and nothing after it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_EVENT_CELLS_H
#define LOG_EVENT_CELLS_H

#include "base/base.h"

struct arena;
struct event_fields; /* log/event_fields */
struct output;       /* io/output */
struct timeline;     /* log/timeline */

struct event_cells {
	const struct timeline *t;
	const struct event_fields *fields;
	struct slice **text; /* [fields][values + 1] elements, each with a comma
				after it */
};

/* Prepares the text of all values; it is in the arena.  The timeline and the fields
 * must outlive it.  -1: no memory. */
int event_cells_make(struct event_cells *, struct arena *,
    const struct timeline *, const struct event_fields *);

/* What the header of examples has for it, and a row whose label is event label and
 * whose context begins at event from. */
void event_cells_put_names(const struct event_cells *, struct output *);
void event_cells_put(
    const struct event_cells *, struct output *, size_t from, size_t label);

/* The same of sequences: events [from, end), one at the least. */
void event_cells_put_sequence_names(
    const struct event_cells *, struct output *);
void event_cells_put_sequence(
    const struct event_cells *, struct output *, size_t from, size_t end);

#endif
