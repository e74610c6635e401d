/* settings - the settings of a training run, and their conversion to the
 * options of nn/train. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "nn/activation.h"
#include "nn/dropout.h"
#include "nn/encoder.h"
#include "nn/layer.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/objective.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/sampler.h"
#include "nn/schedule.h"
#include "nn/shuffle.h"
#include "nn/train.h"
#include "nn/validate.h"
#include "rank/metric.h"

#define ITEM_DROPOUT 0.1

struct settings_parts {
	/* completed */
	char encoder[ENCODER_WORDS], hidden[ENCODER_WORDS],
	    item_hidden[ENCODER_WORDS];
	struct net_shape shape;
	struct loader_options feed;
	struct shuffle_options order;
	struct sampler_options sampler;
	struct loss_options loss;
	struct objective objective;
	struct optimizer_options optim;
	struct schedule schedule;
	struct dropout dropout;
	struct validate_options validate;
	struct train_options train;
};

/* Defaults of each layout: the tutorial's, SASRec's, and those of GRU4Rec's
 * authors. */
static const struct {
	size_t batch;
	const char *shuffle;
} usual[] = {
    [LOADER_WINDOWS] = {12800, "buffer:10000"},
    [LOADER_SEQUENCES] = {128, "epoch"},
    [LOADER_SESSIONS] = {32, "none"},
};

static int
settings_loader(struct settings *p, struct settings_parts *to, struct fail *f)
{
	struct loader_options *o = &to->feed;
	size_t k = 0;

	while (strcmp(
	    loader_layout_choice(k).name, p->layout)) /* cli has checked it */
		k++;
	o->layout = (enum loader_layout)k;
	if (p->batch == SETTINGS_UNSET)
		p->batch = usual[k].batch;
	if (!p->shuffle)
		p->shuffle = usual[k].shuffle;
	if (shuffle_parse(&to->order, p->shuffle))
		return fail_set(f,
		    "--shuffle: '%s' is not buffer:N, epoch or none",
		    p->shuffle);
	if (o->layout == LOADER_SESSIONS && to->order.kind == SHUFFLE_EPOCH)
		return fail_set(f, "--shuffle=epoch: sessions are assigned to "
				   "rows once; try buffer:N");
	o->batch = p->batch;
	if (p->max_length == SETTINGS_UNSET)
		p->max_length = 0;
	o->max_length = p->max_length;
	o->last_piece = p->last_piece;
	o->from_start = p->mask_context;
	to->order.seed = p->seed;
	o->order = &to->order;
	/* A single row would have no other candidates. */
	o->least = p->negatives || !strcmp(p->sampler, "all") ? 1 : 2;
	return 0;
}

static enum layer_norm
find_norm(const char *name)
{
	size_t k = 0;

	while (strcmp(layer_norm_choice(k).name, name) != 0) /* cli checked */
		k++;
	return (enum layer_norm)k;
}

/* How many events attention looks back over. */
static int
settings_positions(
    struct settings *p, const struct loader_options *l, struct fail *f)
{
	if (p->positions == SETTINGS_UNSET)
		p->positions = l->max_length ? l->max_length : 200;
	if (l->layout == LOADER_SEQUENCES && !l->max_length)
		return fail_set(f,
		    "--encoder=attention sees %zu event%s: give "
		    "--max-length=%zu or less",
		    p->positions, num_s(p->positions), p->positions);
	if (l->max_length > p->positions)
		return fail_set(f,
		    "--max-length=%zu exceeds attention's --positions=%zu",
		    l->max_length, p->positions);
	return 0;
}

