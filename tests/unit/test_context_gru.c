/*
 * test_context_gru - twenty steps of the tutorial's tower, without fields, with
 * fields of events, and with dense layers on both towers, against losses of
 * another program: torch, in double.
 *
 * Data and weights are made by a formula (splitmix64), so that they are the
 * same there to the bit.  With fields an event is [its item's row, 32; the
 * rating's row, 4; the year's, 4; the mean of the genres' rows, 4; the rating,
 * standardised], before the GRU's kernel [45,96]; pads are row 0 of all tables,
 * without genres.  With dense layers a query is [the GRU's output, 32; the mean
 * of the rows of the context's first ten genres, 8] times a kernel [40,32], and
 * a candidate the same of its item's row and genres.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/item_values.h"
#include "nn/apply.h"
#include "nn/batch.h"
#include "nn/gradient.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/step.h"

#include "formula.h"
#include "tap.h"

#define LENGTH 10
#define STEPS 20
#define D 32

#ifdef REAL_IS_DOUBLE
#define FIRST_BOUND 1e-8
#define BOUND 1e-8
#else
#define FIRST_BOUND 1e-5
#define BOUND 1e-4
#endif

static struct fail f;

#ifdef MOVIELENS
#include MOVIELENS /* by tests/golden/movielens */

static void
make_data(void)
{
}
#else
#define ITEMS 60
#define YEARS 81
#define GENRES 18
#define MEAN 3
#define DEVIATION sqrt(2)
#define N 320
#define BATCH 64

static int32_t context[N * LENGTH], label[N], length[N];
static int32_t rating[N * LENGTH], year[N * LENGTH];
static size_t genre_start[ITEMS + 2];
static int32_t genre[3 * ITEMS];

/* A whole number below n. */
static int32_t
pick(uint64_t seed, uint64_t i, int n)
{
	return (int32_t)floor(n * formula_chance(seed, i));
}

static void
make_data(void)
{
	size_t i, k, n = 0;

	for (i = 0; i <= ITEMS; i++) {
		genre_start[i] = n;
		for (k = 0; i && k < (size_t)pick(15, i, 3) + 1; k++)
			genre[n++] =
			    1 + (pick(16, i, GENRES) + 5 * (int)k) % GENRES;
	}
	genre_start[i] = n;
	for (i = 0; i < N; i++) {
		size_t last = i * LENGTH;

		length[i] = 1 + pick(11, i, LENGTH);
		for (k = i * LENGTH; k < i * LENGTH + (size_t)length[i]; k++) {
			context[k] = 1 + pick(12, k, ITEMS);
			rating[k] = 1 + pick(13, k, 5);
			year[k] = 1 + pick(17, (uint64_t)context[k], YEARS);
			last = k;
		}
		label[i] = 1 + (7 * context[last] + 11 * rating[last] +
				   pick(14, i, 2)) %
		                   ITEMS;
	}
}

#define BASE                                                               \
	{                                                                  \
		266.634666, 266.711181, 266.125681, 267.00702, 266.133824, \
		    262.79993, 248.518817                                  \
	}
#define EVENTS                                                              \
	{                                                                   \
		266.492424, 267.179452, 266.335069, 267.218873, 266.165358, \
		    263.221764, 247.711762                                  \
	}
#define DENSE                                                              \
	{                                                                  \
		266.168829, 266.656364, 270.175084, 269.359198, 269.59792, \
		    268.895728, 259.085853                                 \
	}
#endif

static real rated[6];
static int32_t each[N]; /* a value for each example: its genres */
static size_t genres_start[N + 2];
static int32_t genres[N * LENGTH];

static void
fill_data(void)
{
	size_t i, k, j, n = 0;

	make_data();
	for (i = 0; i < N; i++) {
		const size_t end = n + LENGTH;

		for (k = 0; k < (size_t)length[i]; k++) {
			const int32_t id = context[i * LENGTH + k];

			for (j = genre_start[id]; j < genre_start[id + 1]; j++)
				if (n < end)
					genres[n++] = genre[j];
		}
		each[i] = (int32_t)i + 1;
		genres_start[i + 2] = n;
	}
	for (i = 1; i < COUNTOF(rated); i++)
		rated[i] = (real)(((double)i - MEAN) / DEVIATION);
}

