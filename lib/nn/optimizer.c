/* optimizer - the table of optimisers and their default options. */
/* SPDX-License-Identifier: MIT */
#include "nn/optimizer.h"

#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "math/optimizer_kernels.h"

static size_t
one_slot(const struct optimizer_options *p)
{
	(void)p;
	return 1;
}

static size_t
two_slots(const struct optimizer_options *p)
{
	(void)p;
	return 2;
}

static size_t
velocity_slot(const struct optimizer_options *p)
{
	return p->momentum > 0;
}

static size_t
one_and_velocity(const struct optimizer_options *p)
{
	return 1 + velocity_slot(p);
}

static int
always(const struct optimizer_options *p)
{
	(void)p;
	return 1;
}

static int
never(const struct optimizer_options *p)
{
	(void)p;
	return 0;
}

static int
without_momentum(const struct optimizer_options *p)
{
	return !velocity_slot(p);
}

static const struct optimizer optims[] = {
    /* Duchi, Hazan, Singer 2011, as in Keras up to 2.10: epsilon outside the
     * root. Later versions have it inside, which changes a step by 1e-6 of
     * itself. */
    {
	.name = "adagrad",
	.help = "Adagrad as in Keras: accumulators from 0.1, epsilon 1e-7",
	.own = {.rate = 0.1,
	    .momentum = NAN,
	    .beta1 = NAN,
	    .beta2 = NAN,
	    .epsilon = 1e-7,
	    .decay = NAN},
	.slots = one_slot,
	.sparse = always,
	.start = {(real)0.1},
	.update = optimizer_kernel_adagrad,
    },
    /* gru4rec.py: classical momentum; a row that is not in the batch does not
     * move, even if it has velocity. */
    {
	.name = "adagrad-gru4rec",
	.help = "Adagrad as in GRU4Rec: accumulators from 0, epsilon 1e-6 "
		"inside the root",
	.own = {.rate = 0.1,
	    .momentum = 0,
	    .beta1 = NAN,
	    .beta2 = NAN,
	    .epsilon = 1e-6,
	    .decay = NAN},
	.slots = one_and_velocity,
	.sparse = always,
	.update = optimizer_kernel_adagrad_inside,
    },
    {
	.name = "sgd",
	.help = "gradient descent",
	.own = {.rate = 0.01,
	    .momentum = 0,
	    .beta1 = NAN,
	    .beta2 = NAN,
	    .epsilon = NAN,
	    .decay = NAN},
	.slots = velocity_slot,
	.sparse = without_momentum,
	.update = optimizer_kernel_sgd,
    },
    /* Kingma, Ba 2015, in the form at the end of section 2: epsilon hat. */
    {
	.name = "adam",
	.help = "Adam as in Keras: epsilon 1e-7 outside the root",
	.own = {.rate = 0.001,
	    .momentum = NAN,
	    .beta1 = 0.9,
	    .beta2 = 0.999,
	    .epsilon = 1e-7,
	    .decay = NAN},
	.corrected = 1,
	.slots = two_slots,
	.sparse = never,
	.update = optimizer_kernel_adam,
    },
    /* Loshchilov, Hutter 2019, as in Keras: before the step, weights decay by
     * rate times decay; the rate follows the schedule. */
    {
	.name = "adamw",
	.help = "Adam with decoupled weight decay, 0.004 as in Keras",
	.own = {.rate = 0.001,
	    .momentum = NAN,
	    .beta1 = 0.9,
	    .beta2 = 0.999,
	    .epsilon = 1e-7,
	    .decay = 0.004},
	.corrected = 1,
	.slots = two_slots,
	.sparse = never,
	.update = optimizer_kernel_adam,
    },
    /* Hinton's lecture 6e, as in Keras since 2.11. */
    {
	.name = "rmsprop",
	.help = "RMSprop as in Keras: beta2 0.9, epsilon 1e-7 inside the root",
	.own = {.rate = 0.001,
	    .momentum = 0,
	    .beta1 = NAN,
	    .beta2 = 0.9,
	    .epsilon = 1e-7,
	    .decay = NAN},
	.slots = one_and_velocity,
	.sparse = never, /* the mean square decays at every step */
	.update = optimizer_kernel_rmsprop,
    },
};

const struct optimizer *
optimizer_at(size_t k)
{
	return k < COUNTOF(optims) ? &optims[k] : NULL;
}

const struct optimizer *
optimizer_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(optims); k++) {
		if (!strcmp(optims[k].name, name))
			return &optims[k];
	}
	return NULL;
}

/* An option: its place, its default, its range. */
struct optimizer_rule {
	const char *name;
	double *x, own, least, most;
};

static int
settle(
    const struct optimizer *o, const struct optimizer_rule *r, struct fail *f)
{
	if (isnan(*r->x)) {
		*r->x = isnan(r->own) ? 0 : r->own;
		return 0;
	}
	if (isnan(r->own))
		return fail_set(f,
		    "--%s: %s does not have it; leave the option out, or use "
		    "another --optimizer",
		    r->name, o->name);
	if (!(*r->x >= r->least && *r->x <= r->most))
		return fail_set(f, "--%s: %g is not a number from %g to %g",
		    r->name, *r->x, r->least, r->most);
	return 0;
}

int
optimizer_settle(
    const struct optimizer *o, struct optimizer_options *p, struct fail *f)
{
	/* epsilon must be positive in float too, to avoid 0 / 0. */
	const struct optimizer_rule rules[] = {
	    {"learning-rate", &p->rate, o->own.rate, 0, 1e6},
	    {"momentum", &p->momentum, o->own.momentum, 0, 0.999999},
	    {"beta1", &p->beta1, o->own.beta1, 0, 0.999999},
	    {"beta2", &p->beta2, o->own.beta2, 0, 0.999999},
	    {"epsilon", &p->epsilon, o->own.epsilon, 1e-30, 1},
	    {"weight-decay", &p->decay, o->own.decay, 0, 1},
	};
	size_t k;

	for (k = 0; k < COUNTOF(rules); k++) {
		if (settle(o, &rules[k], f))
			return -1;
	}
	return 0;
}

void
optimizer_step(const struct optimizer *o, const struct optimizer_options *p,
    double rate, uint64_t t, double scale, struct optimizer_rates *d)
{
	double correct = 1;

	if (o->corrected)
		correct = sqrt(1 - elementary_pow(p->beta2, (double)t)) /
		          (1 - elementary_pow(p->beta1, (double)t));
	*d = (struct optimizer_rates){
	    .rate = (real)(rate * correct),
	    .scale = (real)scale,
	    .momentum = (real)p->momentum,
	    .new1 = (real)(1 - p->beta1),
	    .new2 = (real)(1 - p->beta2),
	    .epsilon = (real)p->epsilon,
	    .decay = (real)(rate * p->decay),
	};
}

double
optimizer_clip(double limit, double squares)
{
	return limit > 0 ? fmin(1, limit / sqrt(squares)) : 1;
}
