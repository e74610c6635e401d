/* checkpoint - a training run as a model: what it was told, how far it is. */
/* SPDX-License-Identifier: MIT */
#include "nn/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "io/crc32c.h"
#include "model/model.h"
#include "nn/activation.h"
#include "nn/dropout.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/optimizer.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/sampler.h"
#include "nn/schedule.h"
#include "nn/shuffle.h"
#include "nn/objective.h"
#include "nn/train.h"
#include "nn/validate.h"
#include "rank/metric.h"

#define FORMAT "1" /* of the directory; seq-model(5) */
#define LAST "state/last_weights"
#define CARRY "state/carried"

/* What a run came to, and may be told anew: these need not agree. */
static const char *const free_settings[] = {
    "epochs", "patience", "steps_done", "best_epoch", "best_metric"};

/* One number that tells other data, or an other order, apart. */
static uint32_t
fingerprint(const struct loader_data *d)
{
	const struct examples *x = d->examples;
	const struct sequences *s = d->sequences;
	uint32_t crc;

	if (!x) {
		crc = crc32c(0, s->item, s->events * sizeof(*s->item));
		return crc32c(crc, s->start, (s->n + 1) * sizeof(*s->start));
	}
	crc = crc32c(0, x->context, x->n * x->k * sizeof(*x->context));
	if (x->length)
		crc = crc32c(crc, x->length, x->n * sizeof(*x->length));
	return crc32c(crc, x->label, x->n * sizeof(*x->label));
}

static int
describe_loss(const struct train_options *o, struct model *m, struct fail *f)
{
	const struct loss_options *l = o->objective->options;
	const struct sampler_options *c = o->sampler;

	return model_set(m, "loss", f, "%s", o->objective->loss->name) ||
	       model_set(m, "activation", f, "%s",
		   l->activation ? l->activation->name : "linear") ||
	       model_real(m, "activation_x", l->activation_x, f) ||
	       model_real(m, "bpr_regularisation", l->regularisation, f) ||
	       model_real(m, "label_smoothing", l->smoothing, f) ||
	       model_real(m, "calibration", l->calibration, f) ||
	       model_set(m, "mask_accidental", f, "%d", l->mask_accidental) ||
	       model_set(m, "candidates", f, "%s", c->all ? "all" : "batch") ||
	       model_set(m, "negatives", f, "%zu", c->negatives) ||
	       model_real(m, "negative_power", c->power, f) ||
	       model_real(m, "logq", c->logq, f);
}

static int
describe_optim(const struct train_options *o, struct model *m, struct fail *f)
{
	const struct optimizer_options *p = o->optim_options;
	static const char *const kinds[] = {[SCHEDULE_CONSTANT] = "constant",
	    [SCHEDULE_STEP] = "step",
	    [SCHEDULE_COSINE] = "cosine"};
	const struct schedule *s = o->schedule;

	return model_set(m, "optimizer", f, "%s", o->optim->name) ||
	       model_real(m, "learning_rate", p->rate, f) ||
	       model_real(m, "momentum", p->momentum, f) ||
	       model_real(m, "beta1", p->beta1, f) ||
	       model_real(m, "beta2", p->beta2, f) ||
	       model_real(m, "epsilon", p->epsilon, f) ||
	       model_real(m, "weight_decay", p->decay, f) ||
	       model_set(m, "lazy", f, "%d", o->lazy) ||
	       model_set(m, "mean_loss", f, "%d", o->mean) ||
	       model_real(m, "clip", o->clip, f) ||
	       model_set(m, "schedule", f, "%s", kinds[s->kind]) ||
	       model_set(m, "schedule_every", f, "%llu",
		   (unsigned long long)s->every) ||
	       model_real(m, "schedule_factor", s->factor, f) ||
	       model_real(m, "schedule_least", s->least, f) ||
	       model_set(
		   m, "warmup", f, "%llu", (unsigned long long)s->warmup) ||
	       model_set(m, "schedule_epochs", f, "%zu",
		   s->kind == SCHEDULE_COSINE ? o->epochs : 0);
}

static int
describe_data(const struct run *c, struct model *m, struct fail *f)
{
	const struct loader_options *o = c->options->feed;
	const struct loader_data *d = c->data;

	return model_set(m, "layout", f, "%s",
		   loader_layout_choice(o->layout).name) ||
	       model_set(m, "context_length", f, "%zu", c->context_length) ||
	       model_set(m, "max_length", f, "%zu", o->max_length) ||
	       model_set(m, "pad", f, "%s", c->pad) ||
	       model_set(m, "batch_size", f, "%zu", o->batch) ||
	       model_set(m, "shuffle", f, "%s", shuffle_name(o->order->kind)) ||
	       model_set(m, "shuffle_buffer", f, "%zu", o->order->buffer) ||
	       model_set(m, "seed", f, "%llu",
		   (unsigned long long)c->options->seed) ||
	       model_set(m, "examples", f, "%zu",
		   d->examples ? d->examples->n : d->sequences->n) ||
	       model_set(m, "examples_crc32c", f, "%08x", fingerprint(d));
}

/* All settings but those of the net; what they say and nothing else determines
 * the numbers. */
