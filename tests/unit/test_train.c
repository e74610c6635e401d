/*
 * test_train - validation against a plain restatement, and a run that is
 * stopped and resumed.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/train.h"
#include "nn/validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "nn/batch.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/settings.h"
#include "nn/step.h"

#include "random_examples.h"
#include "tap.h"

static struct fail f;

/*
 * Validation
 */

static double
plain_dot(const float *a, const float *b, size_t n)
{
	double s = 0;
	size_t i;

	for (i = 0; i < n; i++)
		s += (double)a[i] * (double)b[i];
	return s;
}

/* q [n,units]: the figures of validation, by counting. */
static struct validation
plain_valid(const struct net *net, const struct examples *x, const float *q,
    size_t batch)
{
	const size_t H = net->is.dim;
	const float *c = net_candidates(net)->w;
	struct validation v = {0};
	double sum = 0, batches = 0;
	size_t i, j, first, k;

	for (i = 0; i < x->n; i++) {
		const float *l = c + (size_t)x->label[i] * H;
		size_t above = 0;

		for (j = 1; j <= net->is.items; j++)
			above += plain_dot(q + i * H, c + j * H, H) >
			         plain_dot(q + i * H, l, H);
		for (k = 0; k < VALIDATE_KS; k++)
			v.top[k] += (x->label[i] && above < validate_ks[k]) /
			            (double)x->n;
	}
	for (first = 0; first < x->n; first += batch, batches++) {
		size_t end = size_min(first + batch, x->n);

		v.loss_last = 0;
		for (i = first; i < end; i++) {
			double z = 0;

			for (j = first; j < end; j++)
				z += exp(plain_dot(
				    q + i * H, c + (size_t)x->label[j] * H, H));
			v.loss_last +=
			    log(z) - plain_dot(q + i * H,
					 c + (size_t)x->label[i] * H, H);
		}
		sum += v.loss_last;
	}
	v.loss = sum / batches;
	v.loss_bar = (sum + v.loss_last) / (batches + 1);
	return v;
}

static struct settings told_settings;

/* The parts of a run, made from words as seq-train does. */
static struct settings_parts *
plan_of(const char *layout, const char *shuffle, size_t batch)
{
	struct settings_parts *parts;
	struct settings p = settings_default;

	p.layout = layout;
	p.shuffle = shuffle;
	p.batch = batch;
	p.dim = 4;
	p.valid_batch = 50;
	p.metric = "ndcg@10";
	if (settings_make(&p, NULL, &parts, &f)) {
		ok(0, "%s", f.msg);
		abort();
	}
	told_settings = p;
	return parts;
}

static struct net
net_of(const struct settings_parts *p, size_t units)
{
	struct net_shape is = *settings_shape(p);
	struct net n;

	is.items = ITEMS;
	is.dim = units;
	(void)strcpy(is.encoder, "gru"); /* as wide */
	if (net_alloc(&n, &is, 1, &f))
		abort();
	return n;
}

static void
test_valid(size_t n, size_t batch)
{
	struct examples x = random_examples(n, 5, n);
	const struct loader_data data = {.examples = &x};
	struct settings_parts *p = plan_of("windows", "none", 10);
	struct validate_options o = *settings_options(p)->validate;
	struct net net = net_of(p, 6);
	struct batch_limits limits;
	struct batch b;
	struct step *s;
	struct validation got, want;
	struct rng r;
	size_t i, k;
	float *q = malloc(n * 6 * sizeof(*q));

	rng_seed(&r, 9, 9);
	o.batch = batch;
	if (!q || batch_alloc_windows(&b, &x, n, ITEMS, &f) ||
	    !(s = step_new(&net, 0, &f)))
		abort();
	for (i = 0; i < net.params->size; i++)
		net.params->block[i] = (float)rng_normal(&r);
	limits = net_limits(&net);
	batch_windows(&b, &x, NULL, 0, n, &limits);
	if (step_queries(s, &b, q, &f) || validate(&net, &data, &o, &got, &f))
		ok(0, "%s", f.msg);
	want = plain_valid(&net, &x, q, batch);
	ok(fabs(got.loss - want.loss) <= 1e-5 * want.loss &&
		fabs(got.loss_last - want.loss_last) <= 1e-5 * want.loss_last &&
		fabs(got.loss_bar - want.loss_bar) <= 1e-5 * want.loss_bar,
	    "%zu validation examples in batches of %zu: mean %.3f, last %.3f, "
	    "bar %.3f",
	    n, batch, got.loss, got.loss_last, got.loss_bar);
	for (k = 0; k < VALIDATE_KS && fabs(got.top[k] - want.top[k]) < 1e-12;
	     k++)
		;
	ok(k == VALIDATE_KS && got.top[0] < got.top[3],
	    "%zu validation examples: top-1 %.3f, top-10 %.3f, top-50 %.3f", n,
	    got.top[0], got.top[2], got.top[3]);
	free(q);
	step_free(s);
	batch_free(&b);
	net_free(&net);
	settings_free(p);
	examples_free(&x);
}

