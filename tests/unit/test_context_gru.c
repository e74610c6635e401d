/*
 * test_context_gru - twenty steps of the tutorial's tower, without and with
 * fields of events, against losses of another program: torch, in double.
 *
 * Data and weights are made by a formula (splitmix64), so that they are the
 * same there to the bit.  With fields an event is [its item's row, 32; the
 * rating's row, 4; the year's, 4; the mean of the genres' rows, 4; the rating,
 * standardised], before the GRU's kernel [45,96]; pads are row 0 of all tables,
 * without genres.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/examples.h"
#include "data/field.h"
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

#define ITEMS 60
#define LENGTH 10
#define N 320
#define BATCH 64
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
static int32_t context[N * LENGTH], label[N], length[N];
static int32_t rating[N * LENGTH], year[N * LENGTH];
static size_t genre_start[ITEMS + 2];
static int32_t genre[3 * ITEMS];
static real rated[6];

/* A whole number below n. */
static int32_t
pick(uint64_t seed, uint64_t i, int n)
{
	return (int32_t)floor(n * formula_chance(seed, i));
}

static void
fill_data(void)
{
	size_t i, k, n = 0;

	for (i = 0; i <= ITEMS; i++) {
		genre_start[i] = n;
		for (k = 0; i && k < (size_t)pick(15, i, 3) + 1; k++)
			genre[n++] = 1 + (pick(16, i, 18) + 5 * (int)k) % 18;
	}
	genre_start[i] = n;
	for (i = 0; i < N; i++) {
		size_t last = i * LENGTH;

		length[i] = 1 + pick(11, i, LENGTH);
		for (k = i * LENGTH; k < i * LENGTH + (size_t)length[i]; k++) {
			context[k] = 1 + pick(12, k, ITEMS);
			rating[k] = 1 + pick(13, k, 5);
			year[k] = 1 + pick(17, (uint64_t)context[k], 81);
			last = k;
		}
		label[i] = 1 + (7 * context[last] + 11 * rating[last] +
				   pick(14, i, 2)) %
		                   ITEMS;
	}
	for (i = 1; i < COUNTOF(rated); i++)
		rated[i] = (real)(((double)i - 3) / sqrt(2));
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
fill_net(struct net *n, int fields)
{
	fill(n, "query_embedding", 200, 0.25, 0);
	fill(n, "gru0_kernel", 201, 0.25, 0);
	fill(n, "gru0_recurrent_kernel", 202, 0.25, 0);
	fill(n, "gru0_bias", 203, 0.0625, 0);
	fill(n, "candidate_embedding", 204, 0.25, 0);
	if (!fields)
		return;
	fill(n, "event_field0_embedding", 205, 0.25, 0);
	fill(n, "event_field1_embedding", 206, 0.25, 0);
	fill(n, "event_field2_embedding", 207, 0.25, 0);
	fill(n, "event_field0_kernel", 201, 0.25, 32);
	fill(n, "event_field1_kernel", 201, 0.25, 36);
	fill(n, "event_field2_kernel", 201, 0.25, 40);
	fill(n, "event_field3_kernel", 201, 0.25, 44);
}

static int
take_fields(struct batch *b)
{
	struct batch_field field[] = {
	    {.id = rating, .values = 5, .rows = 5},
	    {.id = year, .values = 81, .rows = 81},
	    {.id = context,
		.values = ITEMS,
		.rows = 18,
		.start = genre_start,
		.part = genre},
	    {.id = rating, .values = 5, .number = rated},
	};
	const struct batch_fields like = {context, field, COUNTOF(field)};

	return batch_take_fields(b, &like, &f);
}

/* Trains, and returns the losses of all steps; -1 on failure. */
static int
train(struct net *n, int fields, double loss[STEPS])
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
	        (fields && take_fields(&b)) ||
	        optimizer_settle(adagrad.optim, &settings, &f);

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
test_losses(int fields, const double want[7])
{
	static const size_t at[7] = {1, 2, 3, 4, 5, 10, 20};
	const struct net_shape is = {.items = ITEMS,
	    .dim = D,
	    .encoder = "gru",
	    .temperature = 1,
	    .fill_context = 1,
	    .nfields = fields ? 4 : 0,
	    .field = {{FIELD_EVENT, "event_field0", 5, 4},
		{FIELD_EVENT, "event_field1", 81, 4},
		{FIELD_EVENT, "event_field2", 18, 4},
		{FIELD_EVENT, "event_field3", 0, 1, .is_number = 1}}};
	double loss[STEPS] = {0}, off;
	struct net n = {0};
	size_t i;

	if (net_alloc(&n, &is, 1, &f)) {
		ok(0, "%s", f.msg);
		return;
	}
	fill_net(&n, fields);
	if (train(&n, fields, loss))
		ok(0, "%s", f.msg);
	for (i = 0; i < COUNTOF(at); i++) {
		off = fabs(loss[at[i] - 1] - want[i]) / want[i];
		ok(off <= (i ? BOUND : FIRST_BOUND),
		    "%s: step %zu: the loss is %.9g, off by %.1e",
		    fields ? "fields" : "items alone", at[i], loss[at[i] - 1],
		    off);
	}
	net_free(&n);
}

int
main(void)
{
	static const double base[] = {266.634666, 266.711181, 266.125681,
	    267.00702, 266.133824, 262.79993, 248.518817};
	static const double with[] = {266.492424, 267.179452, 266.335069,
	    267.218873, 266.165358, 263.221764, 247.711762};

	threads_set(2);
	fill_data();
	ok(formula_chance(100, 0) * (1 << 24) == 11672145 &&
		formula_chance(7, 1000000) * (1 << 24) == 14335730,
	    "the formula gives the numbers that it should");
	test_losses(0, base);
	test_losses(1, with);
	return done();
}