/* Rows of the tensor of that seed, from `row` on. */
static void
fill(struct net *n, const char *name, uint64_t seed, double scale, size_t row)
{
	const int p = params_find(n->params, name);
	struct param *to = &n->params->p[p < 0 ? 0 : p];
	size_t i;

	if (p < 0)
		ok(0, "there is no %s", name);
	for (i = 0; i < to->rows * to->cols; i++) {
		to->w[i] =
		    (real)(scale *
			   (2 * formula_chance(seed, row * to->cols + i) - 1));
		to->slot[0][i] = (real)0.1;
	}
}

static void
fill_gru(struct net *n)
{
	fill(n, "query_embedding", 200, 0.25, 0);
	fill(n, "gru0_kernel", 201, 0.25, 0);
	fill(n, "gru0_recurrent_kernel", 202, 0.25, 0);
	fill(n, "gru0_bias", 203, 0.0625, 0);
}

static int
fill_base(struct net *n)
{
	fill_gru(n);
	fill(n, "candidate_embedding", 204, 0.25, 0);
	return 0;
}

static int
fill_events(struct net *n)
{
	(void)fill_base(n);
	fill(n, "event_field0_embedding", 205, 0.25, 0);
	fill(n, "event_field1_embedding", 206, 0.25, 0);
	fill(n, "event_field2_embedding", 207, 0.25, 0);
	fill(n, "event_field0_kernel", 201, 0.25, 32);
	fill(n, "event_field1_kernel", 201, 0.25, 36);
	fill(n, "event_field2_kernel", 201, 0.25, 40);
	fill(n, "event_field3_kernel", 201, 0.25, 44);
	return 0;
}

/* The genres of items, as values of the net. */
static int
take_items(struct net *n)
{
	struct item_values_field *to;
	size_t i;

	n->values = item_values_new(ITEMS, 1, &f);
	if (!n->values)
		return -1;
	to = n->values->field;
	to->rows = GENRES;
	to->start = calloc(ITEMS + 2, sizeof(*to->start));
	to->value = calloc(COUNTOF(genre), sizeof(*to->value));
	if (!to->start || !to->value)
		return fail_memory(&f);
	memcpy(to->value, genre, sizeof(genre));
	for (i = 0; i < ITEMS + 2; i++)
		to->start[i] = (int32_t)genre_start[i];
	return 0;
}

/* That program's events have no genres.  With both factors 0 they add nothing,
 * and have no gradient. */
static int
fill_towers(struct net *n)
{
	fill_gru(n);
	fill(n, "candidate_table", 204, 0.25, 0);
	fill(n, "query_field0_embedding", 205, 0.25, 0);
	fill(n, "hidden0_kernel", 206, 0.25, 0);
	fill(n, "query_field0_kernel", 206, 0.25, 32);
	fill(n, "hidden0_bias", 207, 0.0625, 0);
	fill(n, "item_field0_embedding", 208, 0.25, 0);
	fill(n, "item_hidden0_kernel", 209, 0.25, 0);
	fill(n, "item_field0_kernel", 209, 0.25, 32);
	fill(n, "item_hidden0_bias", 210, 0.0625, 0);
	fill(n, "query_item_field0_embedding", 0, 0, 0);
	fill(n, "query_item_field0_kernel", 0, 0, 0);
	return take_items(n);
}

static int
take_none(struct batch *b)
{
	(void)b;
	return 0;
}

static int
take_queries(struct batch *b)
{
	struct batch_field field = {.place = FIELD_QUERY,
	    .id = each,
	    .values = N,
	    .rows = GENRES,
	    .start = genres_start,
	    .part = genres};
	const struct batch_fields like = {NULL, &field, 1};

	return batch_take_fields(b, &like, &f);
}

