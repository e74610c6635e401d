/* batch - a mini-batch as the training step wants it: by its different items. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"

/*
 * A tile's block of scores, and the states of its steps, are to stay in the
 * second cache; rows come in twelves, which the matrix kernel takes at a time.
 */
#define TILE_MOST 48
#define TILE_SCORES (512u << 10) /* bytes */
#define TILE_STATES (16u << 20)  /* bytes */
#define TILES 8                  /* their number is near a multiple of this */

int
batch_alloc(struct batch *b, size_t n, size_t steps, size_t items, int lengths,
    struct fail *f)
{
	size_t all;

	*b = (struct batch){.steps = steps, .room = n};
	if (size_mul(n, steps, &all) || all > SIZE_MAX / 16)
		return fail_memory(f);
	b->label = malloc(n * sizeof(*b->label));
	b->weight = malloc(n * sizeof(*b->weight));
	b->column = malloc(n * sizeof(*b->column));
	b->item = malloc(size_min(all, items + 1) * sizeof(*b->item));
	b->context = malloc(all * sizeof(*b->context));
	b->length = lengths ? malloc(n * sizeof(*b->length)) : NULL;
	b->place = malloc((items + 1) * sizeof(*b->place));
	if (!b->label || !b->weight || !b->column || !b->item || !b->context ||
	    (lengths && !b->length) || !b->place)
		return fail_memory(f);
	memset(b->place, 0xff, (items + 1) * sizeof(*b->place)); /* all -1 */
	return 0;
}

void
batch_free(struct batch *b)
{
	free(b->label);
	free(b->weight);
	free(b->column);
	free(b->item);
	free(b->context);
	free(b->length);
	free(b->place);
	*b = (struct batch){0};
}

/* Where id is in list [*n], which it joins if it is not there. */
static int32_t
place_of(struct batch *b, int32_t id, int32_t *list, size_t *n)
{
	if (b->place[id] < 0) {
		b->place[id] = (int32_t)*n;
		list[(*n)++] = id;
	}
	return b->place[id];
}

/* The list is made: the places are free for the next. */
static void
forget(struct batch *b, const int32_t *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		b->place[list[i]] = -1;
}

static size_t
row_of(const int32_t *order, size_t first, size_t i)
{
	return order ? (size_t)order[i] : first + i;
}

static void
fill_labels(struct batch *b, const struct examples *x, const int32_t *order,
    size_t first)
{
	size_t i;

	b->nlabels = 0;
	for (i = 0; x->label && i < b->n; i++) {
		size_t before = b->nlabels;
		int32_t c = place_of(b, x->label[row_of(order, first, i)],
		    b->label, &b->nlabels);

		if (b->nlabels > before)
			b->weight[c] = 0;
		b->weight[c] += 1;
		b->column[i] = c;
	}
	forget(b, b->label, b->nlabels);
}

/* Rows of a tile: as many as fit, then evened out over the next multiple of
 * TILES tiles (rounding up the rows may leave the last few of them without
 * any), so that no thread waits long for the last. */
static size_t
tile_rows(const struct batch *b, size_t units)
{
	size_t states = b->steps * units * 8 * sizeof(real), most, tiles;

	most = TILE_SCORES / ((b->nlabels + 1) * sizeof(real));
	most = size_max(12, size_min(most, TILE_MOST) / 12 * 12);
	most = size_max(1, size_min(most, TILE_STATES / states));
	tiles = (b->n + TILES * most - 1) / (TILES * most) * TILES;
	return (b->n + tiles - 1) / tiles;
}

static void
fill_contexts(struct batch *b, const struct examples *x, const int32_t *order,
    size_t first)
{
	const size_t K = b->steps;
	size_t t, i, k, used;

	b->nitems = 0;
	for (t = 0; t < b->n; t += b->tile) {
		size_t rows = size_min(b->tile, b->n - t);
		int32_t *to = b->context + t * K;

		for (i = 0; i < rows; i++) {
			const int32_t *from =
			    x->context + row_of(order, first, t + i) * K;

			/* What masks pads never looks at them. */
			used = b->length ? (size_t)b->length[t + i] : K;
			for (k = 0; k < used; k++)
				to[k * rows + i] =
				    place_of(b, from[k], b->item, &b->nitems);
			for (; k < K; k++)
				to[k * rows + i] = 0;
		}
	}
	forget(b, b->item, b->nitems);
}

void
batch_fill(struct batch *b, const struct examples *x, const int32_t *order,
    size_t first, size_t n, size_t units)
{
	size_t i;

	b->n = n;
	fill_labels(b, x, order, first);
	b->tile = tile_rows(b, units);
	for (i = 0; b->length && i < n; i++)
		b->length[i] = x->length[row_of(order, first, i)];
	fill_contexts(b, x, order, first);
}
