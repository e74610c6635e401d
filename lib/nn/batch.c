/* batch - a mini-batch in the form that a training step needs: by different
 * items. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "data/examples.h"

/*
 * A block of scores, and the states of a tile's steps, should fit the
 * second-level cache.  Rows come in twelves, the row count of the matrix
 * kernel.
 */
#define TILE_MOST 48
#define TILE_SCORES (512u << 10) /* bytes */
#define TILE_STATES (16u << 20)  /* bytes */
#define TILE_REREAD \
	(2u << 20) /* bytes; these numbers should stay in that
                                    cache */
#define TWELVE 12  /* rows */
#define TILES 8    /* see tile_events() */

static int
longest_first(const void *x, const void *y, const void *ctx)
{
	const struct batch_row *s = ctx;
	size_t a = s[*(const int32_t *)x].length;
	size_t b = s[*(const int32_t *)y].length;

	return (a < b) - (a > b);
}

/* Sorts by length, longest first; equal lengths keep their order. */
static void
sort_rows(struct batch *b)
{
	int32_t *spare = b->at; /* unused until the tiles are filled */
	size_t i;

	for (i = 0; i < b->rows; i++)
		b->order[i] = (int32_t)i;
	sort_stable(b->rows, sizeof(*b->order), b->order, spare, longest_first,
	    b->source);
}

/* Collects the labels of the queries, in input order, and from them the
 * candidates. */
static void
collect_labels(struct batch *b, int every)
{
	size_t i, k, n, known = 0;

	for (i = 0; b->masks && i < b->ncandidates; i++)
		b->place_of[b->candidate[i]] = -1;
	b->masks = 0;
	b->ncandidates = b->events = b->queries = 0;
	for (i = 0; i < b->rows; i++) {
		const struct batch_row *s = &b->source[i];

		b->first[i] = (int32_t)b->queries;
		b->events += s->length;
		n = every ? s->length : 1;
		for (k = 0; k < n; k++)
			b->worth[b->queries + k] = s->weight ? *s->weight : 1;
		for (k = 0; k < n && !s->label; k++)
			b->wants[b->queries + k] = 0; /* a query without a
                                                         label */
		for (k = 0; k < n && s->label; k++) {
			int32_t c = batch_place(
			    b, s->label[k], b->candidate, &b->ncandidates);

			if (b->ncandidates > known) {
				b->weight[c] = 0;
				b->wanted[c] = 1;
				known++;
			}
			b->weight[c] += 1;
			b->wants[b->queries + k] = c;
		}
		b->queries += n;
	}
	batch_forget(b, b->candidate, b->ncandidates);
}

/* Returns the number of events of a tile: as many rows as fit, but evened out
 * so that the number of tiles is a multiple of TILES or, if there are few, of
 * two.  Then no thread waits long for the last one. */
static size_t
tile_events(const struct batch *b, const struct batch_limits *l)
{
	const size_t bytes = l->reread ? TILE_REREAD : TILE_STATES;
	size_t mean = (b->events + b->rows - 1) / b->rows + !b->events;
	size_t most, tiles, rows;

	most = TILE_SCORES / ((b->ncandidates + 1) * sizeof(real));
	most = size_max(TWELVE, size_min(most, TILE_MOST) / TWELVE * TWELVE);
	most = size_max(
	    1, size_min(most, bytes / (mean * l->kept * sizeof(real))));
	tiles = (b->rows + most - 1) / most;
	tiles = tiles < TILES ? (tiles + 1) / 2 * 2
	                      : (tiles + TILES - 1) / TILES * TILES;
	rows = (b->rows + tiles - 1) / tiles;
	return size_min(most, (rows + TWELVE - 1) / TWELVE * TWELVE) * mean;
}

/* Lists the events of the sequences of t, step by step. */
static void
lay_out(struct batch *b, struct batch_tile *t)
{
	int32_t *active = b->active + t->active;
	size_t k, i, n = t->rows;

	for (k = 0; k < t->steps; k++) {
		while (b->source[b->order[t->row + n - 1]].length <= k)
			n--;
		for (i = 0; i < n; i++)
			b->event[t->event + t->events++] = batch_place(b,
			    b->source[b->order[t->row + i]].item[k], b->item,
			    &b->nitems);
		active[k] = (int32_t)n;
	}
}

