/* examples - training or test examples in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/tsv.h"

/*
 * While rows come, the contexts stand stride items apart.  With K given that is
 * K.  Else it is as many as the longest context so far has, or more: growing
 * it moves everything, so it grows by half at least, and what is too much is
 * squeezed out at the end.
 */
struct reader {
	struct examples *e;
	const struct examples_columns *c;
	struct vocab *v;
	int grow;
	struct tsv *t;
	int context, label; /* columns, or -1 */
	size_t pad_len;
	size_t room; /* for examples */
	size_t stride;
	int32_t *items; /* [items_room] of one context */
	size_t items_room;
};

/* *p becomes an array of n times m int32_t; what fits stays. */
static int
resize(int32_t **p, size_t n, size_t m, struct fail *f)
{
	size_t size;
	int32_t *q;

	if (size_mul(n, m, &size) || size_mul(size, sizeof(*q), &size))
		return fail_memory(f);
	q = realloc(*p, size ? size : 1);
	if (!q)
		return fail_memory(f);
	*p = q;
	return 0;
}

/* *column becomes the column that is wanted, -1 for none; where the rows have
 * no header and none is given, it is column number unnamed. */
static int
find_column(const struct reader *r, const char *given, const char *usual,
    size_t unnamed, size_t columns, int *column, struct fail *f)
{
	int c = (int)unnamed;

	*column = -1;
	if (given && !*given)
		return 0;
	if (given || r->c->header)
		c = tsv_column(r->t, given ? given : usual, f);
	if (c < 0)
		return -1;
	if ((size_t)c >= columns)
		return fail_set(f, "%s: there is no column %d, only %zu",
		    tsv_where(r->t), c + 1, columns);
	*column = c;
	return 0;
}

static int
find_columns(struct reader *r, size_t columns, struct fail *f)
{
	if (find_column(r, r->c->context, "context_movie_id", 0, columns,
		&r->context, f) ||
	    find_column(r, r->c->label, "label_movie_id", columns - 1, columns,
		&r->label, f))
		return -1;
	if (r->label >= 0 && r->label == r->context)
		return fail_set(f,
		    "%s: column %d cannot be both the context and the label",
		    tsv_where(r->t), r->label + 1);
	return 0;
}

static int
is_pad(const struct reader *r, struct slice t)
{
	return r->c->pad && t.n == r->pad_len && !memcmp(t.s, r->c->pad, t.n);
}

/* The id of a token that is no pad; 0: unknown; -1. */
static int32_t
id_of(struct reader *r, struct slice t, struct fail *f)
{
	if (!r->grow)
		return vocab_find(r->v, t.s, t.n);
	return vocab_add(r->v, t.s, t.n, f);
}

/* Puts the ids of a context's elements, *n of them, into r->items; *used: how
 * many there are before the pads at its end. */
static int
read_items(struct reader *r, struct slice cell, size_t *n, size_t *used,
    struct fail *f)
{
	struct slice t;

	*n = *used = 0;
	while (tsv_list_next(&cell, &t)) {
		int32_t id = 0;
		int pad = is_pad(r, t);

		if (!pad && (id = id_of(r, t, f)) < 0)
			return -1;
		if (!pad && id == 0) {
			r->e->unknown_items++;
			if (r->c->drop_unknown)
				continue;
		}
		if (*n == r->items_room) {
			if (resize(&r->items, r->items_room, 2, f))
				return -1;
			r->items_room *= 2;
		}
		r->items[(*n)++] = id;
		if (!pad)
			*used = *n;
	}
	return 0;
}

/* Moves the n contexts so that they stand `to` items apart, zeros between. */
static void
spread(int32_t *x, size_t n, size_t from, size_t to)
{
	while (n--) {
		memmove(x + n * to, x + n * from, from * sizeof(*x));
		memset(x + n * to + from, 0, (to - from) * sizeof(*x));
	}
}

static void
squeeze(int32_t *x, size_t n, size_t from, size_t to)
{
	size_t i;

	for (i = 1; i < n; i++)
		memmove(x + i * to, x + i * from, to * sizeof(*x));
}

/* Makes room for contexts of k items. */
static int
widen(struct reader *r, size_t k, struct fail *f)
{
	struct examples *e = r->e;
	size_t stride = r->stride;

	e->k = k;
	if (k <= stride)
		return 0;
	stride = size_max(k, stride + stride / 2);
	if (resize(&e->context, r->room, stride, f))
		return -1;
	spread(e->context, e->n, r->stride, stride);
	r->stride = stride;
	return 0;
}