/*
 * train_run
 */

/* Stops after a step, if stop is not 0. */
struct told {
	size_t stop, steps, valid;
};

static int
tell(void *ctx, const struct train_event *e)
{
	struct told *t = ctx;

	t->steps++;
	t->valid += e->valid != NULL;
	return t->steps == t->stop;
}

static struct vocab *
counted(void)
{
	struct vocab *v = vocab_new(&f);
	char s[16];
	int i, n;

	for (i = 1; i <= ITEMS; i++) {
		n = snprintf(s, sizeof(s), "%d", i);
		if (!v || vocab_tally(v, s, (size_t)n, (uint64_t)i, &f))
			abort();
	}
	return v;
}

/* A run on x or on s, which also serves for validation. */
static struct run *
new_run(const struct settings_parts *p, const struct examples *x,
    const struct sequences *s)
{
	struct run *r = run_new(&f);

	if (!r)
		abort();
	r->settings = &told_settings;
	r->options = settings_options(p);
	*r->net = net_of(p, 4);
	if (params_init(r->net->params, settings_options(p)->optim, 1, &f))
		abort();
	r->vocab = counted();
	*r->data = *r->valid = (struct loader_data){x, s, NULL};
	return r;
}

static void
test_run(const char *layout, const char *shuffle, size_t batch, size_t steps)
{
	struct examples x = random_examples(500, 5, 3);
	size_t start[101], i;
	const struct sequences s = {
	    .n = 100, .events = 2500, .start = start, .item = x.context};
	const int windows = !strcmp(layout, "windows");
	struct settings_parts *p = plan_of(layout, shuffle, batch);
	struct run *whole =
	    new_run(p, windows ? &x : NULL, windows ? NULL : &s);
	struct run *parts =
	    new_run(p, windows ? &x : NULL, windows ? NULL : &s);
	struct told one = {0}, two = {.stop = steps / 2 + 2};
	const size_t size = whole->net->params->size;

	for (i = 0; i <= s.n; i++)
		start[i] = 25 * i - (i % 3 == 1) * 6;
	start[s.n] = 2500;
	if (train_run(whole, tell, &one, &f))
		abort();
	ok(whole->done == 3 * steps && one.steps == 3 * steps && one.valid == 3,
	    "%s: 3 epochs of %zu steps, and validation after each", layout,
	    (size_t)whole->done / 3);
	ok(train_run(parts, tell, &two, &f) == 1 && parts->done == two.stop,
	    "the caller ends a run after a step");
	two.stop = 0;
	ok(train_run(parts, tell, &two, &f) == 0 &&
		!memcmp(whole->net->params->block, parts->net->params->block,
		    2 * size * 4) &&
		parts->done == 3 * steps && two.steps == 3 * steps,
	    "taken up again it ends with the same bits");
	ok(whole->best_epoch && whole->best_epoch == parts->best_epoch &&
		!memcmp(whole->best_w, parts->best_w, size * 4),
	    "and with the same best epoch, %zu", whole->best_epoch);
	run_free(whole);
	run_free(parts);
	settings_free(p);
	examples_free(&x);
}

static struct param *
named(const struct net *n, const char *name)
{
	return &n->params->p[params_find(n->params, name)];
}

static void
test_not_finite(void)
{
	struct examples x = random_examples(50, 5, 3);
	struct settings_parts *p = plan_of("windows", "none", 25);
	struct run *run = new_run(p, &x, NULL);
	struct params *n = run->net->params;
	struct told t = {0};
	struct rng r;
	size_t i;

	rng_seed(&r, 1, 1);
	for (i = 0; i < n->size; i++)
		n->block[i] = rng_below(&r, 2) ? 3e38f : -3e38f;
	ok(!params_check(n, &f) && train_run(run, tell, &t, &f) == -1 &&
		run->done == 0 && strstr(f.msg, "epoch 1, step 1: the loss"),
	    "a loss that is not finite: %s", f.msg);
	named(run->net, "gru0_kernel")->w[3] = NAN;
	ok(params_check(n, &f) && strstr(f.msg, "gru0_kernel"),
	    "a weight that is not finite: %s", f.msg);
	named(run->net, "gru0_kernel")->w[3] = 0;
	named(run->net, "gru0_bias")->slot[0][3] = INFINITY;
	ok(params_check(n, &f) && strstr(f.msg, "gru0_bias"),
	    "an accumulator that is not finite: %s", f.msg);
	run_free(run);
	settings_free(p);
	examples_free(&x);
}

int
main(void)
{
	threads_set(2);
	test_valid(100, 30);
	test_valid(64, 32);
	test_valid(10, 500);
	test_run("windows", "none", 90, 6);
	test_run("windows", "buffer:100", 90, 6);
	test_run("windows", "epoch", 90, 6);
	test_run("sequences", "epoch", 30, 4);
	test_run("sessions", "buffer:20", 20, 132);
	test_not_finite();
	return done();
}
