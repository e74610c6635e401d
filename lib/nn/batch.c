/* batch - a mini-batch as the training step wants it: by its different items. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"

int
batch_alloc(struct batch *b, size_t rows, size_t events, size_t queries,
    size_t items, struct fail *f)
{
	size_t all = items + 1;

	*b = (struct batch){.vocab = items, .room = rows};
	if (events > SIZE_MAX / 16 || queries > INT32_MAX || events > INT32_MAX)
		return fail_set(f,
		    "a batch of %zu events is too large; try a smaller "
		    "--batch-size",
		    size_max(events, queries));
	b->tile = malloc(rows * sizeof(*b->tile));
	b->active = malloc((events + 1) * sizeof(*b->active));
	b->event = malloc((events + 1) * sizeof(*b->event));
	b->at = malloc(queries * sizeof(*b->at));
	b->column = malloc(queries * sizeof(*b->column));
	b->to = malloc(queries * sizeof(*b->to));
	b->item = malloc(size_min(events + 1, all) * sizeof(*b->item));
	b->candidate = malloc(all * sizeof(*b->candidate));
	b->weight = malloc(all * sizeof(*b->weight));
	b->wanted = malloc(all * sizeof(*b->wanted));
	b->source = malloc(rows * sizeof(*b->source));
	b->order = malloc(rows * sizeof(*b->order));
	b->first = malloc(rows * sizeof(*b->first));
	b->wants = malloc(queries * sizeof(*b->wants));
	b->place = malloc(all * sizeof(*b->place));
	if (!b->tile || !b->active || !b->event || !b->at || !b->column ||
	    !b->to || !b->item || !b->candidate || !b->weight || !b->wanted ||
	    !b->source || !b->order || !b->first || !b->wants || !b->place)
		return fail_memory(f);
	memset(b->place, 0xff, all * sizeof(*b->place)); /* all -1 */
	return 0;
}

void
batch_free(struct batch *b)
{
	free(b->tile);
	free(b->active);
	free(b->event);
	free(b->at);
	free(b->column);
	free(b->to);
	free(b->item);
	free(b->candidate);
	free(b->weight);
	free(b->wanted);
	free(b->source);
	free(b->order);
	free(b->first);
	free(b->wants);
	free(b->place);
	*b = (struct batch){0};
}

int32_t
batch_place(struct batch *b, int32_t id, int32_t *list, size_t *n)
{
	if (b->place[id] < 0) {
		b->place[id] = (int32_t)*n;
		list[(*n)++] = id;
	}
	return b->place[id];
}

void
batch_forget(struct batch *b, const int32_t *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		b->place[list[i]] = -1;
}

int
batch_alloc_windows(struct batch *b, const struct examples *x, size_t n,
    size_t items, struct fail *f)
{
	size_t events;

	if (size_mul(n, x->k, &events))
		return fail_memory(f);
	return batch_alloc(b, n, events, n, items, f);
}

void
batch_windows(struct batch *b, const struct examples *x, const int32_t *order,
    size_t first, size_t n, int masked, size_t units)
{
	size_t i, at;

	for (i = 0; i < n; i++) {
		at = order ? (size_t)order[i] : first + i;
		b->source[i] = (struct batch_row){
		    .item = x->context + at * x->k,
		    .length = masked ? (size_t)x->length[at] : x->k,
		    .label = x->label ? &x->label[at] : NULL,
		};
		/* They lie all over memory; so all are asked for at once. */
		__builtin_prefetch(b->source[i].item);
		__builtin_prefetch(b->source[i].item + x->k - 1);
		__builtin_prefetch(b->source[i].label);
	}
	batch_fill(b, n, 0, units);
}