/* Adds the context in cell to example e->n. */
static int
read_context(struct reader *r, struct slice cell, struct fail *f)
{
	struct examples *e = r->e;
	size_t n, used, kept;
	int32_t *x; /* [stride] */

	if (read_items(r, cell, &n, &used, f))
		return -1;
	if (r->c->k == 0 && n > e->k && widen(r, n, f))
		return -1;
	kept = size_min(used, e->k);
	if (e->length)
		e->length[e->n] = (int32_t)kept;
	if (r->stride == 0)
		return 0;
	x = e->context + e->n * r->stride;
	memcpy(x, r->items + (used - kept), kept * sizeof(*x));
	memset(x + kept, 0, (r->stride - kept) * sizeof(*x));
	return 0;
}

static int
read_label(struct reader *r, struct slice cell, struct fail *f)
{
	struct slice rest = cell, t;
	int32_t id = 0;

	if (!tsv_list_next(&rest, &t) || t.n != cell.n)
		return fail_set(f, "the label '%.*s' is not one item",
		    (int)size_min(cell.n, 200), cell.s);
	if (!is_pad(r, t) && (id = id_of(r, t, f)) < 0)
		return -1;
	r->e->unknown_labels += id == 0;
	r->e->label[r->e->n] = id;
	return 0;
}

/* Room for twice as many examples. */
static int
more_room(struct reader *r, struct fail *f)
{
	struct examples *e = r->e;
	size_t room = r->room ? r->room : 512;

	if (size_mul(room, 2, &room))
		return fail_memory(f);
	if (r->context >= 0 && resize(&e->context, room, r->stride, f))
		return -1;
	if (r->context >= 0 && r->c->lengths && resize(&e->length, room, 1, f))
		return -1;
	if (r->label >= 0 && resize(&e->label, room, 1, f))
		return -1;
	r->room = room;
	return 0;
}

static int
read_rows(struct reader *r, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int more;

	while ((more = tsv_row(r->t, &cells, &n, f)) > 0) {
		if (r->room == 0 && find_columns(r, n, f))
			return -1;
		if ((r->e->n == r->room && more_room(r, f)) ||
		    (r->context >= 0 &&
			read_context(r, cells[r->context], f)) ||
		    (r->label >= 0 && read_label(r, cells[r->label], f)))
			return fail_at(f, "%s", tsv_where(r->t));
		r->e->n++;
	}
	if (more < 0)
		return -1;
	if (r->e->n == 0)
		return fail_set(
		    f, "%s: no example after the header line", tsv_where(r->t));
	if (r->context >= 0 && r->e->k == 0)
		return fail_set(f, "%s: every context up to here is empty",
		    tsv_where(r->t));
	return 0;
}

/* Gives back what is not needed. */
static int
trim(struct reader *r, struct fail *f)
{
	struct examples *e = r->e;

	if (e->context && r->stride > e->k)
		squeeze(e->context, e->n, r->stride, e->k);
	if ((e->context && resize(&e->context, e->n, e->k, f)) ||
	    (e->length && resize(&e->length, e->n, 1, f)) ||
	    (e->label && resize(&e->label, e->n, 1, f)))
		return -1;
	return 0;
}

int
examples_read(struct examples *e, struct bytein *in,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *f)
{
	struct reader r = {
	    .e = e, .c = c, .v = v, .grow = grow, .items_room = 64};
	int failed;

	*e = (struct examples){.k = c->k};
	r.stride = c->k;
	r.pad_len = c->pad ? strlen(c->pad) : 0;
	r.t = tsv_open(in, c->header, f);
	if (!r.t)
		return -1;
	failed = resize(&r.items, r.items_room, 1, f) || read_rows(&r, f) ||
	         trim(&r, f);
	free(r.items);
	tsv_close(r.t);
	if (failed)
		examples_free(e);
	return failed ? -1 : 0;
}

void
examples_renumber(struct examples *e, const int32_t *map)
{
	size_t i, n = e->context ? e->n * e->k : 0;

	for (i = 0; i < n; i++) {
		int32_t id = map[e->context[i]];

		e->unknown_items += e->context[i] && !id;
		e->context[i] = id;
	}
	for (i = 0; e->label && i < e->n; i++) {
		int32_t id = map[e->label[i]];

		e->unknown_labels += e->label[i] && !id;
		e->label[i] = id;
	}
}

void
examples_free(struct examples *e)
{
	free(e->context);
	free(e->length);
	free(e->label);
	*e = (struct examples){0};
}
