/* positions - sequences cut into an example for every event after the first. */
/* SPDX-License-Identifier: MIT */
#include "data/prefixes.h"

#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/token_ids.h"
#include "io/output.h"
#include "io/tsv.h"

struct prefixes_cutter {
	struct examples *x;
	size_t room;          /* for examples */
	struct token_ids ids; /* of one sequence, up to the label */
	struct output *labels;
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

/* The example that predicts the last id from what is before it. */
static int
add(struct prefixes_cutter *c, struct slice token, struct fail *f)
{
	struct examples *x = c->x;
	size_t at = c->ids.n - 1, n = size_min(at, x->k);
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
	output_put(c->labels, token.s, token.n);
	output_char(c->labels, '\n');
	return 0;
}

static int
cut(struct prefixes_cutter *c, struct slice cell, struct fail *f)
{
	struct token_ids_item item;
	int more;

	c->ids.n = 0;
	while ((more = token_ids_next(&c->ids, &cell, &item, f)) > 0) {
		if (token_ids_push(&c->ids, item.id, f) ||
		    (c->ids.n > 1 && add(c, item.token, f)))
			return -1;
	}
	return more;
}

static int
cut_rows(struct prefixes_cutter *c, struct tsv *t, const char *column,
    struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int more, col = -1;

	while ((more = tsv_row(t, &cells, &n, f)) > 0) {
		if (col < 0 && (col = token_ids_column(
				    t, column, "items", n - 1, n, f)) < 0)
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
prefixes_read(struct examples *x, struct input *in, const char *column,
    int header, size_t k, int drop, const struct vocab *v,
    struct output *labels, struct fail *f)
{
	struct prefixes_cutter c = {
	    .x = x, .ids = {.v = v, .drop_unknown = drop}, .labels = labels};
	struct tsv *t = tsv_open(in, header, f);
	int r = -1;

	*x = (struct examples){.k = k};
	if (t)
		r = cut_rows(&c, t, column, f);
	x->unknown_items = c.ids.unknown;
	tsv_close(t);
	token_ids_free(&c.ids);
	return r;
}
