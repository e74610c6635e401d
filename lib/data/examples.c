/* examples - training or test examples in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/shard.h"
#include "data/column_names.h"
#include "data/token_ids.h"
#include "io/tsv.h"

/*
 * While rows come, the contexts stand stride items apart.  With K given that is
 * K.  Else it is as many as the longest context so far has, or more: growing
 * it moves everything, so it grows by half at least, and what is too much is
 * squeezed out at the end.
 */
struct examples_reader {
	struct examples *e;
	const struct examples_columns *c;
	struct tsv *t;
	int context, label, group; /* columns, or -1 */
	size_t room;               /* for examples */
	size_t stride;
	struct token_ids ids; /* of one context */
};

/* The column of that name, or -1. */
static int
optional_column(const struct tsv *t, const char *name)
{
	const struct slice *h = tsv_header(t);
	size_t i, n = name && h ? tsv_columns(t) : 0;

	for (i = 0; i < n; i++)
		if (h[i].n == strlen(name) && !memcmp(h[i].s, name, h[i].n))
			return (int)i;
	return -1;
}

/* FNV-1a: what groups are told apart by must be the same in every run. */
static uint64_t
hash_group(struct slice cell)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < cell.n; i++)
		h = (h ^ (unsigned char)cell.s[i]) * 0x100000001b3u;
	return h;
}

static int
find_columns(struct examples_reader *r, size_t columns, struct fail *f)
{
	const struct examples_columns *c = r->c;

	r->context = r->label = -1;
	r->group = optional_column(r->t, c->group);
	if (!c->context || *c->context) {
		r->context = token_ids_column(
		    r->t, c->context, COLUMN_CONTEXT, 0, columns, f);
		if (r->context < 0)
			return -1;
	}
	if (!c->label || *c->label) {
		r->label = token_ids_column(
		    r->t, c->label, COLUMN_LABEL, columns - 1, columns, f);
		if (r->label < 0)
			return -1;
	}
	if (r->label >= 0 && r->label == r->context)
		return fail_set(f,
		    "%s: column %d cannot be both the context and the label",
		    tsv_where(r->t), r->label + 1);
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
widen(struct examples_reader *r, size_t k, struct fail *f)
{
	struct examples *e = r->e;
	size_t stride = r->stride;

	e->k = k;
	if (k <= stride)
		return 0;
	stride = size_max(k, stride + stride / 2);
	if (ARRAY_RESIZE(&e->context, r->room, stride, f))
		return -1;
	spread(e->context, e->n, r->stride, stride);
	r->stride = stride;
	return 0;
}

/* Adds the context in cell to example e->n. */
static int
read_context(struct examples_reader *r, struct slice cell, struct fail *f)
{
	struct examples *e = r->e;
	struct token_ids *d = &r->ids;
	size_t kept;
	int32_t *x; /* [stride] */

	if (token_ids_read(d, cell, f))
		return -1;
	if (r->c->k == 0 && d->n > e->k && widen(r, d->n, f))
		return -1;
	kept = size_min(d->used, e->k);
	if (e->length)
		e->length[e->n] = (int32_t)kept;
	if (r->stride == 0)
		return 0;
	x = e->context + e->n * r->stride;
	if (kept)
		memcpy(x, d->id + (d->used - kept), kept * sizeof(*x));
	memset(x + kept, 0, (r->stride - kept) * sizeof(*x));
	return 0;
}

static int
read_label(struct examples_reader *r, struct slice cell, struct fail *f)
{
	struct slice rest = cell, t;
	int32_t id;

	if (!tsv_list_next(&rest, &t) || t.n != cell.n)
		return fail_set(f, "the label '%.*s' is not one item",
		    (int)size_min(cell.n, 200), cell.s);
	id = token_ids_find(&r->ids, t, f);
	if (id < 0)
		return -1;
	r->e->unknown_labels += id == 0;
	r->e->label[r->e->n] = id;
	return 0;
}

/* Room for twice as many examples. */
static int
more_room(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;
	size_t room = r->room ? r->room : 512;

	if (size_mul(room, 2, &room))
		return fail_memory(f);
	if (r->context >= 0 && ARRAY_RESIZE(&e->context, room, r->stride, f))
		return -1;
	if (r->context >= 0 && r->c->lengths &&
	    ARRAY_RESIZE(&e->length, room, 1, f))
		return -1;
	if (r->label >= 0 && ARRAY_RESIZE(&e->label, room, 1, f))
		return -1;
	if (r->group >= 0 && ARRAY_RESIZE(&e->group, room, 1, f))
		return -1;
	r->room = room;
	return 0;
}

static int
read_rows(struct examples_reader *r, struct fail *f)
{
	const struct slice *cells;
	uint64_t row = 0;
	size_t n;
	int more;

	while ((more = tsv_row(r->t, &cells, &n, f)) > 0) {
		if (!shard_has(r->c->shard, row++))
			continue;
		if (r->room == 0 && find_columns(r, n, f))
			return -1;
		if ((r->e->n == r->room && more_room(r, f)) ||
		    (r->context >= 0 &&
			read_context(r, cells[r->context], f)) ||
		    (r->label >= 0 && read_label(r, cells[r->label], f)))
			return fail_at(f, "%s", tsv_where(r->t));
		if (r->group >= 0)
			r->e->group[r->e->n] = hash_group(cells[r->group]);
		r->e->n++;
	}
	if (more < 0)
		return -1;
	if (r->e->n == 0 && row)
		return fail_set(f,
		    "%s: the share is empty: there are only %llu rows",
		    tsv_where(r->t), (unsigned long long)row);
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
trim(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;

	if (e->context && r->stride > e->k)
		squeeze(e->context, e->n, r->stride, e->k);
	if ((e->context && ARRAY_RESIZE(&e->context, e->n, e->k, f)) ||
	    (e->length && ARRAY_RESIZE(&e->length, e->n, 1, f)) ||
	    (e->label && ARRAY_RESIZE(&e->label, e->n, 1, f)) ||
	    (e->group && ARRAY_RESIZE(&e->group, e->n, 1, f)))
		return -1;
	return 0;
}

int
examples_read(struct examples *e, struct input *in,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *f)
{
	struct examples_reader r = {.e = e,
	    .c = c,
	    .stride = c->k,
	    .ids = {.v = v,
		.grow = grow ? v : NULL,
		.pad = token_ids_pad(c->pad),
		.drop_unknown = c->drop_unknown}};
	int failed;

	*e = (struct examples){.k = c->k};
	r.t = tsv_open(in, c->header, f);
	if (!r.t)
		return -1;
	failed = read_rows(&r, f) || trim(&r, f);
	e->unknown_items = r.ids.unknown;
	token_ids_free(&r.ids);
	tsv_close(r.t);
	if (failed)
		examples_free(e);
	return failed ? -1 : 0;
}

void
examples_renumber(struct examples *e, const int32_t *map)
{
	if (e->context)
		e->unknown_items +=
		    token_ids_renumber(e->context, e->n * e->k, map);
	if (e->label)
		e->unknown_labels += token_ids_renumber(e->label, e->n, map);
}

void
examples_free(struct examples *e)
{
	free(e->context);
	free(e->length);
	free(e->label);
	free(e->group);
	*e = (struct examples){0};
}
