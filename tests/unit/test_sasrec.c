/*
 * test_sasrec - ten steps of SASRec with a softmax over all rows against the
 * losses and query vectors of a restatement in PyTorch, in float64.
 *
 * Weights and sequences are made by a formula, exact in float.  Two cases: all
 * 40 sequences in each step, of up to 12 events; and 16, 16, 8 in turn, of
 * which no more than the last 6 events, and their targets, are seen.
 *
 * What stays in double is Adam's epsilon: PyTorch adds it after the correction
 * of the averages' bias, Keras and we before.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
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

#ifdef REAL_IS_DOUBLE
#define FIRST 1e-9
#define BOUND 1e-6
#define VECTOR 1e-4
#else
#define FIRST 1e-6
#define BOUND 1e-5
#define VECTOR 1e-4
#endif

static struct fail f;

#ifdef MOVIELENS
#include MOVIELENS /* by tests/golden/movielens */

static void
make_sequences(void)
{
}
#else
#define ITEMS 30
#define D 8
#define SEQUENCES 40
#define LONGEST 12
#define STEPS 10
#define TABLE 0.25 /* of what the weights are drawn from */
#define KERNEL 0.5

static int32_t sequence[SEQUENCES][LONGEST];
static size_t length[SEQUENCES];

static void
make_sequences(void)
{
	size_t u, t;

	for (u = 0; u < SEQUENCES; u++) {
		int32_t *s = sequence[u];

		length[u] = 2 + (size_t)(11 * formula_chance(21, u));
		s[0] = 1 + (int32_t)(ITEMS * formula_chance(22, u * LONGEST));
		for (t = 1; t < length[u]; t++)
			s[t] = 1 + (7 * s[t - 1] +
				       (int32_t)(3 * formula_chance(22,
							 u * LONGEST + t))) %
			               ITEMS;
	}
}

#define CASES                                                                 \
	{                                                                     \
		{12, 40,                                                      \
		    {3.508086136, 3.498639314, 3.489320479, 3.480100379,      \
			3.470953771, 3.461886812, 3.453032183, 3.444342858,   \
			3.435759628, 3.427341996},                            \
		    {{1.383313946, 0.6615191913, -1.647114192, -0.5389728993, \
			 -0.3648121472, 0.2677557389, -0.4836747777,          \
			 1.197160565},                                        \
			{1.015575846, 0.7136013293, 1.215169185,              \
			    -0.08509950514, -1.935783846, -0.8826756797,      \
			    0.2411535934, -0.2125627185}},                    \
		    {{1.412625984, 0.5454738129, -1.675878524, -0.4937059636, \
			 -0.3235904761, 0.2482428013, -0.3471595228,          \
			 1.15298709},                                         \
			{1.010153309, 0.6683584228, 1.277555659,              \
			    -0.2047099591, -1.917932255, -0.7532853306,       \
			    0.2025403708, -0.1825477564}}},                   \
		    {6, 16,                                                   \
			{3.472302271, 3.491710955, 3.639402437, 3.446637999,  \
			    3.47031968, 3.61233996, 3.426834801, 3.450234254, \
			    3.584451835, 3.408551459},                        \
			{{1.29939581, 0.1214454272, -1.55036851,              \
			     -0.7251698082, -0.1775065417, 0.5315323709,      \
			     -0.4696523077, 1.475352435},                     \
			    {1.514471563, 0.8242930219, 0.7325576339,         \
				-0.3131697062, -1.97801188, -0.6965515964,    \
				0.1047474367, -0.02331197152}},               \
			{{1.373638208, 0.05594470742, -1.616969226,           \
			     -0.5952068164, -0.1986603624, 0.441560789,       \
			     -0.310193979, 1.382789709},                      \
			    {1.668221865, 0.7708510717, 0.4739450087,         \
				-0.3575982386, -1.95545788, -0.6164973858,    \
				0.1027139715, 0.1532621273}}},                \
	}
#endif

struct sasrec_case {
	size_t window, batch;
	double loss[STEPS];
	double before[2][D], after[2][D]; /* queries of sequences 5 and 24; 0:
                                             not known */
};

static const struct sasrec_case cases[] = CASES;

/* The k-th parameter, in the order they are declared, has a seed of its own. */
static void
fill_weights(struct params *n)
{
	size_t k;

	for (k = 0; k < n->n; k++) {
		struct param *p = &n->p[k];
		const int gamma = formula_ends_in(p->name, "_gamma");
		const double scale =
		    formula_ends_in(p->name, "_kernel")      ? KERNEL
		    : formula_ends_in(p->name, "_embedding") ? TABLE
		    : gamma                                  ? 0.125
							     : 0.0625;

		formula_fill(p, 300 + k, gamma ? 1.0 : 0.0, scale);
	}
}

/* Sequence u's last events, and the target of each. */
static struct batch_row
window(size_t u, size_t most)
{
	const size_t n = length[u] - 1 < most ? length[u] - 1 : most;
	const int32_t *from = sequence[u] + length[u] - 1 - n;

	return (struct batch_row){.item = from, .length = n, .label = from + 1};
}

