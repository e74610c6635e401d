/* examples - training or test examples in memory, as item ids. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/shard.h"
#include "base/hash.h"
#include "base/num.h"
#include "data/field.h"
#include "data/field_columns.h"
#include "data/pads.h"
#include "data/query_cells.h"
#include "data/spill.h"
#include "data/token_ids.h"
#include "data/unknown.h"
#include "io/tsv.h"

/* Spills the rows so far, so that wider rows can use their memory, and makes
 * room for as many rows as fit.  A weight has already been read. */
static int
spill_rows(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;
	const real weight = e->weight ? e->weight[e->n] : 0;

	if (e->n && examples_spill(e, r->c->spill, r->stride, r->pads->open, f))
		return -1;
	if (e->weight)
		e->weight[0] = weight;
	r->room = 1;
	return 0;
}

/* Makes room for contexts of k items. */
static int
widen(struct examples_reader *r, size_t k, struct fail *f)
{
	struct examples *e = r->e;
	size_t stride = r->stride;

	if (k <= stride)
		return 0;
	stride = size_max(k, stride + stride / 2);
	if (r->c->spill && r->room > 1 && spill_rows(r, f))
		return -1;
	if (examples_room(e, r->room, stride, f))
		return -1;
	examples_spread(e, r->stride, stride);
	r->stride = stride;
	return 0;
}

/* Returns 1 if example i is lost.  id [n] is its settled context; any: the
 * context had items. */
static int
is_lost(struct examples_reader *r, size_t i, const int32_t *id, size_t n,
    int any, int32_t label)
{
	struct examples *e = r->e;
	int none;

	while (n && !id[n - 1])
		n--;
	none = any && n == 0;
	if (e->lost && none) {
		e->nlost += !e->lost[i];
		e->lost[i] = 1;
	}
	return r->c->lost == EXAMPLES_LEAVE_OUT && (none || !label);
}

/* Once padding is known: settles the contexts with marks and drops lost
 * examples. */
static int
settle(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;
	size_t i, kept = 0, n, any;

	for (i = 0; i < e->n; i++) {
		int32_t *x = e->context + i * r->stride;
		int32_t label = e->label ? e->label[i] : 1;

		field_columns_with_row(
		    r->fields, r->ids, e->field, i * r->stride, r->stride);
		n = (size_t)e->length[i];
		if (token_ids_settle(r->ids, x, &n, f))
			return -1;
		any = (size_t)e->length[i] - r->ids->pad;
		if (is_lost(r, i, x, n, any > 0, label)) {
			e->left_out++;
			continue;
		}
		if (r->c->whole && examples_add_whole(e, kept, x, n, f))
			return -1;
		n = examples_keep_last(e, r->stride, i, n, e->k);
		if (kept < i)
			examples_move_row(e, r->stride, kept, i);
		e->length[kept] = (int32_t)n;
		if (e->label)
			e->label[kept] = label;
		if (e->group)
			e->group[kept] = e->group[i];
		if (e->weight)
			e->weight[kept] = e->weight[i];
		kept++;
	}
	e->n = kept;
	field_columns_with(r->fields, r->ids);
	return 0;
}

/* Copies the last n items of the list, and of the fields beside it, to row
 * e->n. */
static void
put_row(struct examples_reader *r, size_t n)
{
	const struct token_ids *d = r->ids;
	struct examples *e = r->e;
	const size_t at = e->n * r->stride, from = d->n - n;
	size_t k, some;

	for (k = 0; k <= e->nfields; k++) {
		const int32_t *is =
		    k ? field_columns_list(r->fields, k - 1) : d->id;
		int32_t *x = k ? e->field[k - 1].id : e->context;

		if (k && e->field[k - 1].of_row) {
			x[e->n] = is ? *is : 0;
			continue;
		}
		x += at;
		some = is ? n : 0;
		if (some)
			memcpy(x, is + from, some * sizeof(*x));
		if (some < r->stride)
			memset(x + some, 0, (r->stride - some) * sizeof(*x));
	}
	e->length[e->n] = (int32_t)n;
}