static int
describe(const struct run *c, struct model *m, struct fail *f)
{
	const struct train_options *o = c->options;
	const struct train_state *s = c->state;

	return model_set(m, "format", f, FORMAT) || describe_data(c, m, f) ||
	       describe_loss(o, m, f) || describe_optim(o, m, f) ||
	       model_real(m, "dropout_embedding", o->dropout->embedding, f) ||
	       model_real(m, "dropout", o->dropout->hidden, f) ||
	       model_set(m, "metric", f, "%s",
		   o->validate->metric ? o->validate->metric->name : "none") ||
	       model_set(m, "valid_crc32c", f, "%08x",
		   o->validate->metric ? fingerprint(c->valid) : 0) ||
	       model_set(m, "metric_k", f, "%zu", o->validate->metric_k) ||
	       model_set(m, "epochs", f, "%zu", o->epochs) ||
	       model_set(m, "patience", f, "%zu", o->patience) ||
	       model_set(m, "best_epoch", f, "%zu", s->best_epoch) ||
	       model_real(m, "best_metric", s->best, f) ||
	       model_set(
		   m, "steps_done", f, "%llu", (unsigned long long)s->done);
}

/* x [n] as a tensor of one row. */
static int
put_row(
    struct model *m, const char *name, size_t n, const real *x, struct fail *f)
{
	struct tensor *t = model_add(m, name, 1, n, f);
	size_t i;

	for (i = 0; i < n && t; i++)
		t->x[i] = (float)x[i];
	return t ? 0 : -1;
}

/* The net is saved as it was at the best epoch, if there was one. */
static int
put_net(const struct run *c, struct model *m, struct fail *f)
{
	const struct train_state *s = c->state;
	struct net *n = c->net;
	const size_t size = n->params->size * sizeof(real);
	real *last;
	int r;

	if (!s->best_w)
		return net_save(n, m, f);
	last = malloc(size);
	if (!last)
		return fail_memory(f);
	memcpy(last, n->params->block, size);
	memcpy(n->params->block, s->best_w, size);
	r = net_save(n, m, f) || put_row(m, LAST, n->params->size, last, f);
	memcpy(n->params->block, last, size);
	free(last);
	return r ? -1 : 0;
}

int
checkpoint_save(const struct run *c, const char *dir, struct fail *f)
{
	const struct train_state *s = c->state;
	struct model *m;
	int r;

	/* What could not be read again must not replace what can. */
	if (params_check(c->net->params, f))
		return fail_at(f, "step %llu", (unsigned long long)s->done);
	m = model_new(f);
	if (!m)
		return -1;
	r = describe(c, m, f) || put_net(c, m, f) ||
	    (s->carry && put_row(m, CARRY, s->ncarry, s->carry, f));
	m->vocab = c->vocab;
	if (!r)
		r = model_save(m, dir, f);
	m->vocab = NULL; /* the caller's */
	model_free(m);
	return r ? -1 : 0;
}

static int
is_free(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(free_settings); i++)
		if (!strcmp(name, free_settings[i]))
			return 1;
	return 0;
}

static int
compare(const struct model *now, const struct model *was, struct fail *f)
{
	size_t i;

	for (i = 0; i < now->nsettings; i++) {
		const struct setting *s = &now->settings[i];
		const char *before = model_setting(was, s->name);

		if (is_free(s->name))
			continue;
		if (!before || strcmp(before, s->value))
			return fail_set(f,
			    "is not a state of this run: %s "
			    "was %s and is %s",
			    s->name, before ? before : "not there", s->value);
	}
	return 0;
}

/* Is m, with the net's shape, a state of this run? */
static int
agrees(const struct run *c, const struct net_shape *is, const struct model *m,
    struct fail *f)
{
	struct model *now = model_new(f);
	int r;

	if (!now)
		return -1;
	r = net_describe(is, now, f) || describe(c, now, f) ||
	    compare(now, m, f);
	model_free(now);
	return r ? -1 : 0;
}

/* The numbers of a row tensor, if it is there; its memory is the caller's. */
static int
take_row(struct model *m, const char *name, size_t n, real **x, struct fail *f)
{
	struct tensor *t = model_tensor(m, name);
	size_t i;

	if (!t)
		return 0;
	if (!model_need(m, name, 1, n, f))
		return -1;
	*x = malloc(t->cols * sizeof(**x));
	if (!*x)
		return fail_memory(f);
	for (i = 0; i < t->cols; i++)
		(*x)[i] = (real)t->x[i];
	return 0;
}

/* Weights of the best epoch, if there are others to go on with. */
static int
take_last(const struct run *c, struct model *m, struct fail *f)
{
	const char *best = model_setting(m, "best_metric");
	struct train_state *s = c->state;
	struct net *n = c->net;
	const size_t size = n->params->size * sizeof(real);
	real *last = NULL;

	if (take_row(m, LAST, n->params->size, &last, f))
		return -1;
	if (!last)
		return 0;
	s->best_w = malloc(size);
	if (!s->best_w) {
		free(last);
		return fail_memory(f);
	}
	memcpy(s->best_w, n->params->block, size);
	memcpy(n->params->block, last, size);
	free(last);
	s->best = 0;
	if (best && num_get_double(best, strlen(best), &s->best))
		return fail_set(f, "the model's best_metric is '%s'", best);
	return model_number(m, "best_epoch", SIZE_MAX / 2, &s->best_epoch, f);
}

int
checkpoint_resume(const struct run *c, struct model *m, struct fail *f)
{
	const struct optimizer *o = c->options->optim;
	struct train_state *s = c->state;
	struct net_shape is = c->net->is;
	size_t done;

	if (agrees(c, &is, m, f) ||
	    net_load(c->net, m, o->slots(c->options->optim_options), f) ||
	    take_last(c, m, f) || take_row(m, CARRY, 0, &s->carry, f) ||
	    model_number(m, "steps_done", SIZE_MAX / 2, &done, f))
		return -1;
	if (s->carry)
		s->ncarry = model_tensor(m, CARRY)->cols;
	s->done = done;
	return 0;
}
