/* loader - makes the batch of each training step, in one of three layouts. */
/* SPDX-License-Identifier: MIT */
#include "nn/loader.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/batch.h"
#include "nn/fetch.h"
#include "nn/net.h"
#include "nn/pieces.h"
#include "nn/row_states.h"
#include "nn/session_parallel.h"
#include "nn/shuffle.h"

struct loader {
	struct loader_options is;
	struct loader_data data;
	struct batch_limits limits; /* what the net requires */
	const struct tower *tower;  /* the net's query tower */
	size_t n;                   /* examples, pieces or sessions */
	size_t steps;               /* in an epoch */
	struct pieces pieces;       /* LOADER_SEQUENCES */
	struct shuffle *order;
	int32_t *rows; /* [batch] of the step; LOADER_SESSIONS: [n] in order */
	size_t epoch;  /* of the last step; SIZE_MAX: none yet */
	struct batch batch[2];
	struct fetch *fetch[2];  /* their rows; NULL: the data are in memory */
	struct cache_part *part; /* [batch] of sequences, that it is of */
	int now;                 /* which of the two batches is in use */
	/* The other batch: of this step, if it is announced. */
	int announced, filled;
	size_t ahead_epoch, ahead_step, ahead_rows;
	int failed; /* making it, and why */
	struct fail why;
	struct session_parallel walk; /* LOADER_SESSIONS */
	size_t walked;                /* the present step */
	struct row_states states;     /* LOADER_SESSIONS */
};

struct choice
loader_layout_choice(size_t k)
{
	static const struct choice layouts[] = {
	    [LOADER_WINDOWS] = {"windows", NULL, "independent examples"},
	    [LOADER_SEQUENCES] = {"sequences", NULL,
		"whole sequences, a prediction at every event"},
	    [LOADER_SESSIONS] = {"sessions", NULL,
		"many sessions in parallel, one event a step"},
	};

	return k < COUNTOF(layouts) ? layouts[k] : (struct choice){0};
}

/* Takes the fields of batch k, and room for its rows. */
static int
take_rows(struct loader *d, size_t k, size_t rows, struct fail *f)
{
	if (batch_take_fields(&d->batch[k], d->data.fields, f) ||
	    fetch_new(&d->fetch[k], d->data.examples, d->data.sequences, rows,
		&d->batch[k], f))
		return -1;
	if (d->part || d->is.layout == LOADER_WINDOWS)
		return 0;
	d->part = malloc((rows + 1) * sizeof(*d->part));
	return d->part ? 0 : fail_memory(f);
}

static int
open_sequences(struct loader *d, size_t items, struct fail *f)
{
	size_t i, events = 0, rows;

	if (pieces_cut(&d->pieces, d->data.sequences, d->is.max_length,
		d->is.last_piece, f))
		return -1;
	d->n = d->pieces.n;
	rows = size_min(d->is.batch, d->n);
	d->steps = (d->n + d->is.batch - 1) / d->is.batch;
	if (pieces_most_events(&d->pieces, rows, &events, f))
		return -1;
	for (i = 0; i < COUNTOF(d->batch) && rows; i++)
		if (batch_alloc(&d->batch[i], rows, events, events, items, f) ||
		    take_rows(d, i, rows, f))
			return -1;
	return 0;
}

/* Makes the order, and room for n rows of it. */
static int
take_order(struct loader *d, size_t n, struct fail *f)
{
	d->order = shuffle_new(d->is.order, d->n, f);
	if (!d->order)
		return -1;
	d->rows = malloc(n * sizeof(*d->rows));
	return d->rows ? 0 : fail_memory(f);
}

/* Counts the steps of an epoch by walking it; the first order serves all
 * epochs. */
static int
open_sessions(struct loader *d, size_t items, struct fail *f)
{
	const struct sequences *s = d->data.sequences;
	size_t rows = size_min(d->is.batch, s->n), n;

	d->n = s->n;
	if (row_states_alloc(&d->states, d->tower, rows, f) ||
	    session_parallel_alloc(&d->walk, s, rows, d->is.least, f) ||
	    batch_alloc(&d->batch[0], rows, rows, rows, items, f) ||
	    take_rows(d, 0, rows, f) || take_order(d, d->n, f))
		return -1;
	shuffle_next(d->order, d->n, d->rows);
	d->batch[0].carry = d->states.x;
	d->batch[0].stride = rows;
	n = session_parallel_start(&d->walk, d->rows, rows);
	for (; n; n = session_parallel_next(&d->walk))
		d->steps++;
	return 0;
}

