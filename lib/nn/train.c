/* train - epochs over the examples: the order, the steps. */
/* SPDX-License-Identifier: MIT */
#include "nn/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "data/examples.h"
#include "nn/batch.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/step.h"

int
train_parse_shuffle(struct train_options *o, const char *how)
{
	unsigned long long n;
	char *end;

	if (!strcmp(how, "none")) {
		o->shuffle = TRAIN_NONE;
	} else if (!strcmp(how, "epoch")) {
		o->shuffle = TRAIN_EPOCH;
	} else {
		if (strncmp(how, "buffer:", 7) || how[7] < '1' || how[7] > '9')
			return -1;
		n = strtoull(how + 7, &end, 10); /* ULLONG_MAX if too large */
		if (*end || n > INT32_MAX)
			return -1;
		o->shuffle = TRAIN_BUFFER;
		o->buffer = (size_t)n;
	}
	return 0;
}

/* tf.data's shuffle(size): a buffer is filled, and a random one of it leaves
 * and makes room for the next, until the input and then the buffer ends. */
static int
buffer_order(
    struct rng *r, size_t size, size_t n, int32_t *order, struct fail *f)
{
	size_t held = size_min(size, n), next, k = 0, j;
	int32_t *buffer = malloc(held * sizeof(*buffer));

	if (!buffer)
		return fail_memory(f);
	for (j = 0; j < held; j++)
		buffer[j] = (int32_t)j;
	for (next = held; next < n; next++) {
		j = (size_t)rng_below(r, held);
		order[k++] = buffer[j];
		buffer[j] = (int32_t)next;
	}
	while (held) {
		j = (size_t)rng_below(r, held);
		order[k++] = buffer[j];
		buffer[j] = buffer[--held];
	}
	free(buffer);
	return 0;
}

int
train_order(const struct train_options *o, size_t epoch, size_t n,
    int32_t *order, struct fail *f)
{
	struct rng r;
	size_t i, j;

	if (o->shuffle == TRAIN_BUFFER) {
		rng_seed(&r, o->seed, 2); /* stream 2: the frozen order */
		return buffer_order(&r, o->buffer, n, order, f);
	}
	for (i = 0; i < n; i++)
		order[i] = (int32_t)i;
	if (o->shuffle == TRAIN_NONE)
		return 0;
	rng_seed(&r, o->seed, (uint64_t)epoch << 8 | 3); /* one an epoch */
	for (i = n; i > 1; i--) {
		int32_t was = order[i - 1];

		j = (size_t)rng_below(&r, i);
		order[i - 1] = order[j];
		order[j] = was;
	}
	return 0;
}

/* All that a run needs. */
struct run {
	struct net *net;
	const struct examples *x, *v;
	const struct train_options *o;
	struct step *step;
	struct batch batch;
	int32_t *order; /* [N] of the epoch under way */
	size_t steps;   /* in an epoch */
	int (*tell)(void *, const struct train_event *);
	void *ctx;
};

/* One step: the gradient, the check, the change. */
static int
one_step(struct run *r, size_t epoch, size_t step, double *loss, struct fail *f)
{
	const struct train_options *o = r->o;
	size_t first = step * o->batch;
	struct gradient d;

	batch_fill(&r->batch, r->x, r->order + first, 0,
	    size_min(o->batch, r->x->n - first), r->net->units);
	if (step_gradient(r->step, &r->batch, o->loss, loss, &d, f))
		return -1;
	if (!isfinite(*loss))
		return fail_set(f,
		    "epoch %zu, step %zu: the loss is not "
		    "finite; try a smaller --learning-rate",
		    epoch + 1, step + 1);
	step_update(r->net, &r->batch, &d, o->optim, (real)o->rate);
	return 0;
}

/* The steps of an epoch that are not done yet. */
static int
one_epoch(struct run *r, uint64_t *done, struct fail *f)
{
	size_t epoch = (size_t)(*done / r->steps);
	size_t step = (size_t)(*done % r->steps);
	struct train_valid valid;
	int stop = 0;

	for (; step < r->steps && !stop; step++) {
		struct train_event e = {.epoch = epoch + 1,
		    .step = step + 1,
		    .steps = r->steps,
		    .examples =
			size_min(r->o->batch, r->x->n - step * r->o->batch)};

		if (one_step(r, epoch, step, &e.loss, f))
			return -1;
		++*done;
		if (step + 1 == r->steps) {
			if (net_check(r->net, f))
				return fail_at(f, "epoch %zu", epoch + 1);
			if (r->v && train_validate(r->net, r->v, r->o->loss,
					r->o->valid_batch, &valid, f))
				return -1;
			e.valid = r->v ? &valid : NULL;
		}
		stop = r->tell(r->ctx, &e);
	}
	return stop;
}

int
train_run(struct net *net, const struct examples *x, const struct examples *v,
    const struct train_options *o, uint64_t *done,
    int (*tell)(void *ctx, const struct train_event *), void *ctx,
    struct fail *f)
{
	struct run r = {.net = net,
	    .x = x,
	    .v = v,
	    .o = o,
	    .tell = tell,
	    .ctx = ctx,
	    .steps = (x->n + o->batch - 1) / o->batch};
	int result = -1, frozen = 0;

	if (x->n > INT32_MAX)
		return fail_set(f, "%zu examples are too many", x->n);
	r.order = malloc(x->n * sizeof(*r.order));
	r.step = step_new(net, f);
	if (!r.order)
		(void)fail_memory(f);
	if (!r.order || !r.step ||
	    batch_alloc(&r.batch, size_min(o->batch, x->n), x->k, net->items,
		net->mask_padding, f))
		goto out;
	result = 0;
	while (*done < (uint64_t)o->epochs * r.steps && !result) {
		if (!frozen)
			result = train_order(
			    o, (size_t)(*done / r.steps), x->n, r.order, f);
		frozen = o->shuffle != TRAIN_EPOCH;
		if (!result)
			result = one_epoch(&r, done, f);
	}
out:
	batch_free(&r.batch);
	step_free(r.step);
	free(r.order);
	return result;
}
