/*
 * validate - the validation of nn/train.h: top-k over the whole catalogue, and
 * the loss within batches as the tutorial's evaluate() shows it.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/train.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/net.h"
#include "nn/step.h"
#include "rank/rank.h"
#include "rank/scan.h"

const size_t train_ks[TRAIN_KS] = {1, 5, 10, 50, 100};

/* One look under way. */
struct look {
	struct net *net;
	const struct examples *v;
	const struct loss *loss;
	struct step *step;
	struct scan *scan;
	struct batch batch;
	float *q;                  /* [batch,H] */
	uint64_t *greater, *equal; /* [batch] */
	uint64_t hits[TRAIN_KS];
	double sum, last;
};

/* Adds up batch examples from first on. */
static int
look_at(struct look *l, size_t first, size_t n, struct fail *f)
{
	const int32_t *label = l->v->label + first;
	size_t i, k;

	batch_fill(&l->batch, l->v, NULL, first, n, l->net->units);
	if (step_loss(l->step, &l->batch, l->loss, &l->last, f) ||
	    step_queries(l->step, &l->batch, l->q, f) ||
	    rank_count(l->scan, n, l->q, label, NULL, mm_score, l->greater,
		l->equal, f))
		return -1;
	l->sum += l->last;
	for (i = 0; i < n; i++)
		for (k = 0; k < TRAIN_KS; k++)
			l->hits[k] += label[i] && l->greater[i] < train_ks[k];
	return 0;
}

static int
open_look(struct look *l, size_t batch, struct fail *f)
{
	const struct net *n = l->net;

	l->step = step_new(n, f);
	l->scan = l->step ? scan_new(n->p[NET_CANDIDATE].w + n->units, n->items,
				n->units, f)
	                  : NULL;
	if (!l->scan || batch_alloc(&l->batch, batch, l->v->k, n->items,
			    n->mask_padding, f))
		return -1;
	l->q = malloc(batch * n->units * sizeof(*l->q));
	l->greater = malloc(batch * sizeof(*l->greater));
	l->equal = malloc(batch * sizeof(*l->equal));
	if (!l->q || !l->greater || !l->equal)
		return fail_memory(f);
	return 0;
}

int
train_validate(struct net *net, const struct examples *v,
    const struct loss *loss, size_t batch, struct train_valid *out,
    struct fail *f)
{
	struct look l = {.net = net, .v = v, .loss = loss};
	size_t first, batches = (v->n + batch - 1) / batch, k;
	int r = open_look(&l, size_min(batch, v->n), f);

	for (first = 0; first < v->n && !r; first += batch)
		r = look_at(&l, first, size_min(batch, v->n - first), f);
	out->loss = l.sum / (double)batches;
	out->loss_last = l.last;
	out->loss_bar = (l.sum + l.last) / ((double)batches + 1);
	for (k = 0; k < TRAIN_KS; k++)
		out->top[k] = (double)l.hits[k] / (double)v->n;
	batch_free(&l.batch);
	step_free(l.step);
	scan_free(l.scan);
	free(l.q);
	free(l.greater);
	free(l.equal);
	return r;
}
