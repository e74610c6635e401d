/* batch_fields - the fields of a batch's events, by their different values. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

struct batch_fields *
batch_fields_new(const struct batch_fields *like, size_t events, struct fail *f)
{
	struct batch_fields *b = calloc(1, sizeof(*b));
	size_t i;

	if (b)
		b->field = calloc(like->n + 1, sizeof(*b->field));
	if (!b || !b->field) {
		(void)fail_memory(f);
		batch_fields_free(b);
		return NULL;
	}
	b->items = like->items;
	for (i = 0; i < like->n; i++) {
		struct batch_field *k = &b->field[b->n++];
		const size_t all = like->field[i].rows + 1;

		*k = (struct batch_field){.id = like->field[i].id,
		    .number = like->field[i].number,
		    .rows = like->field[i].rows};
		k->event = malloc((events + 1) * sizeof(*k->event));
		k->value =
		    malloc(size_min(events + 1, all) * sizeof(*k->value));
		k->place = malloc(all * sizeof(*k->place));
		if (!k->event || !k->value || !k->place) {
			(void)fail_memory(f);
			batch_fields_free(b);
			return NULL;
		}
		memset(k->place, 0xff, all * sizeof(*k->place)); /* all -1 */
	}
	return b;
}

void
batch_fields_free(struct batch_fields *b)
{
	size_t i;

	if (!b)
		return;
	for (i = 0; i < b->n; i++) {
		free(b->field[i].event);
		free(b->field[i].value);
		free(b->field[i].place);
	}
	free(b->field);
	free(b);
}

/* The events of a tile, step by step, as nn/batch lays out their items. */
static void
fill_tile(struct batch_field *k, const struct batch *b,
    const struct batch_tile *t, const int32_t *items)
{
	const int32_t *active = b->active + t->active;
	int32_t *event = k->event + t->event;
	size_t step, i;

	for (step = 0; step < t->steps; step++)
		for (i = 0; i < (size_t)active[step]; i++) {
			const int32_t *item =
			    b->source[b->order[t->row + i]].item + step;
			int32_t v = k->id ? k->id[item - items] : 0;

			if (k->place[v] < 0) {
				k->place[v] = (int32_t)k->n;
				k->value[k->n++] = v;
			}
			*event++ = k->place[v];
		}
}

void
batch_fields_fill(struct batch_fields *b, const struct batch *of)
{
	size_t f, i;

	for (f = 0; f < b->n; f++) {
		struct batch_field *k = &b->field[f];

		for (k->n = i = 0; i < of->ntiles; i++)
			fill_tile(k, of, &of->tile[i], b->items);
		for (i = 0; i < k->n; i++)
			k->place[k->value[i]] = -1;
	}
}