/* Reads the context in cells as that of example e->n.  Returns 1 if the
 * example is lost, -1 on failure. */
static int
read_context(struct examples_reader *r, const struct slice *cells,
    int32_t label, struct fail *f)
{
	struct examples *e = r->e;
	struct token_ids *d = r->ids;
	const int open = r->pads->open;
	int marked, any, all;

	if (field_columns_read(r->fields, d, cells, f) ||
	    (!r->c->empty && token_ids_read(d, cells[r->context], f)) ||
	    field_columns_check(r->fields, d, f))
		return -1;
	if (r->c->k == 0)
		e->k = size_max(e->k, d->listed);
	if (open && !r->pads->open &&
	    (settle(r, f) || token_ids_settle(d, d->id, &d->n, f)))
		return -1;
	marked = d->marked && r->pads->open;
	any = d->listed > d->pad && !marked;
	if (is_lost(r, e->n, d->id, d->n, any, label))
		return 1;
	/* settle() will find out which part of the context to keep */
	all = r->pads->open && (marked || r->c->whole);
	if (widen(r, all ? size_max(d->n, e->k) : e->k, f))
		return -1;
	e->length[e->n] = 0;
	if (r->stride || r->c->empty)
		put_row(r, all ? d->n : size_min(d->n, e->k));
	return r->c->whole && !r->pads->open
	           ? examples_add_whole(e, e->n, d->id, d->n, f)
	           : 0;
}

static int
read_label(
    struct examples_reader *r, struct slice cell, int32_t *id, struct fail *f)
{
	struct slice rest = cell, t;

	if (!tsv_list_next(&rest, &t) || t.n != cell.n)
		return fail_set(f, "the label '%.*s' is not one item",
		    (int)size_min(cell.n, 200), cell.s);
	*id = token_ids_label(r->ids, t, f);
	if (*id < 0)
		return -1;
	if (*id == 0)
		unknown_add(r->e->labels, t);
	return 0;
}

/* Reads the weight of example e->n. */
static int
read_weight(const struct examples_reader *r, struct slice cell, struct fail *f)
{
	double x;

	if (num_get_double(cell.s, cell.n, &x) || !isfinite((float)x) || x < 0)
		return fail_set(f, "the weight '%.*s' is not a number >= 0",
		    (int)size_min(cell.n, 200), cell.s);
	r->e->weight[r->e->n] = (real)x;
	return 0;
}

/* Adds the example in cells, unless it is lost. */
static int
read_example(
    struct examples_reader *r, const struct slice *cells, struct fail *f)
{
	struct examples *e = r->e;
	int32_t label = 1;
	int lost = 0;

	if (r->label >= 0 && read_label(r, cells[r->label], &label, f))
		return -1;
	if (e->weight && read_weight(r, cells[r->weight], f))
		return -1;
	if (examples_reader_has_contexts(r))
		lost = read_context(r, cells, label, f);
	else
		lost = is_lost(r, e->n, NULL, 0, 0, label);
	if (lost < 0)
		return -1;
	if (lost) {
		e->left_out++;
		return 0;
	}
	if (r->c->cells &&
	    query_cells_add(r->c->cells, cells, r->ids->v, NULL, f))
		return -1;
	if (e->label)
		e->label[e->n] = label;
	if (e->group)
		e->group[e->n] =
		    hash_same(cells[r->group].s, cells[r->group].n);
	e->n++;
	return 0;
}

/* Settles the parts: all rows are in parts, and padding is known. */
static int
spill_all(struct examples_reader *r, struct fail *f)
{
	struct spill *s = r->c->spill;
	size_t k;

	if (r->e->n && examples_spill(r->e, s, r->stride, 0, f))
		return -1;
	for (k = 0; k < s->n; k++) {
		if (!s->part[k].marked)
			continue;
		r->stride = s->part[k].stride;
		if (examples_spilled(r->e, s, k, f) || settle(r, f) ||
		    examples_spill_again(r->e, s, k, f))
			return -1;
	}
	r->e->n = s->rows;
	return 0;
}