static int
settings_net(struct settings *p, struct settings_parts *to, struct fail *f)
{
	const enum loader_layout layout = to->feed.layout;
	struct net_shape *is = &to->shape;
	const struct layer_kind *back;
	struct encoder e = {0};
	struct encoder_hidden hidden, item;

	if (encoder_parse(&e, p->encoder, p->dim, f) ||
	    encoder_parse_hidden(&hidden, "hidden", p->hidden, f) ||
	    encoder_parse_hidden(&item, "item-hidden", p->item_hidden, f))
		return -1;
	if (!e.layers && layout != LOADER_WINDOWS)
		return fail_set(f, "--encoder=none needs --layout=windows: it "
				   "has one query an example");
	p->tied |= !e.layers; /* queries then have no item table */
	back = encoder_looks_back(&e);
	if (back && layout == LOADER_SESSIONS)
		return fail_set(f,
		    "--encoder=%s needs all events of a sequence, and "
		    "--layout=sessions has one at a time; try "
		    "--layout=sequences",
		    back->name);
	if (encoder_has(&e, &layer_attention)) {
		if (settings_positions(p, &to->feed, f))
			return -1;
	} else if (p->heads != 1 || p->positions != SETTINGS_UNSET ||
		   !p->placed || strcmp(p->norm, settings_default.norm) != 0) {
		return fail_set(f,
		    "--heads, --positions, --position-embedding and --norm "
		    "apply only to --encoder=attention");
	} else {
		p->positions = 0;
	}
	p->fill_context &= layout == LOADER_WINDOWS && !back && e.layers;
	encoder_put(&e, to->encoder);
	encoder_put_hidden(&hidden, to->hidden);
	encoder_put_hidden(&item, to->item_hidden);
	p->encoder = to->encoder;
	p->hidden = to->hidden;
	p->item_hidden = to->item_hidden;
	*is = (struct net_shape){
	    .dim = p->dim,
	    .init = params_init_find(p->embedding_init),
	    .heads = p->heads,
	    .positions = p->positions,
	    .placed = p->placed,
	    .norm = find_norm(p->norm),
	    .tied = p->tied,
	    .item_bias = p->item_bias,
	    .normalize = p->normalize,
	    .temperature = p->temperature,
	    .fill_context = p->fill_context,
	    .only_fields = p->item_dropout == 1,
	};
	memcpy(is->encoder, to->encoder, sizeof(is->encoder));
	memcpy(is->hidden, to->hidden, sizeof(is->hidden));
	memcpy(is->item_hidden, to->item_hidden, sizeof(is->item_hidden));
	return 0;
}

static int
settings_loss(struct settings *p, struct settings_parts *to, struct fail *f)
{
	const struct loss *l = loss_find(p->loss);
	struct loss_options *o = &to->loss;

	o->activation = activation_find(p->activation, &o->activation_x);
	if (!o->activation)
		return fail_set(f,
		    "--activation: '%s' is not a name from --activation=help, "
		    "with its parameter, such as elu-0.5",
		    p->activation);
	if (p->smoothing > 0 && p->logq != 0)
		return fail_set(
		    f, "--label-smoothing and --logq cannot be used together");
	if (p->logq != 0 && !l->logq)
		return fail_set(
		    f, "--logq cannot be used with --loss=%s", p->loss);
	if (!strcmp(p->activation, "linear"))
		o->activation = NULL; /* the identity can be skipped */
	if (isnan(p->regularisation))
		p->regularisation = 1;
	if (isnan(p->calibration))
		p->calibration = 0.75;
	o->regularisation = p->regularisation;
	o->calibration = p->calibration;
	o->smoothing = p->smoothing;
	o->mask_accidental = p->mask_accidental;
	to->objective = (struct objective){l, o};
	return 0;
}

static int
settings_sampler(struct settings *p, struct sampler_options *o, struct fail *f)
{
	if (isnan(p->negative_power))
		p->negative_power = 0.75;
	*o = (struct sampler_options){
	    .all = !strcmp(p->sampler, "all"),
	    .negatives = p->negatives,
	    .power = p->negative_power,
	    .logq = p->logq,
	    .seed = p->seed,
	    .mask_context = p->mask_context,
	};
	if (o->all && (o->negatives || o->logq != 0))
		return fail_set(f,
		    "--sampler=all cannot be used with --negatives or "
		    "--logq: every item is a candidate");
	if (o->all && p->mask_accidental)
		return fail_set(f,
		    "--sampler=all cannot be used with --mask-accidental: "
		    "no item is a candidate twice");
	return 0;
}

static int
settings_optimizer(
    struct settings *p, struct settings_parts *to, struct fail *f)
{
	const struct optimizer *o = optimizer_find(p->optimizer);