/* The worst difference of a query of sequences 5 and 24. */
static double
queries_off(struct step *s, struct batch *b, const struct net *n,
    const struct sasrec_case *c, const double want[2][D])
{
	static const size_t of[] = {5, 24};
	const struct batch_limits limits = net_limits(n);
	real q[2 * D];
	double off = 0;
	size_t i;

	for (i = 0; i < COUNTOF(of); i++) {
		const size_t u = of[i], cut = length[u] < c->window
		                                  ? 0
		                                  : length[u] - c->window;

		b->source[i] = (struct batch_row){
		    .item = sequence[u] + cut, .length = length[u] - cut};
	}
	batch_fill(b, COUNTOF(of), 0, &limits);
	if (step_queries(s, b, q, &f))
		return INFINITY;
	for (i = 0; i < COUNTOF(q); i++)
		off = fmax(off, fabs((double)q[i] - want[i / D][i % D]));
	return off;
}

/* A step of training, its mean loss in *loss. */
static int
train_step(struct step *s, struct batch *b, struct apply *a, uint64_t t,
    const struct optimizer_options *settings, double *loss)
{
	const struct loss_options options = {0};
	const struct objective softmax = {loss_find("softmax"), &options};
	const struct apply_change adam = {.optim = optimizer_find("adam"),
	    .options = settings,
	    .rate = 0.001,
	    .t = t,
	    .scale = 1 / (double)b->queries,
	    .every = 1};
	struct gradient g;

	formula_all_candidates(b, ITEMS);
	if (step_gradient(s, b, &softmax, NULL, loss, &g, &f) ||
	    apply_gradient(a, &g, &adam, &f))
		return -1;
	*loss /= (double)b->queries;
	return 0;
}

/* All steps; the worst relative difference of a loss, and of the first. */
static int
train(const struct sasrec_case *c, const struct net *n, struct step *s,
    struct batch *b, struct apply *a, double off[2])
{
	const struct batch_limits limits = net_limits(n);
	struct optimizer_options settings = OPTIMIZER_UNSET;
	size_t i, at = 0, rows, k;
	double loss;

	settings.epsilon = 1e-8;
	if (optimizer_settle(optimizer_find("adam"), &settings, &f))
		return -1;
	for (off[0] = off[1] = 0, i = 0; i < STEPS; i++) {
		rows = size_min(c->batch, SEQUENCES - at);
		for (k = 0; k < rows; k++)
			b->source[k] = window(at + k, c->window);
		batch_fill(b, rows, 1, &limits);
		if (train_step(s, b, a, i + 1, &settings, &loss))
			return -1;
		loss = fabs(loss - c->loss[i]) / c->loss[i];
		off[0] = i ? off[0] : loss;
		off[1] = fmax(off[1], loss);
		at = at + rows < SEQUENCES ? at + rows : 0;
	}
	return 0;
}

static void
try_case(const struct sasrec_case *c)
{
	struct net_shape is = {
	    .items = ITEMS,
	    .dim = D,
	    .encoder = "attention,attention",
	    .heads = 1,
	    .positions = c->window,
	    .placed = 1,
	    .tied = 1,
	    .temperature = 1,
	};
	struct batch b = {0};
	struct step *s = NULL;
	struct apply *a = NULL;
	struct net n;
	double off[2] = {INFINITY, INFINITY}, d;

	if (net_alloc(&n, &is, 2, &f) ||
	    params_init(n.params, optimizer_find("adam"), 1, &f) ||
	    batch_alloc(&b, SEQUENCES, SEQUENCES * LONGEST, SEQUENCES * LONGEST,
		ITEMS, &f) ||
	    !(s = step_new(&n, 0, &f)) || !(a = apply_new(n.params, &f))) {
		ok(0, "%s", f.msg);
		return;
	}
	fill_weights(n.params);
	d = c->before[0][0] != 0 ? queries_off(s, &b, &n, c, c->before) : 0;
	ok(d <= FIRST * 10, "window %zu: first queries off by %.1e", c->window,
	    d);
	if (train(c, &n, s, &b, a, off))
		ok(0, "%s", f.msg);
	ok(off[0] <= FIRST && off[1] <= BOUND,
	    "window %zu: the first loss is off by %.1e, the worst of %d by "
	    "%.1e",
	    c->window, off[0], STEPS, off[1]);
	d = c->after[0][0] != 0 ? queries_off(s, &b, &n, c, c->after) : 0;
	ok(d <= VECTOR, "window %zu: last queries off by %.1e", c->window, d);
	apply_free(a);
	step_free(s);
	batch_free(&b);
	net_free(&n);
}

int
main(void)
{
	size_t i;

	threads_set(2);
	make_sequences();
	for (i = 0; i < COUNTOF(cases); i++)
		try_case(&cases[i]);
	return done();
}
