/*
 * test_tflite - twenty steps of TensorFlow's on-device recommendation model,
 * with the items alone and a bag of them, against the losses of a restatement
 * in PyTorch, in float64: the mean of the contexts' rows, dense layers, a table
 * of labels of its own, a softmax over all of its rows, and Adagrad; with a
 * last layer that is linear and with a ReLU, and with the gradients of
 * parameters shortened.
 *
 * Weights and examples are made by a formula, exact in float.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
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

#define D 8
#define K 10
#define EXAMPLES (5 * BATCH)
#define STEPS 20
#define LOSSES 7

/* The first loss, and all of them. */
#ifdef REAL_IS_DOUBLE
#define FIRST 1e-8
#define BOUND 1e-7
#else
#define FIRST 1e-6
#define BOUND 1e-5
#endif

static struct fail f;

#ifdef MOVIELENS
#include MOVIELENS /* by tests/golden/movielens */

static void
make_examples(void)
{
}
#else
#define ITEMS 60
#define BATCH 64

static int32_t context[EXAMPLES * K], label[EXAMPLES];
static size_t length[EXAMPLES];

static int32_t
pick(uint64_t seed, size_t i, int32_t n)
{
	return (int32_t)floor(n * formula_chance(seed, i));
}

/* The label follows from the last item and what it was rated. */
static void
make_examples(void)
{
	size_t e, k;

	for (e = 0; e < EXAMPLES; e++) {
		size_t last = e * K;

		length[e] = 1 + (size_t)pick(11, e, K);
		for (k = 0; k < length[e]; k++, last++)
			context[last] = 1 + pick(12, last, ITEMS);
		label[e] =
		    1 + (7 * context[last - 1] +
			    11 * (1 + pick(13, last - 1, 5)) + pick(14, e, 2)) %
			    ITEMS;
	}
}

#define RELU                                                              \
	{                                                                 \
		4.0962349, 4.13206121, 4.1061467, 4.12071543, 4.11215738, \
		    4.10862693, 4.10280169                                \
	}
#define RELU_CLIPPED                                                       \
	{                                                                  \
		4.0962349, 4.13062273, 4.10663492, 4.12086904, 4.11304599, \
		    4.10879954, 4.10350171                                 \
	}
#define LINEAR                                                              \
	{                                                                   \
		4.09269475, 4.15301797, 4.10634433, 4.10856185, 4.10990278, \
		    4.09634097, 4.07493902                                  \
	}
#define LINEAR_CLIPPED                                                      \
	{                                                                   \
		4.09269475, 4.15075889, 4.10859735, 4.10654229, 4.11519693, \
		    4.10689477, 4.09319935                                  \
	}
#endif

static const size_t at[LOSSES] = {1, 2, 3, 4, 5, 10, 20}; /* steps */

static const struct tflite_case {
	const char *hidden;
	double clip;
	double loss[LOSSES];
} cases[] = {
    {"32:relu,32:relu,8:relu", 0, RELU},
    {"32:relu,32:relu,8:relu", 0.03125, RELU_CLIPPED},
    {"32:relu,32:relu", 0, LINEAR},
    {"32:relu,32:relu", 0.03125, LINEAR_CLIPPED},
};

/* Tables before layers, as they are declared. */
static void
fill_weights(struct params *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		formula_fill(&n->p[i], 100 + i, 0,
		    formula_ends_in(n->p[i].name, "_bias") ? 0.0625 : 0.5);
}

/* Step t, from 0: its mean loss. */
static double
train_step(struct step *s, struct batch *b, struct apply *a, size_t t,
    const struct apply_change *change)
{
	static const struct loss_options options;
	const struct objective softmax = {loss_find("softmax"), &options};
	const struct batch_limits limits = {.kept = 100};
	struct gradient g;
	double loss;
	size_t i, first = t % 5 * BATCH;

	for (i = 0; i < BATCH; i++)
		b->source[i] =
		    (struct batch_row){.item = context + (first + i) * K,
			.length = length[first + i],
			.label = &label[first + i]};
	batch_fill(b, BATCH, 0, &limits);
	formula_all_candidates(b, ITEMS);
	if (step_gradient(s, b, &softmax, NULL, &loss, &g, &f) ||
	    apply_gradient(a, &g, change, &f))
		return NAN;
	return loss / BATCH;
}

/* The relative difference of the first loss, and the worst one. */
static int
train(const struct tflite_case *c, const struct net *n, struct step *s,
    double off[2])
{
	struct optimizer_options settings = OPTIMIZER_UNSET;
	struct apply_change adagrad = {.optim = optimizer_find("adagrad"),
	    .options = &settings,
	    .rate = 0.1,
	    .scale = 1.0 / BATCH,
	    .clip_each = c->clip};
	struct batch b = {0};
	struct apply *a = apply_new(n->params, &f);
	size_t i, k;
	int r = -1;

	if (a && !batch_alloc(&b, BATCH, BATCH * K, BATCH, ITEMS, &f) &&
	    !optimizer_settle(adagrad.optim, &settings, &f)) {
		for (i = k = 0; i < STEPS; i++) {
			double loss;

			adagrad.t = i + 1;
			loss = train_step(s, &b, a, i, &adagrad);
			if (i + 1 != at[k])
				continue;
			loss = fabs(loss - c->loss[k]) / c->loss[k];
			off[0] = k ? off[0] : loss;
			off[1] = k && loss <= off[1] ? off[1] : loss;
			k++;
		}
		r = 0;
	}
	apply_free(a);
	batch_free(&b);
	return r;
}

static void
try_case(const struct tflite_case *c)
{
	struct net_shape is = {
	    .items = ITEMS,
	    .dim = D,
	    .encoder = "mean",
	    .heads = 1,
	    .temperature = 1,
	};
	struct step *s = NULL;
	struct net n;
	double off[2] = {INFINITY, INFINITY};

	(void)snprintf(is.hidden, sizeof(is.hidden), "%s", c->hidden);
	if (net_alloc(&n, &is, 1, &f) ||
	    params_init(n.params, optimizer_find("adagrad"), 1, &f) ||
	    !(s = step_new(&n, 0, &f))) {
		ok(0, "%s", f.msg);
		return;
	}
	fill_weights(n.params);
	if (train(c, &n, s, off))
		ok(0, "%s", f.msg);
	ok(off[0] <= FIRST && off[1] <= BOUND,
	    "hidden %s, each gradient at most %g: the first loss is off by "
	    "%.1e, the worst of %d by %.1e",
	    c->hidden, c->clip, off[0], STEPS, off[1]);
	step_free(s);
	net_free(&n);
}

int
main(void)
{
	size_t i;

	threads_set(2);
	make_examples();
	for (i = 0; i < COUNTOF(cases); i++)
		try_case(&cases[i]);
	return done();
}
