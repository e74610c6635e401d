/* plan - a training run as its user puts it, and what nn/train makes of it. */
/* SPDX-License-Identifier: MIT */
#include "nn/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "nn/activation.h"
#include "nn/candidates.h"
#include "nn/cell.h"
#include "nn/dropout.h"
#include "nn/feed.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/order.h"
#include "nn/schedule.h"
#include "nn/step.h"
#include "nn/train.h"
#include "rank/metric.h"

struct plan_parts {
	struct net_shape shape;
	struct feed_options feed;
	struct order_options order;
	struct candidates_options candidates;
	struct loss_options loss;
	struct objective objective;
	struct optim_options optim;
	struct schedule schedule;
	struct dropout dropout;
	struct train_options train;
};

const struct plan plan_default = {
    .layout = "windows",
    .cell = "gru",
    .loss = "softmax",
    .optimizer = "adagrad",
    .schedule = "constant",
    .activation = "linear",
    .candidates = "batch",
    .dim = 32,
    .units = PLAN_UNSET,
    .layers = 1,
    .epochs = 3,
    .batch = PLAN_UNSET,
    .max_length = PLAN_UNSET,
    .valid_batch = PLAN_UNSET,
    .seed = 1,
    .rate = NAN,
    .momentum = NAN,
    .beta1 = NAN,
    .beta2 = NAN,
    .epsilon = NAN,
    .decay = NAN,
    .temperature = 1,
    .regularisation = NAN,
    .calibration = NAN,
    .negative_power = NAN,
};

/* What a layout takes where nothing is given: the tutorial's, SASRec's, and
 * those of GRU4Rec's authors. */
static const struct {
	size_t batch;
	const char *shuffle;
} usual[] = {
    [FEED_WINDOWS] = {12800, "buffer:10000"},
    [FEED_SEQUENCES] = {128, "epoch"},
    [FEED_SESSIONS] = {32, "none"},
};

static int
plan_feed(struct plan *p, struct plan_parts *to, struct fail *f)
{
	struct feed_options *o = &to->feed;
	size_t k = 0;

	while (strcmp(feed_layout_name(k), p->layout)) /* cli has checked it */
		k++;
	o->layout = (enum feed_layout)k;
	if (p->batch == PLAN_UNSET)
		p->batch = usual[k].batch;
	if (!p->shuffle)
		p->shuffle = usual[k].shuffle;
	if (order_parse(&to->order, p->shuffle))
		return fail_set(f,
		    "--shuffle: '%s' is not buffer:N, epoch or none",
		    p->shuffle);
	if (o->layout == FEED_SESSIONS && to->order.kind == ORDER_EPOCH)
		return fail_set(f, "--shuffle=epoch: the rows of sessions are "
				   "dealt once; try buffer:N");
	if (o->layout != FEED_SEQUENCES && p->max_length != PLAN_UNSET)
		return fail_set(f, "--max-length is for --layout=sequences");
	if (o->layout != FEED_WINDOWS && p->mask_padding)
		return fail_set(f,
		    "--mask-padding is for --layout=windows: %s have no pads",
		    p->layout);
	o->batch = p->batch;
	o->max_length = p->max_length == PLAN_UNSET ? 0 : p->max_length;
	to->order.seed = p->seed;
	o->order = &to->order;
	/* A single row with nothing else to be scored against. */
	o->least = p->negatives || !strcmp(p->candidates, "all") ? 1 : 2;
	return 0;
}

static void
plan_net(struct plan *p, enum feed_layout layout, struct net_shape *is)
{
	if (p->units == PLAN_UNSET)
		p->units = p->dim;
	*is = (struct net_shape){
	    .dim = p->dim,
	    .units = p->units,
	    .layers = p->layers,
	    .cell = cell_find(p->cell),
	    .tied = p->tied,
	    .item_bias = p->item_bias,
	    .normalize = p->normalize,
	    .temperature = p->temperature,
	    .mask_padding = p->mask_padding || layout != FEED_WINDOWS,
	};
}

