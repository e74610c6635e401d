/* prefixes - sequences cut into an example for every event after the first. */
/* SPDX-License-Identifier: MIT */
#include "data/prefixes.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/pads.h"
#include "data/token_ids.h"
#include "data/unknown.h"
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
	x->labels->n += x->label[x->n] == 0;
	x->n++;
	return 0;
}

static int
cut(struct prefixes_cutter *c, struct slice cell, struct fail *f)
{
	size_t at;

	if (token_ids_read(&c->ids, cell, f))
		return -1;
	for (at = 1; at < c->ids.n; at++) {
		if (add(c, at, f))
			return -1;
	}
	return c->labels ? token_ids_put_labels(&c->ids, cell, c->labels, f)
	                 : 0;
}

/* What there must be, now that all rows have been read. */
static int
check(const struct prefixes_cutter *c, struct fail *f)
{
	char words[UNKNOWN_WORDS];

	if (c->ids.known == 0 && c->ids.unknown->n) {
		unknown_words(c->ids.unknown, words);
		return fail_set(f,
		    "%s: no item up to here is known (%s): are these items? "
		    "--sequence says which column has them",
		    tsv_where(c->ids.t), words);
	}
	if (c->x->n == 0)
		return fail_set(
		    f, "%s: no sequence has two items", tsv_where(c->ids.t));
	return 0;
}

static int
cut_rows(struct prefixes_cutter *c, const char *column, struct fail *f)
{
	struct tsv *t = c->ids.t;
	const struct slice *cells;
	size_t n;
	int more, col = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (col < 0 && (col = column_names_find(t, column,
				    COLUMN_SEQUENCE, n - 1, n, f)) < 0)
			return -1;
		if (cut(c, cells[col], f))
			return fail_at(f, "%s", tsv_where(t));
	}
	return more ? -1 : check(c, f);
}

int
prefixes_read(struct examples *x, struct input *in,
    const struct sequences_columns *columns, size_t k, const struct vocab *v,
    struct fail *f)
{
	struct tsv *t = tsv_open(in, columns->header, f);
	struct pads pads;
	struct prefixes_cutter c = {.x = x,
	    .labels = columns->labels,
	    .ids = {.v = v, .way = columns->unknown, .pads = &pads, .t = t}};
	int r = -1;

	*x = (struct examples){.k = k,
	    .items = calloc(1, sizeof(*x->items)),
	    .labels = calloc(1, sizeof(*x->labels))};
	pads_begin(&pads, columns->pad ? columns->pad : PADS_NONE);
	c.ids.unknown = x->items;
	if (!x->items || !x->labels)
		(void)fail_memory(f);
	else if (t)
		r = cut_rows(&c, columns->items, f);
	tsv_close(t);
	token_ids_free(&c.ids);
	return r;
}
