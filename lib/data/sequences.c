/* sequences - whole sequences in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/sequences.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/field.h"
#include "data/field_columns.h"
#include "data/pads.h"
#include "data/spill.h"
#include "data/token_ids.h"
#include "data/unknown.h"
#include "io/tsv.h"

struct sequences_reader {
	struct sequences *s;
	const struct sequences_columns *c;
	/* Room of start; of item and the fields of events; of the fields of
	 * sequences. */
	size_t starts, room, rooms;
	struct field_columns *fields;
	struct token_ids ids;
	struct pads pads;
};

/* Moves n events from `from` to the earlier place `to`. */
static void
move_events(struct sequences *s, size_t to, size_t from, size_t n)
{
	size_t k;

	for (k = 0; k <= s->nfields; k++) {
		int32_t *x = k ? s->field[k - 1].id : s->item;

		if (n && !(k && s->field[k - 1].of_row))
			memmove(x + to, x + from, n * sizeof(*x));
	}
}

/* Once padding is known: settles the sequences with marks. */
static int
settle(struct sequences_reader *r, struct fail *f)
{
	struct sequences *s = r->s;
	size_t i, at = 0, n;

	for (i = 0; i < s->n; i++) {
		int32_t *x = s->item + s->start[i];

		n = s->start[i + 1] - s->start[i];
		field_columns_with_row(
		    r->fields, &r->ids, s->field, s->start[i], n);
		if (token_ids_settle(&r->ids, x, &n, f))
			return -1;
		move_events(s, at, s->start[i], n);
		/* start[i + 1] still has the old place of the next sequence. */
		s->start[i] = at;
		at += n;
	}
	s->start[s->n] = s->events = at;
	field_columns_with(r->fields, &r->ids);
	return 0;
}

/* Makes room for the next sequence, of n events. */
static int
more_room(struct sequences_reader *r, size_t n, struct fail *f)
{
	struct sequences *s = r->s;
	const size_t was = r->room, were = r->rooms;
	size_t k;

	if (ARRAY_ROOM(&s->start, &r->starts, s->n + 2, f) ||
	    ARRAY_ROOM(&s->item, &r->room, s->events + n, f))
		return -1;
	r->rooms = r->starts;
	for (k = 0; k < s->nfields; k++) {
		const int of_row = s->field[k].of_row;

		if ((of_row ? r->rooms > were : r->room > was) &&
		    ARRAY_RESIZE(
			&s->field[k].id, of_row ? r->rooms : r->room, 1, f))
			return -1;
	}
	return 0;
}

/* Appends the current row as a sequence; there is room. */
static void
put_row(struct sequences_reader *r)
{
	struct sequences *s = r->s;
	const struct token_ids *d = &r->ids;
	size_t k;

	if (d->n)
		memcpy(s->item + s->events, d->id, d->n * sizeof(*s->item));
	for (k = 0; k < s->nfields; k++) {
		const int32_t *is = field_columns_list(r->fields, k);
		int32_t *x = s->field[k].id;

		if (s->field[k].of_row)
			x[s->n] = is ? *is : 0;
		else if (is && d->n)
			memcpy(x + s->events, is, d->n * sizeof(*x));
		else if (d->n)
			memset(x + s->events, 0, d->n * sizeof(*x));
	}
	s->start[0] = 0;
	s->events += d->n;
	s->start[++s->n] = s->events;
}

static int
add(struct sequences_reader *r, const struct slice *cells, int column,
    struct fail *f)
{
	struct sequences *s = r->s;
	struct token_ids *d = &r->ids;
	const int open = r->pads.open;

	if (field_columns_read(r->fields, d, cells, f) ||
	    token_ids_read(d, cells[column], f) ||
	    field_columns_check(r->fields, d, f))
		return -1;
	if (open && !r->pads.open &&
	    ((s->n && settle(r, f)) || token_ids_settle(d, d->id, &d->n, f)))
		return -1;
	if (r->c->labels &&
	    token_ids_put_labels(d, cells[column], r->c->labels, f))
		return -1;
	if (r->c->spill &&
	    (s->events + s->n) * (s->nfields + 1) * sizeof(*s->item) >=
		SPILL_PART &&
	    sequences_spill(s, r->c->spill, r->pads.open, f))
		return -1;
	if (more_room(r, d->n, f))
		return -1;
	put_row(r);
	return 0;
}