/* Lists the queries of t: event, label, number. */
static void
ask(struct batch *b, const struct batch_tile *t, int every)
{
	const int32_t *active = b->active + t->active;
	int32_t *at = b->at + t->query, *to = b->to + t->query;
	size_t k, i, e = 0;

	for (i = 0; i < t->rows && !every; i++) {
		at[i] = -1;
		to[i] = b->first[b->order[t->row + i]];
	}
	for (k = 0; k < t->steps; k++) {
		for (i = 0; i < (size_t)active[k]; i++, e++) {
			at[every ? e : i] = (int32_t)e;
			if (every)
				to[e] =
				    b->first[b->order[t->row + i]] + (int32_t)k;
		}
	}
	for (i = 0; i < t->queries; i++) {
		b->column[t->query + i] = b->wants[to[i]];
		b->counts[t->query + i] = b->worth[to[i]];
	}
}

void
batch_fill(
    struct batch *b, size_t rows, int every, const struct batch_limits *l)
{
	struct batch_tile next = {0};
	size_t most, n, length;

	b->rows = rows;
	b->every = every;
	collect_labels(b, every);
	sort_rows(b);
	most = tile_events(b, l);
	b->ntiles = b->nitems = 0;
	while (next.row < rows) {
		struct batch_tile *t = &b->tile[b->ntiles++];

		*t = next;
		t->steps = b->source[b->order[t->row]].length;
		for (n = 0; t->row + t->rows < rows; t->rows++, n += length) {
			length = b->source[b->order[t->row + t->rows]].length;
			if (t->rows && n + length > most)
				break;
		}
		t->queries = every ? n : t->rows;
		lay_out(b, t);
		ask(b, t, every);
		next.row += t->rows;
		next.active += t->steps;
		next.event += t->events;
		next.query += t->queries;
	}
	batch_forget(b, b->item, b->nitems);
	if (b->fields)
		batch_fields_fill(b->fields, b);
}

void
batch_mask_contexts(struct batch *b)
{
	size_t i, k;

	b->masks = 1;
	for (i = 0; i < b->ncandidates; i++)
		b->place_of[b->candidate[i]] = (int32_t)i;
	for (i = 0; i < b->rows; i++) {
		const struct batch_row *s = &b->source[i];
		struct batch_context *to = b->context + b->first[i];

		for (k = 0; k < (b->every ? s->length : 1); k++)
			to[k] = (struct batch_context){s->item - s->before,
			    s->before + (b->every ? k + 1 : s->length)};
	}
}

int
batch_take_fields(
    struct batch *b, const struct batch_fields *like, struct fail *f)
{
	if (!like || !like->n)
		return 0;
	b->fields =
	    batch_fields_new(like, b->room, b->most_events, b->most_queries, f);
	return b->fields ? 0 : -1;
}

int
batch_alloc(struct batch *b, size_t rows, size_t events, size_t queries,
    size_t items, struct fail *f)
{
	size_t all = items + 1;

	*b = (struct batch){.vocab = items,
	    .room = rows,
	    .most_events = events,
	    .most_queries = queries};
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
	b->counts = malloc(queries * sizeof(*b->counts));
	b->worth = malloc(queries * sizeof(*b->worth));
	b->context = malloc(queries * sizeof(*b->context));
	b->place_of = malloc(all * sizeof(*b->place_of));
	b->place = malloc(all * sizeof(*b->place));
	if (!b->tile || !b->active || !b->event || !b->at || !b->column ||
	    !b->to || !b->item || !b->candidate || !b->weight || !b->wanted ||
	    !b->source || !b->order || !b->first || !b->wants || !b->counts ||
	    !b->worth || !b->place || !b->context || !b->place_of)
		return fail_memory(f);
	memset(b->place, 0xff, all * sizeof(*b->place)); /* all -1 */
	memset(b->place_of, 0xff, all * sizeof(*b->place_of));
	return 0;
}

void
batch_free(struct batch *b)
{
	batch_fields_free(b->fields);
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
	free(b->counts);
	free(b->worth);
	free(b->place);
	free(b->context);
	free(b->place_of);
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
    size_t first, size_t n, const struct batch_limits *l)
{
	size_t i, at, length, cut;

	for (i = 0; i < n; i++) {
		at = order ? (size_t)order[i] : first + i;
		length = l->filled ? x->k : (size_t)x->length[at];
		cut =
		    l->longest && length > l->longest ? length - l->longest : 0;
		b->source[i] = (struct batch_row){
		    .item = x->context + at * x->k + cut,
		    .length = length - cut,
		    .before = cut,
		    .label = x->label ? &x->label[at] : NULL,
		    .weight = x->weight ? &x->weight[at] : NULL,
		    .row = at,
		};
		/* The sequences are scattered in memory: prefetches all of
		 * them. */
		__builtin_prefetch(b->source[i].item);
		__builtin_prefetch(x->context + at * x->k + x->k - 1);
		__builtin_prefetch(b->source[i].label);
	}
	batch_fill(b, n, 0, l);
}
