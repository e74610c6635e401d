/* examples_reader - the columns of examples, and the memory for examples. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "data/column_names.h"
#include "data/field_columns.h"
#include "data/pads.h"
#include "data/query_cells.h"
#include "data/spill.h"
#include "data/token_ids.h"
#include "data/unknown.h"
#include "io/tsv.h"

int
examples_reader_begin(struct examples_reader *r, const struct slice *cells,
    size_t columns, struct fail *f)
{
	const struct examples_columns *c = r->c;
	const int labelled = !c->label || *c->label;

	r->context = r->label = -1;
	r->group =
	    c->group && tsv_header(r->t) ? tsv_find_column(r->t, c->group) : -1;
	r->weight = -1;
	if (c->weight) {
		r->weight = column_names_find(
		    r->t, c->weight, c->weight, 0, columns, f);
		if (r->weight < 0)
			return -1;
	}
	r->e->has_weight =
	    tsv_header(r->t) && tsv_find_column(r->t, COLUMN_WEIGHT) >= 0;
	if (!c->empty && (!c->context || *c->context)) {
		r->context = column_names_find(r->t, c->context, COLUMN_CONTEXT,
		    column_names_unnamed_context(cells, columns, labelled),
		    columns, f);
		if (r->context < 0)
			return -1;
	}
	if (labelled) {
		r->label = column_names_find(
		    r->t, c->label, COLUMN_LABEL, columns - 1, columns, f);
		if (r->label < 0)
			return -1;
	}
	if (field_columns_begin(r->fields, r->t, columns, c->missing_fields, f))
		return -1;
	if (c->cells &&
	    query_cells_begin(c->cells, r->t, r->context, columns, f))
		return -1;
	if (r->label >= 0 && r->label == r->context)
		return fail_set(f,
		    "%s: column %d cannot be both the context and the label",
		    tsv_where(r->t), r->label + 1);
	return 0;
}

int
examples_reader_has_contexts(const struct examples_reader *r)
{
	return r->context >= 0 || r->c->empty;
}

size_t
examples_reader_bytes(const struct examples_reader *r)
{
	return (r->stride + 2) * (r->e->nfields + 1) * sizeof(int32_t);
}

int
examples_reader_room(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;
	size_t room = r->room ? r->room : 512;

	if (r->c->spill && r->room &&
	    room * examples_reader_bytes(r) >= SPILL_PART)
		return examples_spill(
		    e, r->c->spill, r->stride, r->pads->open, f);
	if (size_mul(room, 2, &room))
		return fail_memory(f);
	if (r->c->most)
		room = r->c->most;
	if (examples_reader_has_contexts(r) &&
	    examples_room(e, room, r->stride, f))
		return -1;
	if (examples_reader_has_contexts(r) &&
	    ARRAY_RESIZE(&e->length, room, 1, f))
		return -1;
	if (r->label >= 0 && ARRAY_RESIZE(&e->label, room, 1, f))
		return -1;
	if (r->group >= 0 && ARRAY_RESIZE(&e->group, room, 1, f))
		return -1;
	if (r->weight >= 0 && ARRAY_RESIZE(&e->weight, room, 1, f))
		return -1;
	if (r->c->lost == EXAMPLES_MARK) {
		if (ARRAY_RESIZE(&e->lost, room, 1, f))
			return -1;
		memset(e->lost + r->room, 0, room - r->room);
	}
	r->room = room;
	return 0;
}

int
examples_reader_check(
    const struct examples_reader *r, uint64_t rows, struct fail *f)
{
	const struct examples *e = r->e;
	const struct token_ids *d = r->ids;
	char words[UNKNOWN_WORDS];

	if (r->c->most)
		return 0;
	if (rows == 0)
		return fail_set(
		    f, "%s: no example after the header line", tsv_where(r->t));
	if (e->n == 0 && e->left_out == 0)
		return fail_set(f,
		    "%s: the share is empty: the input has only %llu row%s",
		    tsv_where(r->t), (unsigned long long)rows, num_s(rows));
	if (!examples_reader_has_contexts(r))
		return 0;
	if (d->known == 0 && d->unknown->n && r->c->lost != EXAMPLES_ACCEPT &&
	    !shard_is_part(r->c->shard)) {
		unknown_words(d->unknown, words);
		return fail_set(f,
		    "%s: no item of the contexts is in the vocabulary (%s); "
		    "--context=COLUMN names the column of contexts",
		    tsv_where(r->t), words);
	}
	if (e->n == 0) {
		unknown_words(e->labels, words);
		return fail_set(f,
		    "%s: no label is in the vocabulary (%s); --label=COLUMN "
		    "names the column of labels",
		    tsv_where(r->t), words);
	}
	if (e->k == 0 && !r->c->empty)
		return fail_set(
		    f, "%s: every context is empty", tsv_where(r->t));
	if (e->weight && !r->c->spill && examples_mean_weight(e) == 0)
		return fail_set(f, "%s: every weight is 0", tsv_where(r->t));
	return 0;
}

int
examples_reader_trim(struct examples_reader *r, struct fail *f)
{
	struct examples *e = r->e;

	if (e->context)
		examples_spread(e, r->stride, e->k);
	return (e->context && examples_room(e, e->n, e->k, f)) ||
	               examples_room_beside(e, e->n, f)
	           ? -1
	           : 0;
}
