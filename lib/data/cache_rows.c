/* cache_rows - the rows of a cache, read from bytes into columns. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_rows.h"

#include <string.h>

#include "data/cache_bytes.h"
#include "data/examples.h"
#include "data/field.h"

#define WORD sizeof(uint32_t)

size_t
cache_row_words(const struct cache_shape *s)
{
	const size_t own = s->is & CACHE_SEQUENCES ? 0 : 2;

	return own + (s->is & CACHE_WEIGHTS ? 1 : 0) +
	       (s->is & CACHE_GROUPS ? 2 : 0) + s->row_fields;
}

size_t
cache_event_words(const struct cache_shape *s)
{
	return 1 + s->event_fields;
}

/* Returns the id at p, at most `most`; sets *wrong if it is larger. */
static int32_t
id_at(const unsigned char *p, size_t most, int *wrong)
{
	const uint32_t x = cache_get32(p);

	*wrong |= x > most;
	return (int32_t)x;
}

/* Reads n ids, each `step` bytes after the one before. */
static void
ids_at(const unsigned char *p, size_t step, size_t n, size_t most, int32_t *to,
    int *wrong)
{
	int any = 0;
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = id_at(p + i * step, most, &any);
	*wrong |= any;
}

void
cache_rows_events(const struct cache_rows *c, const unsigned char *p, size_t n,
    int32_t *item, struct field_column *field, size_t at, int *wrong)
{
	const size_t step = cache_event_words(c->is) * WORD;
	size_t k;

	if (step == WORD) { /* the compiler makes a faster loop of it */
		ids_at(p, WORD, n, c->items, item + at, wrong);
		return;
	}
	ids_at(p, step, n, c->items, item + at, wrong);
	for (k = 0; k < c->is->event_fields; k++)
		ids_at(p + (k + 1) * WORD, step, n, c->values[k],
		    field[k].id + at, wrong);
}

void
cache_rows_fields(const struct cache_rows *c, const unsigned char *p,
    struct field_column *field, size_t i, int *wrong)
{
	const size_t first = c->is->event_fields;
	size_t k;

	for (k = first; k < first + c->is->row_fields; k++, p += WORD)
		field[k].id[i] = id_at(p, c->values[k], wrong);
}

int
cache_rows_example(const struct cache_rows *c, const unsigned char *p,
    struct examples *x, size_t i)
{
	int wrong = 0;

	x->length[i] = id_at(p, c->is->k, &wrong);
	x->label[i] = id_at(p + WORD, c->items, &wrong);
	p += 2 * WORD;
	if (c->is->is & CACHE_WEIGHTS) {
		const uint32_t bits = cache_get32(p);
		float w;

		memcpy(&w, &bits, sizeof(w));
		wrong |= !(w >= 0);
		x->weight[i] = (real)w;
		p += WORD;
	}
	if (c->is->is & CACHE_GROUPS) {
		x->group[i] = cache_get64(p);
		p += 2 * WORD;
	}
	cache_rows_fields(c, p, x->field, i, &wrong);
	p += c->is->row_fields * WORD;
	cache_rows_events(
	    c, p, c->is->k, x->context, x->field, i * c->is->k, &wrong);
	return wrong;
}