static int
take_events(struct batch *b)
{
	struct batch_field field[] = {
	    {.id = rating, .values = 5, .rows = 5},
	    {.id = year, .values = YEARS, .rows = YEARS},
	    {.id = context,
		.values = ITEMS,
		.rows = GENRES,
		.start = genre_start,
		.part = genre},
	    {.id = rating, .values = 5, .number = rated},
	};
	const struct batch_fields like = {context, field, COUNTOF(field)};

	return batch_take_fields(b, &like, &f);
}

/* A tower, and that program's losses at steps 1 2 3 4 5 10 20. */
struct context_gru {
	const char *what;
	struct net_shape is;
	int (*fill)(struct net *);
	int (*take)(struct batch *);
	double want[7];
};

/* Trains, and returns the losses of all steps; -1 on failure. */
static int
train(struct net *n, const struct context_gru *c, double loss[STEPS])
{
	const struct examples x = {.n = N,
	    .k = LENGTH,
	    .context = context,
	    .length = length,
	    .label = label};
	const struct loss_options options = {0};
	const struct objective softmax = {loss_find("softmax"), &options};
	struct optimizer_options settings = OPTIMIZER_UNSET;
	const struct apply_change adagrad = {.optim = optimizer_find("adagrad"),
	    .options = &settings,
	    .rate = 0.1,
	    .t = 1,
	    .scale = 1};
	const struct batch_limits limits = net_limits(n);
	struct apply *a = apply_new(n->params, &f);
	struct step *s = step_new(n, 0, &f);
	struct batch b = {0};
	struct gradient g;
	size_t i;
	int r = !a || !s || batch_alloc_windows(&b, &x, BATCH, ITEMS, &f) ||
	        c->take(&b) || optimizer_settle(adagrad.optim, &settings, &f);

	for (i = 0; i < STEPS && !r; i++) {
		batch_windows(&b, &x, NULL, i % 5 * BATCH, BATCH, &limits);
		r = step_gradient(s, &b, &softmax, NULL, &loss[i], &g, &f) ||
		    apply_gradient(a, &g, &adagrad, &f);
	}
	batch_free(&b);
	step_free(s);
	apply_free(a);
	return r ? -1 : 0;
}

static void
test_losses(const struct context_gru *c)
{
	static const size_t at[7] = {1, 2, 3, 4, 5, 10, 20};
	double loss[STEPS] = {0}, off;
	struct net n = {0};
	size_t i;

	if (net_alloc(&n, &c->is, 1, &f) || c->fill(&n) || train(&n, c, loss))
		ok(0, "%s: %s", c->what, f.msg);
	for (i = 0; i < COUNTOF(at); i++) {
		off = fabs(loss[at[i] - 1] - c->want[i]) / c->want[i];
		ok(off <= (i ? BOUND : FIRST_BOUND),
		    "%s: step %zu: the loss is %.9g, off by %.1e", c->what,
		    at[i], loss[at[i] - 1], off);
	}
	net_free(&n);
}

#define GRU                                                           \
	.items = ITEMS, .dim = D, .encoder = "gru", .temperature = 1, \
	.fill_context = 1

static const struct context_gru cases[] = {
    {"items alone", {GRU}, fill_base, take_none, BASE},
    {"fields of events",
	{GRU, .nfields = 4,
	    .field = {{FIELD_EVENT, "event_field0", 5, 4},
		{FIELD_EVENT, "event_field1", YEARS, 4},
		{FIELD_EVENT, "event_field2", GENRES, 4},
		{FIELD_EVENT, "event_field3", 0, 1, .is_number = 1}}},
	fill_events, take_events, EVENTS},
    {"dense layers",
	{GRU, .hidden = "32", .item_hidden = "32", .nfields = 2,
	    .field = {{FIELD_QUERY, "query_field0", GENRES, 8},
		{FIELD_ITEM, "item_field0", GENRES, 8}}},
	fill_towers, take_queries, DENSE},
};

int
main(void)
{
	size_t i;

	threads_set(2);
	fill_data();
	ok(formula_chance(100, 0) * (1 << 24) == 11672145 &&
		formula_chance(7, 1000000) * (1 << 24) == 14335730,
	    "the formula gives the numbers that it should");
	for (i = 0; i < COUNTOF(cases); i++)
		test_losses(&cases[i]);
	return done();
}
