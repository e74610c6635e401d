/* checkpoint - a training run as a model: what it was told, how far it is. */
/* SPDX-License-Identifier: MIT */
#include "nn/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "io/crc32c.h"
#include "nn/cell.h"
#include "nn/loss.h"
#include "nn/model.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/train.h"

#define FORMAT "1" /* of the directory; seq-model(5) */

/* One number that tells other examples, or an other order, apart. */
static uint32_t
fingerprint(const struct examples *x)
{
	uint32_t crc;

	crc = crc32c(0, x->context, x->n * x->k * sizeof(*x->context));
	if (x->length)
		crc = crc32c(crc, x->length, x->n * sizeof(*x->length));
	return crc32c(crc, x->label, x->n * sizeof(*x->label));
}

static const char *
shuffle_name(enum train_shuffle s)
{
	return s == TRAIN_NONE ? "none" : s == TRAIN_EPOCH ? "epoch" : "buffer";
}

/* x with as many digits as it takes to read it back. */
static int
set_real(struct model *m, const char *name, double x, struct fail *f)
{
	char s[32];
	int digits;

	for (digits = 6; digits <= 17; digits++) {
		(void)snprintf(s, sizeof(s), "%.*g", digits, x); /* it fits */
		if (strtod(s, NULL) == x)
			break;
	}
	return model_set(m, name, f, "%s", s);
}

/* All settings; what they say and nothing else determines the numbers. */
static int
describe(const struct checkpoint *c, struct model *m, struct fail *f)
{
	const struct train_options *o = c->options;
	const struct net *n = c->net;

	if (model_set(m, "format", f, FORMAT) ||
	    model_set(m, "cell", f, "%s", n->cell->name) ||
	    model_set(m, "dim", f, "%zu", n->dim) ||
	    model_set(m, "units", f, "%zu", n->units) ||
	    model_set(m, "context_length", f, "%zu", c->examples->k) ||
	    model_set(m, "pad", f, "%s", c->pad) ||
	    model_set(m, "mask_padding", f, "%d", n->mask_padding) ||
	    model_set(m, "loss", f, "%s", o->loss->name) ||
	    model_set(m, "optimizer", f, "%s", o->optim->name) ||
	    set_real(m, "learning_rate", o->rate, f) ||
	    model_set(m, "batch_size", f, "%zu", o->batch) ||
	    model_set(m, "shuffle", f, "%s", shuffle_name(o->shuffle)) ||
	    model_set(m, "shuffle_buffer", f, "%zu",
		o->shuffle == TRAIN_BUFFER ? o->buffer : 0) ||
	    model_set(m, "seed", f, "%llu", (unsigned long long)o->seed) ||
	    model_set(m, "examples", f, "%zu", c->examples->n) ||
	    model_set(
		m, "examples_crc32c", f, "%08x", fingerprint(c->examples)) ||
	    model_set(m, "epochs", f, "%zu", o->epochs) ||
	    model_set(m, "steps_done", f, "%llu", (unsigned long long)c->done))
		return -1;
	return 0;
}

int
checkpoint_save(const struct checkpoint *c, const char *dir, struct fail *f)
{
	struct model *m;
	int r;

	/* What could not be read again must not replace what can. */
	if (net_check(c->net, f) || !(m = model_new(f)))
		return -1;
	r = describe(c, m, f) || net_to_model(c->net, 1, m, f);
	m->vocab = c->vocab;
	if (!r)
		r = model_save(m, dir, f);
	m->vocab = NULL; /* the caller's */
	model_free(m);
	return r ? -1 : 0;
}

static int
compare(const struct model *now, const struct model *was, struct fail *f)
{
	size_t i;

	for (i = 0; i < now->nsettings; i++) {
		const struct setting *s = &now->settings[i];
		const char *before = model_setting(was, s->name);

		if (!strcmp(s->name, "epochs") ||
		    !strcmp(s->name, "steps_done"))
			continue;
		if (!before || strcmp(before, s->value))
			return fail_set(f,
			    "is not a state of this run: %s "
			    "was %s and is %s",
			    s->name, before ? before : "not there", s->value);
	}
	return 0;
}

int
checkpoint_agrees(const struct checkpoint *c, const struct model *m,
    uint64_t *done, struct fail *f)
{
	struct model *now = model_new(f);
	size_t x;
	int r;

	if (!now)
		return -1;
	r = describe(c, now, f) || compare(now, m, f) ||
	    model_number(m, "steps_done", SIZE_MAX / 2, &x, f);
	model_free(now);
	if (!r)
		*done = x;
	return r ? -1 : 0;
}
