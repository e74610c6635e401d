/*
 * event_cells - the extra columns of events, in rows of examples and sequences.
 *
 * Each cell is a list with an element for each event of the context or
 * sequence. A TAB comes before each cell, and nothing after it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_EVENT_CELLS_H
#define LOG_EVENT_CELLS_H

#include "base/base.h"

struct arena;
struct event_fields; /* log/event_fields */
struct item_cells;   /* log/item_cells */
struct output;       /* io/output */
struct timeline;     /* log/timeline */

struct event_cells {
	const struct timeline *t;
	const struct event_fields *fields;
	const struct item_cells *item; /* [items + 1] */
	struct slice **text; /* [fields][values + 1] elements, each followed by
                                a comma */
};

/* Prepares the text of all values in the arena.  The timeline, the fields and
 * the items' cells must outlive it.  Returns -1 if memory runs out. */
int event_cells_make(struct event_cells *, struct arena *,
    const struct timeline *, const struct event_fields *,
    const struct item_cells *);

/* Examples: event_cells_put_names() writes the column names for the header;
 * event_cells_put() the cells of the row whose label is event `label` and whose
 * context begins at event `from`. */
void event_cells_put_names(const struct event_cells *, struct output *);
void event_cells_put(
    const struct event_cells *, struct output *, size_t from, size_t label);

/* Sequences: writes the same for events [from, end), at least one. */
void event_cells_put_sequence_names(
    const struct event_cells *, struct output *);
void event_cells_put_sequence(
    const struct event_cells *, struct output *, size_t from, size_t end);

#endif
