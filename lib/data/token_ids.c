/* token_ids - the items in a TSV's cells, as numbers of a vocabulary. */
/* SPDX-License-Identifier: MIT */
#include "data/token_ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"

struct slice
token_ids_pad(const char *pad)
{
	return (struct slice){pad, pad ? strlen(pad) : 0};
}

static int
is_pad(const struct token_ids *d, struct slice t)
{
	return d->pad.s && t.n == d->pad.n && !memcmp(t.s, d->pad.s, t.n);
}

/* The id of a token that is no pad. */
static int32_t
id_of(const struct token_ids *d, struct slice t, struct fail *f)
{
	if (!d->grow)
		return vocab_find(d->v, t.s, t.n);
	return vocab_add(d->grow, t.s, t.n, f);
}

int32_t
token_ids_find(const struct token_ids *d, struct slice t, struct fail *f)
{
	return is_pad(d, t) ? 0 : id_of(d, t, f);
}

int
token_ids_next(struct token_ids *d, struct slice *rest,
    struct token_ids_item *x, struct fail *f)
{
	while (tsv_list_next(rest, &x->token)) {
		x->id = 0;
		x->pad = is_pad(d, x->token);
		if (x->pad)
			return 1;
		x->id = id_of(d, x->token, f);
		if (x->id < 0)
			return -1;
		d->unknown += x->id == 0;
		if (x->id || !d->drop_unknown)
			return 1;
	}
	return 0;
}

int
token_ids_push(struct token_ids *d, int32_t id, struct fail *f)
{
	if (ARRAY_ROOM(&d->id, &d->room, d->n + 1, f))
		return -1;
	d->id[d->n++] = id;
	return 0;
}

int
token_ids_read(struct token_ids *d, struct slice cell, struct fail *f)
{
	struct token_ids_item x;
	int more;

	d->n = d->used = 0;
	while ((more = token_ids_next(d, &cell, &x, f)) > 0) {
		if (token_ids_push(d, x.id, f))
			return -1;
		if (!x.pad)
			d->used = d->n;
	}
	return more;
}

int
token_ids_put_labels(const struct token_ids *d, struct slice cell,
    struct output *o, struct fail *f)
{
	struct token_ids again = *d; /* unknown items have been counted */
	struct token_ids_item x;
	size_t i;

	for (i = 0; i < d->used; i++) {
		if (token_ids_next(&again, &cell, &x, f) < 0)
			return -1;
		if (!i)
			continue;
		output_put(o, x.token.s, x.token.n);
		output_char(o, '\n');
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

int
token_ids_column(struct tsv *t, const char *given, const char *usual,
    size_t unnamed, size_t columns, struct fail *f)
{
	int c = (int)unnamed;

	if (given || tsv_header(t))
		c = tsv_column(t, given ? given : usual, f);
	if (c < 0)
		return -1;
	if ((size_t)c >= columns)
		return fail_set(f, "%s: there is no column %d, only %zu",
		    tsv_where(t), c + 1, columns);
	return c;
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
