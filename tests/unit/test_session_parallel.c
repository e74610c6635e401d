/*
 * test_session_parallel - the session-parallel mini-batches of GRU4Rec and the
 * training on them, against slow restatements.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/session_parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "nn/alias.h"
#include "nn/layer.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/sampler.h"
#include "nn/settings.h"
#include "nn/train.h"

#include "plain_layer.h"
#include "slow_walk.h"
#include "tap.h"

static struct fail f;

static int
try_walk(struct rng *r, size_t sessions, size_t batch, size_t least)
{
	static size_t start[301], want[20000], got[20000];
	static int32_t order[300];
	struct sequences s = {.n = sessions, .start = start};
	struct session_parallel w;
	size_t i, n, rows, wanted;

	for (i = 0; i < sessions; i++) {
		order[i] = (int32_t)i;
		start[i + 1] = start[i] + 2 + (size_t)rng_below(r, 9);
	}
	wanted = slow_walk(&s, batch, least, want);
	if (session_parallel_alloc(&w, &s, batch, least, &f))
		abort();
	rows = session_parallel_start(&w, order, batch);
	for (n = 0; rows; rows = session_parallel_next(&w)) {
		for (i = 0; i < rows; i++)
			got[n++] = w.at[i];
		got[n++] = SIZE_MAX;
	}
	session_parallel_free(&w);
	return n == wanted && !memcmp(got, want, n * sizeof(*got));
}

static void
test_walk(void)
{
	struct rng r;
	int i, good = 1;

	rng_seed(&r, 4, 4);
	for (i = 0; i < 300; i++)
		good &= try_walk(&r, 1 + (size_t)rng_below(&r, 300),
		    1 + (size_t)rng_below(&r, 50),
		    1 + (size_t)rng_below(&r, 2));
	ok(good, "the rows of 300 sets of sessions walk as the authors' do");
}

/*
 * Training, step by step, against the loss by its definition
 *
 * Every step is repeated from the weights before it: with a column for every
 * copy of a label and of a negative, with states kept by event instead of by
 * row, and with gradients by central differences, all in double.
 */

#define ITEMS 12
#define UNITS 4 /* H, and D */
#define WEIGHTS 1000

struct reference {
	const struct sequences *of;
	const struct net *net;
	const struct train_options *o;
	const struct alias *alias;
	size_t events[20000], n, at;        /* by slow_walk(): its place */
	double state[4000][UNITS];          /* after each event */
	double w[WEIGHTS], square[WEIGHTS]; /* before the step */
	double worst;                       /* the largest difference so far */
	size_t steps;
};

/* A step: its events, their negatives and their states before it. */
struct plain_step {
	const size_t *event; /* [rows] */
	size_t rows, negatives;
	int32_t negative[50];
	double before[50][UNITS], after[50][UNITS];
};

static const double *
weights(const struct net *n, const double *w, const char *name)
{
	const struct params *p = n->params;

	return w + (p->p[params_find(p, name)].w - p->block);
}

static double
plain_score(const struct net *n, const double *w, const double *q, int32_t id)
{
	const double *c = weights(n, w, net_candidates(n)->name) + id * UNITS;
	double s = n->is.item_bias ? weights(n, w, "item_bias")[id] : 0;
	size_t j;

	for (j = 0; j < UNITS; j++)
		s += q[j] * c[j];
	return s;
}

static void
plain_states(const struct reference *r, const double *w, struct plain_step *s)
{
	const struct net *n = r->net;
	const double *kernel = weights(n, w, "gru0_kernel"),
		     *bias = weights(n, w, "gru0_bias");
	const size_t cell = !strncmp(n->is.encoder, "gru-", 4);
	double x[3 * UNITS];
	size_t i, j, k;

	for (i = 0; i < s->rows; i++) {
		const double *e = weights(n, w, "query_embedding") +
		                  r->of->item[s->event[i]] * UNITS;

		for (j = 0; j < 3 * UNITS; j++) {
			x[j] = bias[j];
			for (k = 0; k < UNITS; k++)
				x[j] += e[k] * kernel[k * 3 * UNITS + j];
		}
		plain_layers[cell].step(UNITS, x,
		    weights(n, w, "gru0_recurrent_kernel"), bias + 3 * UNITS,
		    s->before[i], s->after[i]);
	}
}

static double
plain_loss(const struct reference *r, const double *w, struct plain_step *s)
{
	double loss = 0;
	size_t i, j;

	plain_states(r, w, s);
	for (i = 0; i < s->rows; i++) {
		const double *q = s->after[i];
		double z = 0;

		for (j = 0; j < s->rows; j++)
			z += exp(plain_score(
			    r->net, w, q, r->of->item[s->event[j] + 1]));
		for (j = 0; j < s->negatives; j++)
			z += exp(plain_score(r->net, w, q, s->negative[j]));
		loss += log(z) -
		        plain_score(r->net, w, q, r->of->item[s->event[i] + 1]);
	}
	return loss;
}

static int
begins(const struct sequences *s, size_t e)
{
	size_t i;

	for (i = 0; s->start[i] < e; i++)
		;
	return s->start[i] == e;
}

static void
plain_setup(struct reference *r, struct plain_step *s)
{
	const struct sampler_options *c = r->o->sampler;
	struct rng rng;
	size_t i;

	s->event = r->events + r->at;
	for (s->rows = 0; s->event[s->rows] != SIZE_MAX; s->rows++)
		;
	for (i = 0; i < s->rows; i++) {
		memset(s->before[i], 0, sizeof(s->before[i]));
		if (!begins(r->of, s->event[i]))
			memcpy(s->before[i], r->state[s->event[i] - 1],
			    sizeof(s->before[i]));
	}
	rng_seed(&rng, c->seed, (uint64_t)r->steps << 8 | 4);
	s->negatives = c->negatives;
	for (i = 0; i < s->negatives; i++)
		s->negative[i] = alias_draw(r->alias, &rng);
}

