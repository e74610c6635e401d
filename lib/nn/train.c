/* train - epochs: the steps, the validation, the best epoch. */
/* SPDX-License-Identifier: MIT */
#include "nn/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "nn/apply.h"
#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/gradient.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/sampler.h"
#include "nn/schedule.h"
#include "nn/step.h"
#include "nn/validate.h"
#include "rank/metric.h"

/* The state of the loop over epochs. */
struct train_loop {
	struct run *run;
	struct net *net;               /* of the run */
	const struct train_options *o; /* of the run */
	struct loader *feed;
	struct sampler candidates;
	struct step *step;
	struct apply *apply;
	size_t steps;  /* in an epoch */
	double weight; /* mean weight of an example */
	int (*tell)(void *, const struct train_event *);
	void *ctx;
};

/* How this step changes the net.  The mean is over the predictions of a full
 * batch times the mean weight of examples; but sequences differ in length, so
 * their mean is over the predictions of this batch. */
static struct apply_change
change(const struct train_loop *r, const struct batch *b)
{
	const struct train_options *o = r->o;
	const uint64_t t = r->run->done;
	size_t full =
	    o->feed->layout == LOADER_SEQUENCES ? b->queries : o->feed->batch;

	return (struct apply_change){
	    .optim = o->optim,
	    .options = o->optim_options,
	    .rate = schedule_rate(o->schedule, o->optim_options->rate, t,
		(uint64_t)o->epochs * r->steps),
	    .t = t + 1,
	    .scale = o->mean ? 1 / ((double)full * r->weight) : 1,
	    .clip = o->clip,
	    .clip_each = o->clip_each,
	    .every = !o->lazy && !o->optim->sparse(o->optim_options),
	};
}

/* One step: computes the gradient, checks it, changes the net. */
static int
one_step(struct train_loop *r, struct train_event *e, struct fail *f)
{
	const struct train_options *o = r->o;
	struct dropout drop = *o->dropout;
	const int drops =
	    drop.embedding > 0 || drop.hidden > 0 || drop.item > 0;
	struct apply_change c;
	struct gradient d;
	struct batch *b;

	drop.seed = o->seed;
	drop.step = r->run->done;
	b = loader_next(r->feed, e->epoch - 1, e->step - 1, f);
	if (!b)
		return -1;
	if (e->step < r->steps)
		loader_ahead(r->feed, e->epoch - 1, e->step);
	else if (e->epoch < o->epochs)
		loader_ahead(r->feed, e->epoch, 0);
	e->examples = b->queries;
	sampler_add(&r->candidates, b, r->run->done);
	if (step_gradient(r->step, b, o->objective, drops ? &drop : NULL,
		&e->loss, &d, f))
		return -1;
	e->leaves = step_leaves(r->step);
	if (!isfinite(e->loss))
		return fail_set(f,
		    "epoch %zu, step %zu: the loss is not "
		    "finite; try a smaller --learning-rate",
		    e->epoch, e->step);
	c = change(r, b);
	return apply_gradient(r->apply, &d, &c, f);
}

/* If this epoch's metric is better than the best, keeps its weights. */
static int
keep_best(struct train_loop *r, const struct train_event *e, struct fail *f)
{
	struct run *s = r->run;
	const size_t size = r->net->params->size * sizeof(*s->best_w);
	double x = e->valid->metric;

	if (s->best_epoch &&
	    (r->o->validate->metric->small ? x >= s->best : x <= s->best))
		return 0;
	if (!s->best_w && !(s->best_w = malloc(size)))
		return fail_memory(f);
	memcpy(s->best_w, r->net->params->block, size);
	s->best = x;
	s->best_epoch = e->epoch;
	return 0;
}

/* Returns 1 if `patience` epochs have passed since the best one. */
static int
out_of_patience(const struct train_loop *r)
{
	const struct run *s = r->run;

	return r->o->patience && s->best_epoch &&
	       s->done / r->steps >= s->best_epoch + r->o->patience;
}

/* The work after the last step of an epoch. */
static int
end_epoch(struct train_loop *r, struct train_event *e, struct validation *valid,
    struct fail *f)
{
	if (params_check(r->net->params, f))
		return fail_at(f, "epoch %zu", e->epoch);
	if (!r->run->valid->examples && !r->run->valid->sequences)
		return 0;
	if (validate(r->net, r->run->valid, r->o->validate, valid, f))
		return fail_at(f, "epoch %zu, validation", e->epoch);
	e->valid = valid;
	return r->o->validate->metric ? keep_best(r, e, f) : 0;
}

/* Copies the loader's carried states to the run, or back. */
static int
keep_carry(struct train_loop *r, int back, struct fail *f)
{
	struct run *s = r->run;
	size_t n;
	real *c = loader_carry(r->feed, &n);

	if (!c)
		return 0;
	if (s->carry && s->ncarry != n)
		return fail_set(f,
		    "the state carries %zu number%s where this run has %zu",
		    s->ncarry, num_s(s->ncarry), n);
	if (back && s->carry)
		memcpy(c, s->carry, n * sizeof(*c));
	if (!s->carry && !(s->carry = malloc(n * sizeof(*c))))
		return fail_memory(f);
	memcpy(s->carry, c, n * sizeof(*c));
	s->ncarry = n;
	return 0;
}

/* The remaining steps of an epoch. */
static int
one_epoch(struct train_loop *r, struct fail *f)
{
	struct run *s = r->run;
	struct validation valid;
	int stop = 0;

	do {
		struct train_event e = {
		    .epoch = (size_t)(s->done / r->steps) + 1,
		    .step = (size_t)(s->done % r->steps) + 1,
		    .steps = r->steps};

		if (one_step(r, &e, f))
			return -1;
		s->done++;
		if ((e.step == r->steps && end_epoch(r, &e, &valid, f)) ||
		    keep_carry(r, 0, f))
			return -1;
		stop = r->tell(r->ctx, &e);
	} while (!stop && s->done % r->steps);
	return stop;
}

int
train_run(struct run *run, int (*tell)(void *ctx, const struct train_event *),
    void *ctx, struct fail *f)
{
	const struct train_options *o = run->options;
	struct train_loop r = {
	    .run = run, .net = run->net, .o = o, .tell = tell, .ctx = ctx};
	int result = -1;

	r.feed = loader_new(o->feed, run->data, r.net, f);
	if (!r.feed || !(r.step = step_new(r.net, 1, f)) ||
	    !(r.apply = apply_new(r.net->params, f)) ||
	    sampler_init(&r.candidates, o->sampler, run->vocab, f) ||
	    keep_carry(&r, 1, f))
		goto out;
	r.steps = loader_steps(r.feed);
	r.weight = run->mean_weight;
	result = 0;
	while (run->done < (uint64_t)o->epochs * r.steps && !result &&
	       !out_of_patience(&r))
		result = one_epoch(&r, f);
out:
	sampler_free(&r.candidates);
	apply_free(r.apply);
	step_free(r.step);
	loader_free(r.feed);
	return result;
}
