/* fetch - the rows of a batch, read from a cache: a file, or all ranks. */
/* SPDX-License-Identifier: MIT */
#include "nn/fetch.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "nn/batch.h"

struct fetch {
	struct cache *cache;
	struct batch *batch;
	struct examples x; /* examples or sequences */
	struct sequences s;
	size_t rows, events; /* capacity of s */
};

/* Points the fields of b to the fetched values. */
static void
point(struct batch *b, const int32_t *items, const struct field_column *field)
{
	size_t k;

	if (!b->fields)
		return;
	b->fields->items = items;
	for (k = 0; k < b->fields->n; k++)
		b->fields->field[k].id = field[k].id;
}

int
fetch_new(struct fetch **to, const struct examples *x,
    const struct sequences *s, size_t rows, struct batch *b, struct fail *f)
{
	struct fetch *r;

	*to = NULL;
	if (x ? !x->cache : !s->cache)
		return 0;
	*to = r = calloc(1, sizeof(*r));
	if (!r)
		return fail_memory(f);
	r->cache = x ? x->cache : s->cache;
	r->batch = b;
	r->rows = rows;
	if (!x)
		return sequences_like(&r->s, s, f);
	if (examples_like(&r->x, x, f) ||
	    examples_room_all(&r->x, rows, x->k, f))
		return -1;
	point(b, r->x.context, r->x.field);
	return 0;
}

void
fetch_free(struct fetch *r)
{
	if (!r)
		return;
	examples_free(&r->x);
	sequences_free(&r->s);
	free(r);
}

int
fetch_exchange(struct fetch *r, const int32_t *row,
    const struct cache_part *part, size_t n, struct fail *f)
{
	if (!r)
		return 0;
	return row ? cache_exchange(r->cache, row, n, f)
	           : cache_exchange_parts(r->cache, part, n, f);
}

const struct examples *
fetch_examples(struct fetch *r, const int32_t *row, size_t n, struct fail *f)
{
	return cache_read(r->cache, row, n, &r->x, f) ? NULL : &r->x;
}

const struct sequences *
fetch_parts(
    struct fetch *r, const struct cache_part *part, size_t n, struct fail *f)
{
	size_t events = 0, i;

	for (i = 0; i < n; i++)
		events += part[i].n;
	if (events > r->events) {
		r->events = events + events / 2;
		if (sequences_room(&r->s, r->rows, r->events, f))
			return NULL;
		point(r->batch, r->s.item, r->s.field);
	}
	return cache_read_parts(r->cache, part, n, &r->s, f) ? NULL : &r->s;
}
