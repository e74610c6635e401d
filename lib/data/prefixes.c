/* prefixes - sequences cut into an example for every event after the first. */
/* SPDX-License-Identifier: MIT */
#include "data/prefixes.h"

#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/token_ids.h"
#include "io/tsv.h"

struct prefixes_cutter {
	struct examples *x;
	size_t room;           /* for examples */
	struct token_ids ids;  /* of one sequence */
	struct output *labels; /* NULL: none asked */
};

static int
more_room(struct prefixes_cutter *c, struct fail *f)
{
	struct examples *x = c->x;
	size_t room = size_max(c->room, 512);

	if (size_mul(room, 2, &room))
		return fail_memory(f);
	if (ARRAY_RESIZE(&x->context, room, x->k, f) ||
	    ARRAY_RESIZE(&x->length, room, 1, f) ||
	    ARRAY_RESIZE(&x->label, room, 1, f))
		return -1;
	c->room = room;
	return 0;
}

/* The example that predicts item number at from the items before it. */
static int
add(struct prefixes_cutter *c, size_t at, struct fail *f)
{
	struct examples *x = c->x;
	size_t n = size_min(at, x->k);
	int32_t *context;

	if (x->n == c->room && more_room(c, f))
		return -1;
	context = x->context + x->n * x->k;
	memcpy(context, c->ids.id + at - n, n * sizeof(*context));
	memset(context + n, 0, (x->k - n) * sizeof(*context));
	x->length[x->n] = (int32_t)n;
	x->label[x->n] = c->ids.id[at];
	x->unknown_labels += x->label[x->n] == 0;
	x->n++;
	return 0;
}

static int
cut(struct prefixes_cutter *c, struct slice cell, struct fail *f)
{
	size_t at;

	if (token_ids_read(&c->ids, cell, f))
		return -1;
	/* Pads at the end are not part of the sequence. */
	for (at = 1; at < c->ids.used; at++) {
		if (add(c, at, f))
			return -1;
	}
	return c->labels ? token_ids_put_labels(&c->ids, cell, c->labels, f)
	                 : 0;
}

static int
cut_rows(struct prefixes_cutter *c, struct tsv *t, const char *column,
    struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int more, col = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (col < 0 && (col = token_ids_column(t, column,
				    COLUMN_SEQUENCE, n - 1, n, f)) < 0)
			return -1;
		if (cut(c, cells[col], f))
			return fail_at(f, "%s", tsv_where(t));
	}
	if (more == 0 && c->x->n == 0)
		return fail_set(
		    f, "%s: no sequence has two items", tsv_where(t));
	return more;
}

int
prefixes_read(struct examples *x, struct input *in,
    const struct sequences_columns *columns, size_t k, const struct vocab *v,
    struct fail *f)
{
	struct prefixes_cutter c = {.x = x,
	    .labels = columns->labels,
	    .ids = {.v = v,
		.pad = token_ids_pad(columns->pad),
		.drop_unknown = columns->drop_unknown}};
	struct tsv *t = tsv_open(in, columns->header, f);
	int r = -1;

	*x = (struct examples){.k = k};
	if (t)
		r = cut_rows(&c, t, columns->items, f);
	x->unknown_items = c.ids.unknown;
	tsv_close(t);
	token_ids_free(&c.ids);
	return r;
}
