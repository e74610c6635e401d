/* positions - sequences cut into an example for every event after the first. */
/* SPDX-License-Identifier: MIT */
#include "data/positions.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/vocab.h"
#include "io/outf.h"
#include "io/tsv.h"

struct cutter {
	struct examples *x;
	size_t room;  /* for examples */
	int32_t *ids; /* [ids_room] of one sequence */
	size_t ids_room;
	const struct vocab *v;
	int drop;
	struct outf *labels;
};

/* Arrays of x for n examples. */
static int
resize(struct examples *x, size_t n, struct fail *f)
{
	int32_t *context = NULL, *length, *label;
	size_t all;

	if (!size_mul(n, x->k * sizeof(*context), &all))
		context = realloc(x->context, all);
	if (!context)
		return fail_memory(f);
	x->context = context;
	length = realloc(x->length, n * sizeof(*length));
	if (!length)
		return fail_memory(f);
	x->length = length;
	label = realloc(x->label, n * sizeof(*label));
	if (!label)
		return fail_memory(f);
	x->label = label;
	return 0;
}

/* The example that predicts ids[at] from what is before it. */
static int
add(struct cutter *c, size_t at, struct slice token, struct fail *f)
{
	struct examples *x = c->x;
	size_t n = size_min(at, x->k);

	if (x->n == c->room) {
		c->room = c->room ? 2 * c->room : 1024;
		if (resize(x, c->room, f))
			return -1;
	}
	memset(x->context + x->n * x->k, 0, x->k * sizeof(*x->context));
	memcpy(x->context + x->n * x->k, c->ids + at - n, n * sizeof(*c->ids));
	x->length[x->n] = (int32_t)n;
	x->label[x->n] = c->ids[at];
	x->unknown_labels += c->ids[at] == 0;
	x->n++;
	outf_put(c->labels, token.s, token.n);
	outf_char(c->labels, '\n');
	return 0;
}

static int
cut(struct cutter *c, struct slice cell, struct fail *f)
{
	struct slice t;
	size_t n = 0;

	while (tsv_list_next(&cell, &t)) {
		int32_t id = vocab_find(c->v, t.s, t.n);

		c->x->unknown_items += id == 0;
		if (!id && c->drop)
			continue;
		if (n == c->ids_room) {
			size_t room = n ? 2 * n : 256;
			int32_t *ids = realloc(c->ids, room * sizeof(*ids));

			if (!ids)
				return fail_memory(f);
			c->ids = ids;
			c->ids_room = room;
		}
		c->ids[n] = id;
		if (n && add(c, n, t, f))
			return -1;
		n++;
	}
	return 0;
}

int
positions_read(struct examples *x, struct bytein *in, const char *column,
    int header, size_t k, int drop, const struct vocab *v, struct outf *labels,
    struct fail *f)
{
	struct cutter c = {.x = x, .v = v, .drop = drop, .labels = labels};
	struct tsv *t = tsv_open(in, header, f);
	const struct slice *cells;
	size_t n;
	int col = 0, r = t ? 1 : -1;

	*x = (struct examples){.k = k};
	if (t && (header || column))
		col = tsv_column(t, column ? column : "items", f);
	while (r > 0 && col >= 0 && (r = tsv_row(t, &cells, &n, f)) > 0) {
		if (!header && !column)
			col = (int)n - 1;
		if ((size_t)col >= n)
			r = fail_set(f, "%s: there is no column %d",
			    tsv_where(t), col + 1);
		else if (cut(&c, cells[col], f))
			r = fail_at(f, "%s", tsv_where(t));
	}
	if (r == 0 && x->n == 0)
		r = fail_set(f, "%s: no sequence has two items", tsv_where(t));
	tsv_close(t);
	free(c.ids);
	return r || col < 0 ? -1 : 0;
}