/* Checks the sequences after the last row. */
static int
check(const struct sequences_reader *r, struct fail *f)
{
	char words[UNKNOWN_WORDS];
	const char *where = tsv_where(r->ids.t);

	if (r->s->n == 0)
		return fail_set(
		    f, "%s: no sequence after the header line", where);
	if (r->ids.known == 0 && r->ids.unknown->n) {
		unknown_words(r->ids.unknown, words);
		return fail_set(f,
		    "%s: no item is in the vocabulary (%s); --sequence=COLUMN "
		    "names the column of items",
		    where, words);
	}
	if (r->s->events == 0)
		return fail_set(f, "%s: every sequence is empty", where);
	return 0;
}

/* Settles the parts: all rows are in parts, and padding is known. */
static int
spill_all(struct sequences_reader *r, struct fail *f)
{
	struct spill *p = r->c->spill;
	size_t k;

	if (r->s->n && sequences_spill(r->s, p, 0, f))
		return -1;
	for (k = 0; k < p->n; k++)
		if (p->part[k].marked &&
		    (sequences_spilled(r->s, p, k, f) || settle(r, f) ||
			sequences_spill_again(r->s, p, k, f)))
			return -1;
	r->s->n = p->rows;
	r->s->events = p->events;
	return 0;
}

static int
read_rows(struct sequences_reader *r, struct fail *f)
{
	struct tsv *t = r->ids.t;
	const struct slice *cells;
	size_t n;
	int more, c = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (c < 0 && ((c = column_names_find(t, r->c->items,
				   COLUMN_SEQUENCE, n - 1, n, f)) < 0 ||
				 field_columns_begin(
				     r->fields, t, n, r->c->missing_fields, f)))
			return -1;
		if (add(r, cells, c, f))
			return fail_at(f, "%s", tsv_where(t));
	}
	if (more < 0)
		return -1;
	if (r->pads.open && r->s->n && (pads_end(&r->pads, f) || settle(r, f)))
		return -1;
	if (r->c->spill && spill_all(r, f))
		return -1;
	return check(r, f);
}

int
sequences_read(struct sequences *s, struct input *in,
    const struct sequences_columns *c, struct vocab *v, int grow,
    struct fail *f)
{
	struct sequences_reader r = {
	    .s = s, .c = c, .fields = field_columns_new(c->fields, f)};
	struct tsv *t = tsv_open(in, c->header, f);
	int failed;

	*s = (struct sequences){.unknown = calloc(1, sizeof(*s->unknown))};
	s->field = field_columns_store(c->fields, &s->nfields, f);
	pads_begin(&r.pads, c->pad);
	r.ids = (struct token_ids){.v = v,
	    .grow = grow ? v : NULL,
	    .way = c->unknown,
	    .pads = &r.pads,
	    .unknown = s->unknown,
	    .t = t};
	if (!s->unknown)
		(void)fail_memory(f);
	failed = !t || !s->unknown || !s->field || !r.fields ||
	         read_rows(&r, f) ||
	         (!c->spill && sequences_room(s, s->n, s->events, f));
	s->pad = pads_said(&r.pads);
	s->pads = r.pads.n;
	s->guessed = !c->pad && s->pads;
	token_ids_free(&r.ids);
	field_columns_free(r.fields);
	tsv_close(t);
	if (failed)
		sequences_free(s);
	return failed ? -1 : 0;
}

void
sequences_renumber(struct sequences *s, const int32_t *map)
{
	const size_t lost = token_ids_renumber(s->item, s->events, map);

	if (s->unknown)
		s->unknown->n += lost;
}

void
sequences_free(struct sequences *s)
{
	sequences_drop_rows(s);
	free(s->field);
	free(s->unknown);
	*s = (struct sequences){0};
}
