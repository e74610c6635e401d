/* event_cells - the extra columns of events, in rows. */
/* SPDX-License-Identifier: MIT */
#include "log/event_cells.h"

#include "base/arena.h"
#include "base/num.h"
#include "data/column_names.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"
#include "log/event_fields.h"
#include "log/item_cells.h"
#include "log/log_time.h"
#include "log/timeline.h"

int
event_cells_make(struct event_cells *c, struct arena *a,
    const struct timeline *t, const struct event_fields *fields,
    const struct item_cells *item)
{
	size_t k, i, n;

	*c = (struct event_cells){t, fields, item, NULL};
	c->text = arena_alloc(a, (fields->n + 1) * sizeof(*c->text));
	if (!c->text)
		return -1;
	for (k = 0; k < fields->n; k++) {
		n = vocab_size(t->field[k]);
		c->text[k] = arena_alloc(a, (n + 1) * sizeof(**c->text));
		if (!c->text[k])
			return -1;
		for (i = 0; i <= n; i++) {
			struct slice s = {"", 0};

			if (i)
				s = vocab_token(t->field[k], (int32_t)i);

			if (item_cells_element(a, s.s, s.n, &c->text[k][i]))
				return -1;
		}
	}
	return 0;
}

/* Writes the names of the fields, each after prefix. */
static void
put_names(const struct event_fields *p, struct output *o, const char *prefix)
{
	size_t k;

	for (k = 0; k < event_fields_beside(p); k++) {
		output_char(o, '\t');
		output_string(o, prefix);
		tsv_put_escaped(o, p->name[k].s, p->name[k].n);
	}
	if (p->gaps) {
		output_char(o, '\t');
		output_string(o, prefix);
		output_string(o, "gap");
	}
	if (p->nth) {
		output_char(o, '\t');
		output_string(o, prefix);
		output_string(o, "nth");
	}
}

/* Seconds since the user's previous event. */
static void
put_gap(const struct timeline *t, struct output *o, size_t at)
{
	const struct timeline_event *e = &t->events[at];
	char s[NUM_MAX];
	double gap = 0;

	if (at > t->start[e->user])
		gap =
		    log_time_between((struct log_time){e[-1].time, e[-1].part},
			(struct log_time){e->time, e->part}, t->second);
	output_put(o, s, (size_t)(num_put_double(s, gap) - s));
}

/* Writes the cells of events [from, end). */
static void
put_cells(
    const struct event_cells *c, struct output *o, size_t from, size_t end)
{
	const struct timeline *t = c->t;
	size_t k, i;

	for (k = 0; k < event_fields_beside(c->fields); k++) {
		output_char(o, '\t');
		for (i = from; i < end; i++) {
			struct slice s =
			    c->text[k][t->value[i * t->nfields + k]];

			/* Commas separate elements. */
			output_put(o, s.s, s.n - (i + 1 == end));
		}
	}
	for (i = from; i < end && c->fields->gaps; i++) {
		output_char(o, i == from ? '\t' : ',');
		put_gap(t, o, i);
	}
	for (i = from; i < end && c->fields->nth; i++)
		output_printf(o, "%c%zu", i == from ? '\t' : ',',
		    i + 1 - t->start[t->events[i].user]);
}

/* Writes the last items before event `from`, the first of a context. */
static void
put_earlier(const struct event_cells *c, struct output *o, size_t from)
{
	const struct timeline_event *e = c->t->events;
	const size_t first = c->t->start[e[from].user];
	size_t i = from - size_min(from - first, c->fields->earlier);

	output_char(o, '\t');
	for (; i < from; i++) {
		struct slice s = c->item[e[i].item].id;

		/* Commas separate items. */
		output_put(o, s.s, s.n - (i + 1 == from));
	}
}

/* Writes the weight of the event, without the comma. */
static void
put_weight(const struct event_cells *c, struct output *o, size_t at)
{
	const size_t n = c->t->nfields;
	struct slice s = c->text[n - 1][c->t->value[at * n + n - 1]];

	output_char(o, '\t');
	output_put(o, s.s, s.n - 1);
}

void
event_cells_put_names(const struct event_cells *c, struct output *o)
{
	put_names(c->fields, o, "context_");
	if (c->fields->gaps)
		output_string(o, "\tquery_gap");
	if (c->fields->earlier)
		output_string(o, "\tearlier");
	if (c->fields->weighs)
		output_string(o, "\t" COLUMN_WEIGHT);
}

void
event_cells_put(
    const struct event_cells *c, struct output *o, size_t from, size_t label)
{
	put_cells(c, o, from, label);
	if (c->fields->gaps) {
		output_char(o, '\t');
		put_gap(c->t, o, label);
	}
	if (c->fields->earlier)
		put_earlier(c, o, from);
	if (c->fields->weighs)
		put_weight(c, o, label);
}

void
event_cells_put_sequence_names(const struct event_cells *c, struct output *o)
{
	put_names(c->fields, o, "");
}

void
event_cells_put_sequence(
    const struct event_cells *c, struct output *o, size_t from, size_t end)
{
	put_cells(c, o, from, end);
}