static int
open_windows(struct loader *d, size_t items, struct fail *f)
{
	const struct examples *x = d->data.examples;
	size_t rows = size_min(d->is.batch, x->n), i;

	d->n = x->n;
	d->steps = (d->n + d->is.batch - 1) / d->is.batch;
	for (i = 0; i < COUNTOF(d->batch); i++)
		if (batch_alloc_windows(&d->batch[i], x, rows, items, f) ||
		    take_rows(d, i, rows, f))
			return -1;
	return 0;
}

/* Explains why d gives no batches. */
static void
refuse(const struct loader *d, struct fail *f)
{
	const struct sequences *s = d->data.sequences;
	size_t i = 0;

	while (s && i < s->n && s->start[i + 1] - s->start[i] < 2)
		i++;
	(void)(d->steps ? fail_set(f, "%zu examples are too many", d->n)
	       : s && i < s->n
		   ? fail_set(f, "a single session has no negatives; try "
				 "--negatives or a greater --batch-size")
		   : fail_set(f, "there is nothing to predict: no sequence "
				 "has two events"));
}

struct loader *
loader_new(const struct loader_options *o, const struct loader_data *data,
    const struct net *net, struct fail *f)
{
	static int (*const open[])(struct loader *, size_t, struct fail *) = {
	    [LOADER_WINDOWS] = open_windows,
	    [LOADER_SEQUENCES] = open_sequences,
	    [LOADER_SESSIONS] = open_sessions,
	};
	struct loader *d = calloc(1, sizeof(*d));

	if (!d) {
		(void)fail_memory(f);
		return NULL;
	}
	d->is = *o;
	d->data = *data;
	d->limits = net_limits(net);
	d->tower = net->query;
	d->epoch = SIZE_MAX;
	if (open[o->layout](d, net->is.items, f))
		goto fail;
	if (!d->steps || d->n > INT32_MAX) {
		refuse(d, f);
		goto fail;
	}
	if (!d->order && take_order(d, size_min(o->batch, d->n), f))
		goto fail;
	return d;
fail:
	loader_free(d);
	return NULL;
}

void
loader_free(struct loader *d)
{
	if (!d)
		return;
	threads_extra_task(NULL, NULL);
	batch_free(&d->batch[0]);
	batch_free(&d->batch[1]);
	fetch_free(d->fetch[0]);
	fetch_free(d->fetch[1]);
	free(d->part);
	session_parallel_free(&d->walk);
	pieces_free(&d->pieces);
	shuffle_free(d->order);
	free(d->rows);
	row_states_free(&d->states);
	free(d);
}

size_t
loader_steps(const struct loader *d)
{
	return d->steps;
}

real *
loader_carry(struct loader *d, size_t *n)
{
	*n = d->states.n;
	return d->states.x;
}

/* Walks to that step; the carried states must be those of the step before. */
static size_t
walk_to(struct loader *d, size_t epoch, size_t step)
{
	size_t n;

	if (epoch == d->epoch && step == d->walked + 1) {
		n = session_parallel_next(&d->walk);
	} else {
		n = session_parallel_start(
		    &d->walk, d->rows, d->batch[0].stride);
		for (d->walked = 0; d->walked < step; d->walked++)
			n = session_parallel_next(&d->walk);
	}
	d->walked = step;
	row_states_move(&d->states, d->walk.from, n);
	return n;
}

/* Stores the rows of that step; returns how many. */
static size_t
next_rows(struct loader *d, size_t epoch, size_t step)
{
	size_t first = step * d->is.batch,
	       n = size_min(d->is.batch, d->n - first);

	if (epoch != d->epoch) {
		shuffle_begin(d->order, epoch);
		shuffle_next(d->order, first, NULL); /* resuming a run */
	}
	shuffle_next(d->order, n, d->rows);
	return n;
}