static int
plan_loss(struct plan *p, struct plan_parts *to, struct fail *f)
{
	const struct loss *l = loss_find(p->loss);
	struct loss_options *o = &to->loss;
	int softmax = !strcmp(p->loss, "softmax");
	int max = !strcmp(p->loss, "bpr-max");

	o->activation = activation_find(p->activation, &o->activation_x);
	if (!o->activation)
		return fail_set(f,
		    "--activation: '%s' is not one of those that --help "
		    "lists, with its parameter, such as elu-0.5",
		    p->activation);
	if (!isnan(p->regularisation) && !max)
		return fail_set(
		    f, "--bpr-regularisation is for --loss=bpr-max");
	if (!isnan(p->calibration) && strcmp(p->loss, "gbce"))
		return fail_set(f, "--calibration is for --loss=gbce");
	if (p->smoothing > 0 && (!softmax || p->logq != 0))
		return fail_set(f, "--label-smoothing is for --loss=softmax "
				   "without --logq");
	if (p->logq != 0 && !l->logq)
		return fail_set(
		    f, "--logq does not go with --loss=%s", p->loss);
	if (!strcmp(p->activation, "linear"))
		o->activation = NULL; /* it costs nothing */
	o->regularisation = isnan(p->regularisation) ? 1 : p->regularisation;
	o->calibration = isnan(p->calibration) ? 0.75 : p->calibration;
	o->smoothing = p->smoothing;
	o->mask_accidental = p->mask_accidental;
	to->objective = (struct objective){l, o};
	return 0;
}

static int
plan_candidates(struct plan *p, struct candidates_options *o, struct fail *f)
{
	if (!isnan(p->negative_power) && !p->negatives)
		return fail_set(
		    f, "--negative-power is for --negatives, which are none");
	if (isnan(p->negative_power))
		p->negative_power = 0.75;
	*o = (struct candidates_options){
	    .all = !strcmp(p->candidates, "all"),
	    .negatives = p->negatives,
	    .power = p->negative_power,
	    .logq = p->logq,
	    .seed = p->seed,
	};
	if (o->all && (o->negatives || o->logq != 0))
		return fail_set(f, "--candidates=all needs no --negatives and "
				   "no --logq: every item is one");
	if (o->all && p->mask_accidental)
		return fail_set(f, "--candidates=all leaves nothing for "
				   "--mask-accidental: no item is one twice");
	return 0;
}

static int
plan_optim(struct plan *p, struct plan_parts *to, struct fail *f)
{
	const struct optim *o = optim_find(p->optimizer);

	to->optim = (struct optim_options){
	    .rate = p->rate,
	    .momentum = p->momentum,
	    .beta1 = p->beta1,
	    .beta2 = p->beta2,
	    .epsilon = p->epsilon,
	    .decay = p->decay,
	};
	to->train.optim = o;
	if (optim_settle(o, &to->optim, f) ||
	    schedule_parse(&to->schedule, p->schedule, p->warmup, f))
		return -1;
	if (p->lazy && o->sparse(&to->optim))
		return fail_set(f,
		    "--lazy is for averages and momentum: with --optimizer=%s "
		    "as given, rows without a gradient stay anyway",
		    o->name);
	return 0;
}

static int
plan_metric(struct plan *p, struct train_options *o, struct fail *f)
{
	if (!p->metric && p->patience)
		p->metric = "ndcg@10";
	if (!p->metric)
		return 0;
	o->metric = metric_find(p->metric, &o->metric_k);
	if (!o->metric || !o->metric->one)
		return fail_set(f,
		    "--metric: '%s' is not a metric such as ndcg@10",
		    p->metric);
	o->patience = p->patience;
	return 0;
}

int
plan_make(struct plan *p, struct plan_parts **parts, struct fail *f)
{
	struct plan_parts *to = calloc(1, sizeof(*to));

	if (!to) {
		(void)fail_memory(f);
		return -2;
	}
	if (plan_feed(p, to, f) || plan_loss(p, to, f) ||
	    plan_candidates(p, &to->candidates, f) || plan_optim(p, to, f) ||
	    plan_metric(p, &to->train, f)) {
		plan_free(to);
		return -1;
	}
	plan_net(p, to->feed.layout, &to->shape);
	to->dropout = (struct dropout){
	    .embedding = p->dropout_embedding, .hidden = p->dropout};
	to->train.epochs = p->epochs;
	to->train.feed = &to->feed;
	to->train.candidates = &to->candidates;
	to->train.objective = &to->objective;
	to->train.optim_options = &to->optim;
	to->train.schedule = &to->schedule;
	to->train.clip = p->clip;
	to->train.mean = p->mean;
	to->train.lazy = p->lazy;
	to->train.dropout = &to->dropout;
	to->train.seed = p->seed;
	to->train.valid_batch =
	    p->valid_batch == PLAN_UNSET ? 2560 : p->valid_batch;
	*parts = to;
	return 0;
}

void
plan_free(struct plan_parts *p)
{
	free(p);
}

const struct train_options *
plan_options(const struct plan_parts *p)
{
	return &p->train;
}

const struct net_shape *
plan_shape(const struct plan_parts *p)
{
	return &p->shape;
}

void
plan_set_items(struct plan_parts *p, size_t items)
{
	p->loss.items = (double)items;
}
