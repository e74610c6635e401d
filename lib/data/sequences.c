/* sequences - whole sequences in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/sequences.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/token_ids.h"
#include "io/tsv.h"

struct sequences_reader {
	struct sequences *s;
	struct output *labels; /* NULL: none asked */
	size_t starts, room;   /* what start and item have room for */
	struct token_ids ids;
};

static int
add(struct sequences_reader *r, struct slice cell, struct fail *f)
{
	struct sequences *s = r->s;
	size_t n;

	if (token_ids_read(&r->ids, cell, f))
		return -1;
	n = r->ids.used;
	if (r->labels && token_ids_put_labels(&r->ids, cell, r->labels, f))
		return -1;
	if (ARRAY_ROOM(&s->start, &r->starts, s->n + 2, f) ||
	    ARRAY_ROOM(&s->item, &r->room, s->events + n, f))
		return -1;
	s->start[0] = 0;
	if (n)
		memcpy(s->item + s->events, r->ids.id, n * sizeof(*s->item));
	s->events += n;
	s->start[++s->n] = s->events;
	return 0;
}

static int
read_rows(struct sequences_reader *r, struct tsv *t, const char *column,
    struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int more, c = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (c < 0 && (c = token_ids_column(
				  t, column, COLUMN_SEQUENCE, n - 1, n, f)) < 0)
			return -1;
		if (add(r, cells[c], f))
			return fail_at(f, "%s", tsv_where(t));
	}
	if (more < 0)
		return -1;
	if (r->s->n == 0)
		return fail_set(
		    f, "%s: no sequence after the header line", tsv_where(t));
	if (r->s->events == 0)
		return fail_set(
		    f, "%s: every sequence up to here is empty", tsv_where(t));
	return 0;
}

/* Gives back what is not needed. */
static int
trim(struct sequences *s, struct fail *f)
{
	return ARRAY_RESIZE(&s->start, s->n + 1, 1, f) ||
	               ARRAY_RESIZE(&s->item, s->events, 1, f)
	           ? -1
	           : 0;
}

int
sequences_read(struct sequences *s, struct input *in,
    const struct sequences_columns *c, struct vocab *v, int grow,
    struct fail *f)
{
	struct sequences_reader r = {.s = s,
	    .labels = c->labels,
	    .ids = {.v = v,
		.grow = grow ? v : NULL,
		.pad = token_ids_pad(c->pad),
		.drop_unknown = c->drop_unknown}};
	struct tsv *t = tsv_open(in, c->header, f);
	int failed;

	*s = (struct sequences){0};
	if (!t)
		return -1;
	failed = read_rows(&r, t, c->items, f) || trim(s, f);
	s->unknown_items = r.ids.unknown;
	token_ids_free(&r.ids);
	tsv_close(t);
	if (failed)
		sequences_free(s);
	return failed ? -1 : 0;
}

void
sequences_renumber(struct sequences *s, const int32_t *map)
{
	s->unknown_items += token_ids_renumber(s->item, s->events, map);
}

void
sequences_free(struct sequences *s)
{
	free(s->start);
	free(s->item);
	*s = (struct sequences){0};
}
