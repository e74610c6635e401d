/* token_ids - converts the items in a TSV's cells to ids of a vocabulary. */
/* SPDX-License-Identifier: MIT */
#include "data/token_ids.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/odd_items.h"
#include "data/pads.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"

/* mark() encodes usual padding token k as an id; marked() decodes it. */
static int32_t
mark(int k)
{
	return -2 - (int32_t)k;
}

static size_t
marked(int32_t id)
{
	return (size_t)(-2 - id);
}

/* Returns the id of an item's token; 0 if unknown, without counting it; -1
 * on failure. */
static int32_t
look_up(const struct token_ids *d, struct slice t, struct fail *f)
{
	int32_t id;

	if (d->grow)
		return vocab_add(d->grow, t.s, t.n, f);
	id = vocab_find(d->v, t.s, t.n);
	if (!id && d->way == UNKNOWN_ERROR)
		return fail_set(f, "the item '%.*s' is not in the vocabulary",
		    (int)size_min(t.n, 200), t.s);
	return id;
}

/* look_up() that counts known and unknown items. */
static int32_t
id_of(struct token_ids *d, struct slice t, struct fail *f)
{
	int32_t id = look_up(d, t, f);

	if (!id) {
		if (d->unknown->names < UNKNOWN_NAMES)
			d->unknown->odd |= odd_items_is(d->v, t);
		unknown_add(d->unknown, t);
	}
	d->known += id > 0;
	return id;
}

int32_t
token_ids_label(struct token_ids *d, struct slice t, struct fail *f)
{
	if (pads_is(d->pads, t))
		return fail_set(f,
		    "the label '%.*s' is the padding token: if it is an item, "
		    "name "
		    "another token with --pad, or none with --pad=" PADS_NONE,
		    (int)size_min(t.n, 200), t.s);
	if (d->pads->open)
		pads_label(d->pads, pads_usual(t));
	return look_up(d, t, f);
}

static int
push(struct token_ids *d, int32_t id, struct fail *f)
{
	if (ARRAY_ROOM(&d->id, &d->room, d->n + 1, f))
		return -1;
	d->id[d->n++] = id;
	return 0;
}

/* Returns the id, or mark, of the next token. */
static int32_t
next_id(struct token_ids *d, struct slice t, struct fail *f)
{
	int k;

	if (!d->pads->open)
		return id_of(d, t, f);
	k = pads_usual(t);
	if (k >= 0 && !d->pads->seen[k].n)
		(void)snprintf(d->pads->seen[k].where,
		    sizeof(d->pads->seen[k].where), "%s", tsv_where(d->t));
	pads_next(d->pads, k);
	if (k < 0)
		return id_of(d, t, f);
	d->marked = 1;
	return mark(k);
}

/* Moves the values beside place `from` of the list to place `to`. */
static void
take_along(const struct token_ids *d, size_t to, size_t from)
{
	size_t i;

	for (i = 0; i < d->nwith && from < d->beside; i++)
		d->with[i][to] = d->with[i][from];
}

int
token_ids_read(struct token_ids *d, struct slice cell, struct fail *f)
{
	struct slice t;
	int32_t id;
	size_t pads = 0;

	if (!tsv_header(d->t) && tsv_refuse_steps(cell, f))
		return -1;
	d->n = d->listed = 0;
	d->marked = 0;
	for (; tsv_list_next(&cell, &t); d->listed++) {
		if (pads_is(d->pads, t)) {
			pads++;
			continue;
		}
		take_along(d, d->n, d->listed);
		id = next_id(d, t, f);
		if (id == -1 || push(d, id, f))
			return -1;
	}
	d->pads->n += pads;
	if (d->pads->open)
		pads_end_list(d->pads, d->listed);
	if (!d->marked && token_ids_settle(d, d->id, &d->n, f))
		return -1;
	d->pad = pads;
	return 0;
}

int
token_ids_settle(struct token_ids *d, int32_t *id, size_t *n, struct fail *f)
{
	size_t i, kept = 0;
	int32_t x;

	for (d->pad = i = 0; i < *n; i++) {
		x = id[i];
		if (x < 0) {
			struct slice t = pads_token(marked(x));

			if (pads_is(d->pads, t)) {
				d->pad++;
				continue;
			}
			x = id_of(d, t, f);
			if (x < 0)
				return fail_at(f, "%s",
				    d->pads->seen[marked(id[i])].where);
		}
		if (x || d->way == UNKNOWN_ROW0) {
			take_along(d, kept, i);
			id[kept++] = x;
		}
	}
	*n = kept;
	return 0;
}

int
token_ids_put_labels(
    struct token_ids *d, struct slice cell, struct output *o, struct fail *f)
{
	struct slice t;
	size_t i = 0;
	int32_t id;

	while (tsv_list_next(&cell, &t)) {
		if (pads_is(d->pads, t))
			continue;
		id = look_up(d, t, f);
		if (id < 0)
			return -1;
		if (!id && d->way == UNKNOWN_DROP)
			continue;
		if (i++) {
			output_put(o, t.s, t.n);
			output_char(o, '\n');
		}
	}
	return 0;
}

void
token_ids_free(struct token_ids *d)
{
	free(d->id);
	d->id = NULL;
	d->n = d->room = 0;
}

size_t
token_ids_renumber(int32_t *id, size_t n, const int32_t *map)
{
	size_t i, lost = 0;

	for (i = 0; i < n; i++) {
		lost += id[i] && !map[id[i]];
		id[i] = map[id[i]];
	}
	return lost;
}