/* Stores the parts of that step, n predictions of each; returns how many. */
static size_t
next_parts(struct loader *d, size_t epoch, size_t step)
{
	const size_t *start = d->data.sequences->start;
	size_t i, n;

	if (d->is.layout == LOADER_SESSIONS) {
		n = walk_to(d, epoch, step);
		for (i = 0; i < n; i++)
			d->part[i] = (struct cache_part){
			    d->walk.session[i], d->walk.at[i], 1};
		return n;
	}
	n = next_rows(d, epoch, step);
	for (i = 0; i < n; i++) {
		const struct pieces_piece *p = &d->pieces.piece[d->rows[i]];

		d->part[i] = (struct cache_part){
		    p->row, start[p->row] + p->from, p->length};
	}
	return n;
}

/* Adds the last label and, if wanted, all events before. */
static void
widen(const struct loader *d, struct cache_part *p, size_t before)
{
	p->n += 1 + (d->is.from_start ? before : 0);
	p->first -= d->is.from_start ? before : 0;
}

/* Chooses the rows of that step for batch k, and stores how many. */
static int
choose(struct loader *d, int k, size_t epoch, size_t step, size_t *n,
    struct fail *f)
{
	const struct sequences *s = d->data.sequences;
	struct batch_row *to = d->batch[k].source;
	size_t i;

	*n = d->is.layout == LOADER_WINDOWS ? next_rows(d, epoch, step)
	                                    : next_parts(d, epoch, step);
	d->epoch = epoch;
	if (d->is.layout == LOADER_WINDOWS)
		return fetch_exchange(d->fetch[k], d->rows, NULL, *n, f);
	for (i = 0; i < *n; i++) {
		struct cache_part *p = &d->part[i];
		const size_t before = p->first - s->start[p->row];

		to[i] = (struct batch_row){.item = s->item + p->first,
		    .length = p->n,
		    .before = before,
		    .row = p->row};
		widen(d, p, before);
	}
	return fetch_exchange(d->fetch[k], NULL, d->part, *n, f);
}

/* Fills batch k with the n windows that were chosen. */
static int
fill_windows(struct loader *d, int k, size_t n, struct fail *f)
{
	const struct examples *x = d->data.examples;

	if (d->fetch[k] && !(x = fetch_examples(d->fetch[k], d->rows, n, f)))
		return -1;
	batch_windows(
	    &d->batch[k], x, d->fetch[k] ? NULL : d->rows, 0, n, &d->limits);
	return 0;
}

/* Fills batch k with the n parts of sequences that were chosen. */
static int
fill_parts(struct loader *d, int k, size_t n, struct fail *f)
{
	struct batch_row *to = d->batch[k].source;
	const struct sequences *read = NULL;
	size_t i;

	if (d->fetch[k] && !(read = fetch_parts(d->fetch[k], d->part, n, f)))
		return -1;
	for (i = 0; i < n; i++) {
		if (read) {
			to[i].item =
			    read->item + read->start[i + 1] - to[i].length - 1;
			to[i].row = i;
		}
		to[i].label = to[i].item + 1;
	}
	batch_fill(&d->batch[k], n, 1, &d->limits);
	return 0;
}

static int
fill(struct loader *d, int k, size_t n, struct fail *f)
{
	return d->is.layout == LOADER_WINDOWS ? fill_windows(d, k, n, f)
	                                      : fill_parts(d, k, n, f);
}

static void
fill_ahead(void *ctx)
{
	struct loader *d = ctx;

	d->filled = 1;
	d->failed = d->failed || fill(d, !d->now, d->ahead_rows, &d->why);
}

struct batch *
loader_next(struct loader *d, size_t epoch, size_t step, struct fail *f)
{
	size_t n;

	if (d->announced && d->ahead_epoch == epoch && d->ahead_step == step) {
		threads_extra_task(NULL, NULL);
		if (!d->filled)
			fill_ahead(d);
		d->now = !d->now;
		*f = d->failed ? d->why : *f;
	} else {
		d->failed = choose(d, d->now, epoch, step, &n, f) ||
		            fill(d, d->now, n, f);
	}
	d->announced = 0;
	return d->failed ? NULL : &d->batch[d->now];
}

void
loader_ahead(struct loader *d, size_t epoch, size_t step)
{
	if (d->is.layout == LOADER_SESSIONS)
		return;
	d->announced = 1;
	d->filled = 0;
	d->ahead_epoch = epoch;
	d->ahead_step = step;
	d->failed =
	    choose(d, !d->now, epoch, step, &d->ahead_rows, &d->why) != 0;
	threads_extra_task(fill_ahead, d);
}
