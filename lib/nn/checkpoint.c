/* checkpoint - a training run as a model directory: its settings and
 * progress. */
/* SPDX-License-Identifier: MIT */
#include "nn/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/ranks.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "io/crc32c.h"
#include "model/model.h"
#include "nn/field_data.h"
#include "nn/item_data.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/schedule.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/validate.h"

#define LAST "state/last_weights"
#define CARRY "state/carried"

/* Results of a run, which need not match. */
static const char *const came_to[] = {
    "steps_done", "best_epoch", "best_metric"};

static int
put_setting(void *m, const char *name, const char *value, struct fail *f)
{
	return model_set(m, name, f, "%s", value);
}

/*
 * Adds all settings: they alone determine the numbers.  The number of epochs is
 * among them only if the learning rate depends on it.
 */
static int
describe(const struct run *c, struct model *m, struct fail *f)
{
	const struct train_options *o = c->options;
	const struct loader_data *d = c->data;
	const struct item_values *items =
	    c->item_values ? c->item_values : c->net->values;

	return settings_each(c->settings, put_setting, m, f) ||
	       field_data_save(c->fields, m, f) ||
	       model_set(m, "schedule_epochs", f, "%zu",
		   o->schedule->kind == SCHEDULE_COSINE ? o->epochs : 0) ||
	       model_set(m, "pad", f, "%s", c->pad) ||
	       model_set(m, "context_length", f, "%zu", c->context_length) ||
	       model_set(m, "examples", f, "%zu",
		   d->examples ? d->examples->n : d->sequences->n) ||
	       model_set(m, "examples_crc32c", f, "%08x", c->data_crc) ||
	       model_set(m, "valid_crc32c", f, "%08x",
		   o->validate->metric ? c->valid_crc : 0) ||
	       (items && model_set(m, "item_values_crc32c", f, "%08x",
			     item_data_fingerprint(items))) ||
	       model_set(m, "best_epoch", f, "%zu", c->best_epoch) ||
	       model_real(m, "best_metric", c->best, f) ||
	       model_set(
		   m, "steps_done", f, "%llu", (unsigned long long)c->done);
}

/* Adds x [n] as a tensor of one row. */
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

/* Saves the net of the best epoch if there is one, else the present net. */
static int
put_net(const struct run *c, struct model *m, struct fail *f)
{
	struct net *n = c->net;
	const size_t size = n->params->size * sizeof(real);
	real *last;
	int r;

	if (!c->best_w)
		return net_save(n, m, f);
	last = malloc(size);
	if (!last)
		return fail_memory(f);
	memcpy(last, n->params->block, size);
	memcpy(n->params->block, c->best_w, size);
	r = net_save(n, m, f) || put_row(m, LAST, n->params->size, last, f);
	memcpy(n->params->block, last, size);
	free(last);
	return r ? -1 : 0;
}

static int
save(const struct run *c, const char *dir, struct fail *f)
{
	struct model *m;
	int r;

	/* A state that could not be read again must not replace a good one. */
	if (params_check(c->net->params, f))
		return fail_at(f, "step %llu", (unsigned long long)c->done);
	m = model_new(f);
	if (!m)
		return -1;
	r = describe(c, m, f) || field_data_lists(c->fields, m, f) ||
	    put_net(c, m, f) ||
	    (c->carry && put_row(m, CARRY, c->ncarry, c->carry, f));
	m->vocab = c->vocab;
	if (!r)
		r = model_save(m, dir, f);
	m->vocab = NULL; /* owned by the caller, like the lists */
	field_data_release(m);
	model_free(m);
	return r ? -1 : 0;
}

int
checkpoint_save(const struct run *c, const char *dir, struct fail *f)
{
	const int failed = !ranks_me() && save(c, dir, f);

	if (!ranks_any(failed))
		return 0;
	return failed ? -1 : fail_set(f, "rank 0 could not write %s", dir);
}

int
checkpoint_agree(const struct run *c, struct fail *f)
{
	const struct params *n = c->net->params;
	const size_t ranks = (size_t)ranks_count();
	uint32_t *crc, *own;
	size_t r, odd = 0;

	if (ranks == 1)
		return 0;
	crc = calloc(ranks, sizeof(*crc));
	if (!crc)
		return fail_memory(f);
	own = &crc[ranks_me()];
	*own = crc32c(c->data_crc, n->block, n->size * sizeof(real));
	if (c->valid->examples || c->valid->sequences)
		*own ^= c->valid_crc << 1;
	ranks_join(crc, ranks * sizeof(*crc));
	for (r = 1; r < ranks && !odd; r++)
		if (crc[r] != crc[0])
			odd = r;
	free(crc);
	return odd ? fail_set(f,
			 "rank %zu has other examples, or another initial "
			 "model, than rank 0: do all ranks read the same "
			 "files?",
			 odd)
	           : 0;
}

static int
is_free(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(came_to); i++)
		if (!strcmp(name, came_to[i]))
			return 1;
	return settings_is_free(name);
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
		if (before && !strcmp(before, s->value))
			continue;
		if (!strncmp(s->name, "examples", 8))
			return fail_set(f,
			    "cannot resume: the run was trained on other "
			    "examples; --init-from trains a new model from "
			    "its weights");
		return fail_set(f, "cannot resume: %s was %s, now %s", s->name,
		    before ? before : "absent", s->value);
	}
	return 0;
}

/* Returns -1 if m is not a state of this run. */
static int
agrees(const struct run *c, const struct model *m, struct fail *f)
{
	struct model *now = model_new(f);
	int r;

	if (!now)
		return -1;
	r = describe(c, now, f) || compare(now, m, f);
	model_free(now);
	return r ? -1 : 0;
}

/* Takes the numbers of a tensor of one row if it exists; the caller owns the
 * memory. */
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

/* Takes the weights of the best epoch, if they differ from the present ones. */
static int
take_last(struct run *c, struct model *m, struct fail *f)
{
	const char *best = model_setting(m, "best_metric");
	struct net *n = c->net;
	const size_t size = n->params->size * sizeof(real);
	real *last = NULL;

	if (take_row(m, LAST, n->params->size, &last, f))
		return -1;
	if (!last)
		return 0;
	c->best_w = malloc(size);
	if (!c->best_w) {
		free(last);
		return fail_memory(f);
	}
	memcpy(c->best_w, n->params->block, size);
	memcpy(n->params->block, last, size);
	free(last);
	c->best = 0;
	if (best && num_get_double(best, strlen(best), &c->best))
		return fail_set(f, "the model's best_metric is '%s'", best);
	return model_number(m, "best_epoch", SIZE_MAX / 2, &c->best_epoch, f);
}

int
checkpoint_resume(struct run *c, struct model *m, struct fail *f)
{
	const struct train_options *o = c->options;
	size_t done;

	if (agrees(c, m, f) ||
	    net_load(
		c->net, m, c->fields, o->optim->slots(o->optim_options), f) ||
	    take_last(c, m, f) || take_row(m, CARRY, 0, &c->carry, f) ||
	    model_number(m, "steps_done", SIZE_MAX / 2, &done, f))
		return -1;
	if (c->carry)
		c->ncarry = model_tensor(m, CARRY)->cols;
	c->done = done;
	return 0;
}