	to->optim = (struct optimizer_options){
	    .rate = p->rate,
	    .momentum = p->momentum,
	    .beta1 = p->beta1,
	    .beta2 = p->beta2,
	    .epsilon = p->epsilon,
	    .decay = p->decay,
	};
	to->train.optim = o;
	if (optimizer_settle(o, &to->optim, f) ||
	    schedule_parse(&to->schedule, p->schedule, p->warmup, f))
		return -1;
	if (p->lazy && o->sparse(&to->optim))
		return fail_set(f,
		    "--lazy has no effect with --optimizer=%s as given: rows "
		    "without a gradient never change",
		    o->name);
	p->rate = to->optim.rate;
	p->momentum = to->optim.momentum;
	p->beta1 = to->optim.beta1;
	p->beta2 = to->optim.beta2;
	p->epsilon = to->optim.epsilon;
	p->decay = to->optim.decay;
	return 0;
}

static int
settings_metric(struct settings *p, struct settings_parts *to, struct fail *f)
{
	struct validate_options *o = &to->validate;

	if (!p->metric && p->patience)
		p->metric = "ndcg@10";
	if (!p->metric)
		return 0;
	o->metric = metric_find(p->metric, &o->metric_k);
	if (!o->metric || !o->metric->one)
		return fail_set(f,
		    "--metric: '%s' is not a metric such as ndcg@10",
		    p->metric);
	to->train.patience = p->patience;
	return 0;
}

/* Row 0 may replace items only if fields still tell them apart. */
static int
settings_items(struct settings *p, const struct run_sources *s, struct fail *f)
{
	const int fields = s && s->field[FIELD_ITEM].n;

	if (isnan(p->item_dropout))
		p->item_dropout = fields ? ITEM_DROPOUT : 0;
	if (p->item_dropout > 0 && !fields)
		return fail_set(f, "--item-dropout needs --item-field: without "
				   "fields, items would be all alike");
	return 0;
}

int
settings_make(struct settings *p, struct run_sources *s,
    struct settings_parts **parts, struct fail *f)
{
	struct settings_parts *to = calloc(1, sizeof(*to));

	if (!to) {
		(void)fail_memory(f);
		return -2;
	}
	if ((s && settings_check_sources(p, s, f)) || settings_check(p, f) ||
	    settings_items(p, s, f) || settings_loader(p, to, f) ||
	    settings_loss(p, to, f) || settings_sampler(p, &to->sampler, f) ||
	    settings_optimizer(p, to, f) || settings_metric(p, to, f) ||
	    settings_net(p, to, f)) {
		settings_free(to);
		return -1;
	}
	to->dropout = (struct dropout){.embedding = p->dropout_embedding,
	    .hidden = p->dropout,
	    .item = p->item_dropout < 1 ? p->item_dropout : 0};
	to->train.epochs = p->epochs;
	to->train.feed = &to->feed;
	to->train.sampler = &to->sampler;
	to->train.objective = &to->objective;
	to->train.optim_options = &to->optim;
	to->train.schedule = &to->schedule;
	to->train.clip = p->clip;
	to->train.clip_each = p->clip_each;
	to->train.mean = p->mean;
	to->train.lazy = p->lazy;
	to->train.dropout = &to->dropout;
	to->train.seed = p->seed;
	to->train.validate = &to->validate;
	to->validate.objective = &to->objective;
	to->validate.sampler = &to->sampler;
	if (p->valid_batch == SETTINGS_UNSET)
		p->valid_batch = 2560;
	to->validate.batch = p->valid_batch;
	to->validate.exclude_context = p->exclude_context;
	if (s) {
		s->sequences = to->feed.layout != LOADER_WINDOWS;
		s->max_length = to->feed.max_length;
		s->no_context = !strcmp(p->encoder, "none");
		s->unknown = unknown_find(p->unknown);
		s->whole = p->exclude_context;
		s->weight = p->weight;
	}
	*parts = to;
	return 0;
}

void
settings_free(struct settings_parts *p)
{
	free(p);
}

const struct train_options *
settings_options(const struct settings_parts *p)
{
	return &p->train;
}

const struct net_shape *
settings_shape(const struct settings_parts *p)
{
	return &p->shape;
}

void
settings_set_items(struct settings_parts *p, size_t items)
{
	p->loss.items = (double)items;
}
