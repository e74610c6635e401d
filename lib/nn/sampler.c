/* sampler - the candidates that labels are scored against. */
/* SPDX-License-Identifier: MIT */
#include "nn/sampler.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/rng.h"
#include "data/vocab.h"
#include "nn/alias.h"
#include "nn/batch.h"

#define STREAM 4 /* streams 4 + 256 i are of the negatives */

int
sampler_init(struct sampler *c, const struct sampler_options *o,
    const struct vocab *v, struct fail *f)
{
	size_t n = vocab_size(v), i;

	*c = (struct sampler){.is = *o};
	c->log_count = calloc(n + 1, sizeof(*c->log_count));
	if (!c->log_count)
		return fail_memory(f);
	for (i = 1; i <= n; i++) {
		uint64_t count = vocab_count(v, (int32_t)i);

		c->log_count[i] = count ? elementary_log((double)count) : 0;
	}
	if (!o->negatives)
		return 0;
	c->alias = calloc(1, sizeof(*c->alias));
	if (!c->alias)
		return fail_memory(f);
	if (alias_of_counts(c->alias, v, o->power, f))
		return fail_at(f, "--negatives");
	return 0;
}

void
sampler_free(struct sampler *c)
{
	if (c->alias)
		alias_free(c->alias);
	free(c->alias);
	free(c->log_count);
	*c = (struct sampler){0};
}

/* Adds every item that is not there yet, with weight 1. */
static void
add_all(struct batch *b)
{
	size_t i;

	for (i = 0; i < b->ncandidates; i++)
		b->place[b->candidate[i]] = 0;
	for (i = 1; i <= b->vocab; i++)
		if (b->place[i] < 0)
			b->candidate[b->ncandidates++] = (int32_t)i;
	batch_forget(b, b->candidate, b->ncandidates);
	for (i = 0; i < b->ncandidates; i++)
		b->weight[i] = b->wanted[i] = 1;
}

/* Weights the labels by their counts, corrected by logq. */
static void
weigh_labels(const struct sampler *c, struct batch *b)
{
	size_t i;

	for (i = 0; i < b->ncandidates && c->is.logq != 0; i++) {
		b->wanted[i] = (real)elementary_exp(
		    -c->is.logq * c->log_count[b->candidate[i]]);
		b->weight[i] *= b->wanted[i];
	}
}

static void
add_drawn(const struct sampler *c, struct batch *b, uint64_t step)
{
	struct rng r;
	size_t i, known = b->ncandidates;

	rng_seed(&r, c->is.seed, step << 8 | STREAM);
	for (i = 0; i < b->ncandidates; i++)
		b->place[b->candidate[i]] = (int32_t)i;
	for (i = 0; i < c->is.negatives; i++) {
		int32_t id = alias_draw(c->alias, &r);
		int32_t at = batch_place(b, id, b->candidate, &b->ncandidates);

		if (b->ncandidates > known) {
			b->weight[at] = 0;
			b->wanted[at] = 1; /* no query has this label */
			known++;
		}
		b->weight[at] += (real)elementary_exp(
		    -c->is.logq * c->is.power * c->log_count[id]);
	}
	batch_forget(b, b->candidate, b->ncandidates);
}

void
sampler_add(const struct sampler *c, struct batch *b, uint64_t step)
{
	if (c->is.all)
		add_all(b);
	else
		weigh_labels(c, b);
	if (c->is.negatives)
		add_drawn(c, b, step);
	if (c->is.mask_context)
		batch_mask_contexts(b);
}