/* Compares w after the step, by the authors' Adagrad, with the net's
 * weights. */
static void
compare(struct reference *r, struct plain_step *s)
{
	const struct optimizer_options *o = r->o->optim_options;
	const double h = 1e-5;
	size_t i;

	for (i = 0; i < r->net->params->size; i++) {
		double was = r->w[i], g, want;

		r->w[i] = was + h;
		g = plain_loss(r, r->w, s);
		r->w[i] = was - h;
		g = (g - plain_loss(r, r->w, s)) / (2 * h);
		r->w[i] = was;
		want =
		    was - o->rate * g / sqrt(r->square[i] + g * g + o->epsilon);
		r->worst = fmax(
		    r->worst, fabs(want - (double)r->net->params->block[i]));
	}
}

static void
remember(struct reference *r)
{
	size_t i;

	for (i = 0; i < r->net->params->size; i++) {
		r->w[i] = (double)r->net->params->block[i];
		r->square[i] =
		    (double)r->net->params->block[r->net->params->size + i];
	}
}

static int
check_step(void *ctx, const struct train_event *e)
{
	struct reference *r = ctx;
	struct plain_step s;
	double off;
	size_t i;

	plain_setup(r, &s);
	compare(r, &s);
	off = fabs(e->loss - plain_loss(r, r->w, &s)) / (e->loss + 1);
	r->worst = fmax(r->worst, e->examples == s.rows ? off : 1);
	for (i = 0; i < s.rows; i++)
		memcpy(r->state[s.event[i]], s.after[i], sizeof(s.after[i]));
	r->steps++;
	r->at = (r->at + s.rows + 1) % r->n;
	remember(r);
	return 0;
}

static void
random_sessions(struct rng *rng, struct sequences *s, size_t n)
{
	static size_t start[301];
	static int32_t item[4000];
	size_t i;

	*s = (struct sequences){.n = n, .start = start, .item = item};
	for (i = 0; i < n; i++)
		start[i + 1] = start[i] + 2 + (size_t)rng_below(rng, 6);
	s->events = start[n];
	for (i = 0; i < s->events; i++)
		item[i] = 1 + (int32_t)rng_below(rng, ITEMS);
}

static struct vocab *
counted(const struct sequences *s)
{
	struct vocab *v = vocab_new(&f);
	char name[16];
	int i, n;

	for (i = 1; i <= ITEMS; i++) {
		n = snprintf(name, sizeof(name), "%d", i);
		if (!v || vocab_add(v, name, (size_t)n, &f) < 0)
			abort();
	}
	if (vocab_build_event_counts(s, v, &f))
		abort();
	return v;
}

/* Two epochs over a set of sessions.  Returns the largest difference of any
 * step. */
static void
try_training(struct rng *rng, struct settings p, size_t sessions)
{
	static struct reference r;
	struct sequences s;
	struct run *run;
	struct settings_parts *parts;
	struct net_shape is;
	struct alias alias;
	struct vocab *v;
	int bad;

	random_sessions(rng, &s, sessions);
	v = counted(&s);
	p.layout = "sessions";
	p.optimizer = "adagrad-gru4rec";
	p.dim = UNITS;
	p.epochs = 2;
	if (settings_make(&p, NULL, &parts, &f) ||
	    alias_of_counts(&alias, v, p.negative_power, &f))
		abort();
	is = *settings_shape(parts);
	is.items = ITEMS;
	if (!(run = run_new(&f)))
		abort();
	run->settings = &p;
	run->options = settings_options(parts);
	run->vocab = v;
	run->data->sequences = &s;
	r = (struct reference){.of = &s,
	    .net = run->net,
	    .o = settings_options(parts),
	    .alias = &alias};
	r.n = slow_walk(&s, p.batch, p.negatives ? 1 : 2, r.events);
	if (net_alloc(run->net, &is, 1, &f) ||
	    params_init(run->net->params, r.o->optim, rng_next(rng), &f))
		abort();
	remember(&r);
	bad = train_run(run, check_step, &r, &f);
	ok(!bad && r.steps && r.at == 0 && r.worst < 2e-5,
	    "%s%s%s, %zu sessions in %zu rows, %zu negatives: %zu steps, at "
	    "most %.1e off",
	    p.encoder, p.tied ? ", tied" : "", p.item_bias ? ", bias" : "",
	    sessions, p.batch, p.negatives, r.steps, r.worst);
	alias_free(&alias);
	run_free(run); /* with the vocabulary */
	settings_free(parts);
}

static void
test_training(void)
{
	static const char *const cells[] = {"gru", "gru-reset-before"};
	struct settings p;
	struct rng rng;
	size_t i;

	rng_seed(&rng, 5, 5);
	for (i = 0; i < 12; i++) {
		p = settings_default;
		p.encoder = cells[i % 2];
		p.batch = 1 + (size_t)rng_below(&rng, 12);
		p.negatives = i % 3 || p.batch == 1 ? 4 * i + 1 : 0;
		p.tied = i % 4 > 1;
		p.item_bias = i % 5 > 1;
		try_training(
		    &rng, p, 2 + p.batch + (size_t)rng_below(&rng, 20));
	}
}

int
main(void)
{
	threads_set(2);
	test_walk();
	test_training();
	return done();
}