static int
read_rows(struct examples_reader *r, struct fail *f)
{
	const struct slice *cells;
	uint64_t row = 0;
	size_t n;
	int more = 0;

	while ((!r->c->most || row < r->c->most) &&
	       (more = tsv_row(r->t, &cells, &n, f)) > 0) {
		if (!shard_has(r->c->shard, row++))
			continue;
		if (r->room == 0 && examples_reader_begin(r, cells, n, f))
			return -1;
		if ((r->e->n == r->room && examples_reader_room(r, f)) ||
		    read_example(r, cells, f))
			return fail_at(f, "%s", tsv_where(r->t));
	}
	if (more < 0)
		return -1;
	if (r->pads->open && r->room &&
	    (pads_end(r->pads, f) ||
		(examples_reader_has_contexts(r) && settle(r, f))))
		return -1;
	if (r->c->spill && r->room && spill_all(r, f))
		return -1;
	return examples_reader_check(r, row, f);
}

int
examples_read_rows(struct examples *e, struct tsv *t,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *f)
{
	struct {
		struct examples_reader r;
		struct token_ids ids;
		struct pads pads;
		/* On the heap: its messages are large. */
	} *all = calloc(1, sizeof(*all));
	struct examples_reader *r;
	int failed;

	*e = (struct examples){.k = c->k,
	    .items = calloc(1, sizeof(*e->items)),
	    .labels = calloc(1, sizeof(*e->labels))};
	e->field = field_columns_store(c->fields, &e->nfields, f);
	if (!all || !e->field || !e->items || !e->labels) {
		free(all);
		examples_free(e);
		return fail_memory(f);
	}
	r = &all->r;
	*r = (struct examples_reader){.e = e,
	    .c = c,
	    .t = t,
	    .stride = c->k,
	    .ids = &all->ids,
	    .pads = &all->pads,
	    .fields = field_columns_new(c->fields, f)};
	pads_begin(&all->pads, c->pad);
	all->ids = (struct token_ids){.v = v,
	    .grow = grow ? v : NULL,
	    .way = c->unknown,
	    .pads = &all->pads,
	    .unknown = e->items,
	    .t = t};
	failed = !r->fields || read_rows(r, f) ||
	         (!c->spill && examples_reader_trim(r, f));
	e->pad = pads_said(&all->pads);
	e->pads = r->pads->n;
	e->guessed = !c->pad && e->pads;
	token_ids_free(r->ids);
	field_columns_free(r->fields);
	free(all);
	if (failed)
		examples_free(e);
	return failed ? -1 : 0;
}

int
examples_read(struct examples *e, struct input *in,
    const struct examples_columns *c, struct vocab *v, int grow, struct fail *f)
{
	struct tsv *t = tsv_open(in, c->header, f);
	int r = t ? examples_read_rows(e, t, c, v, grow, f) : -1;

	tsv_close(t);
	return r;
}

int
examples_find(struct tsv *t, const struct examples_columns *c, struct fail *f)
{
	struct examples none = {0};
	struct examples_reader r = {.e = &none,
	    .c = c,
	    .t = t,
	    .fields = field_columns_new(c->fields, f)};
	int failed = !r.fields || examples_reader_begin(
				      &r, tsv_header(t), tsv_columns(t), f);

	field_columns_free(r.fields);
	return failed ? -1 : 0;
}

void
examples_renumber(struct examples *e, const int32_t *map)
{
	if (e->context)
		e->items->n += token_ids_renumber(e->context, e->n * e->k, map);
	if (e->label)
		e->labels->n += token_ids_renumber(e->label, e->n, map);
}
