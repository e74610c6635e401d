/* settings_table - the table of settings, and what is made by walking it. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "cli/options.h"
#include "data/unknown.h"
#include "nn/activation.h"
#include "nn/layer.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/schedule.h"
#include "rank/metric.h"

#define MOST_BATCH 100000000.0

const struct settings settings_default = {
    .layout = "windows",
    .cell = "gru",
    .loss = "softmax",
    .optimizer = "adagrad",
    .schedule = "constant",
    .activation = "linear",
    .sampler = "batch",
    .unknown = "drop",
    .dim = 32,
    .units = SETTINGS_UNSET,
    .layers = 1,
    .epochs = 3,
    .batch = SETTINGS_UNSET,
    .max_length = SETTINGS_UNSET,
    .valid_batch = SETTINGS_UNSET,
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

/* A row of the table. */
struct settings_row {
	struct cli_option option; /* to: the setting in the defaults; or a
				     heading, which is no setting */

	/* What else must be chosen where this is given: "name=value", or "name"
	 * that is not 0; NULL: nothing. */
	const char *only;
	int free; /* a run that goes on may be told another */
};

/* A row leads to its setting in the defaults. */
#define AT(setting) ((void *)&settings_default.setting)

static struct choice
cell_choice(size_t k)
{
	return CHOICE_OF(layer_at(k));
}

static struct choice
loss_choice(size_t k)
{
	return CHOICE_OF(loss_at(k));
}

static struct choice
optimizer_choice(size_t k)
{
	return CHOICE_OF(optimizer_at(k));
}

static struct choice
activation_choice(size_t k)
{
	const struct activation *a = activation_at(k);
	struct choice c = CHOICE_OF(a);

	if (a && a->parameter)
		c.after = "-X";
	return c;
}

/* Those that say what one rank is worth. */
static struct choice
metric_choice(size_t k)
{
	const struct metric *m;
	struct choice c;
	size_t i;

	for (i = 0; (m = metric_at(i)); i++) {
		if (m->one && !k--)
			break;
	}
	c = CHOICE_OF(m);
	if (m && m->cut)
		c.after = "K";
	return c;
}

static struct choice
sampler_choice(size_t k)
{
	static const struct choice samplers[] = {
	    {"batch", NULL, "the batch's labels, and --negatives"},
	    {"all", NULL, "all items"},
	};

	return k < COUNTOF(samplers) ? samplers[k] : (struct choice){0};
}

static const struct settings_row rows[] = {
    {.option = OPT_GROUP("Input")},
    {.option = OPT_CHOICE("layout", 0, AT(layout), "NAME",
	 "how examples or sequences become batches", loader_layout_choice)},
    {.option = OPT_SIZE("max-length", 0, AT(max_length), "N",
	 "longer sequences are cut into pieces of so many predictions", 1,
	 1000000),
	.only = "layout=sequences"},
    {.option = OPT_FLAG("fill-context", 0, AT(fill_context),
	 "contexts shorter than their length are filled with row 0, which "
	 "trains as an item: the tutorial's way")},
    {.option = OPT_CHOICE("unknown", 'u', AT(unknown), "WHAT",
	 "what becomes of items that the vocabulary lacks", unknown_choice)},

    {.option = OPT_GROUP("Network")},
    {.option = OPT_DIM(AT(dim), "size of embeddings", 1)},
    {.option = OPT_SIZE("units", 0, AT(units), "N",
	 "of a cell's state (default that of --dim)", 1, 65536)},
    {.option = OPT_SIZE("layers", 0, AT(layers), "N", "cells one on the other",
	 1, NET_LAYERS)},
    {.option = OPT_CHOICE(
	 "cell", 0, AT(cell), "NAME", "recurrent cell", cell_choice)},
    {.option = OPT_FLAG(
	 "tie-embeddings", 0, AT(tied), "one table for both towers")},
    {.option =
	    OPT_FLAG("item-bias", 0, AT(item_bias), "candidates have a bias")},
    {.option = OPT_FLAG("bias-from-counts", 0, AT(bias_from_counts),
	 "the biases begin with the logarithms of the items' counts"),
	.only = "item-bias"},
    {.option = OPT_FLAG("normalize", 0, AT(normalize),
	 "scores are cosines, over the temperature")},
    {.option = OPT_REAL("temperature", 0, AT(temperature), "X",
	 "that scores are divided by in training", 1e-6, 1e6)},
    {.option = OPT_REAL("dropout", 0, AT(dropout), "X",
	 "share of a layer's outputs that a step leaves out", 0, 0.99)},
    {.option = OPT_REAL("dropout-embedding", 0, AT(dropout_embedding), "X",
	 "share of the columns of an item's embedding", 0, 0.99)},

    {.option = OPT_GROUP("Objective")},
    {.option =
	    OPT_CHOICE("loss", 0, AT(loss), "NAME", "objective", loss_choice)},
    {.option = OPT_FORM("activation", 0, AT(activation), "NAME", "of scores",
	 activation_choice)},
    {.option = OPT_CHOICE("sampler", 0, AT(sampler), "NAME",
	 "items that a label is scored against", sampler_choice)},
    {.option = OPT_SIZE("negatives", 0, AT(negatives), "N",
	 "items drawn for each step as candidates too", 0, 1e9)},
    {.option = OPT_REAL("negative-power", 0, AT(negative_power), "X",
	 "items are drawn by their count to this power (default 0.75)", 0, 10),
	.only = "negatives"},
    {.option = OPT_REAL("logq", 0, AT(logq), "X",
	 "take so many times ln of how likely an item is a candidate off its "
	 "score",
	 0, 10)},
    {.option = OPT_FLAG("mask-accidental", 0, AT(mask_accidental),
	 "other copies of the label are no negatives")},
    {.option = OPT_REAL(
	 "label-smoothing", 0, AT(smoothing), "X", "of softmax", 0, 0.99),
	.only = "loss=softmax"},
    {.option = OPT_REAL("bpr-regularisation", 0, AT(regularisation), "X",
	 "of bpr-max (default 1)", 0, 1e6),
	.only = "loss=bpr-max"},
    {.option = OPT_REAL("calibration", 0, AT(calibration), "X",
	 "of gbce (default 0.75)", 0, 1),
	.only = "loss=gbce"},

    {.option = OPT_GROUP("Optimization")},
    {.option = OPT_SIZE("epochs", 'e', AT(epochs), "N",
	 "passes over the examples", 1, 1000000),
	.free = 1},
    {.option = OPT_SIZE("batch-size", 'b', AT(batch), "N",
	 "examples in a step (default 12800), sequences (128) or sessions (32)",
	 1, MOST_BATCH)},
    {.option = OPT_CHOICE(
	 "optimizer", 0, AT(optimizer), "NAME", "optimizer", optimizer_choice)},
    {.option = OPT_REAL("learning-rate", 'r', AT(rate), "X",
	 "of the optimizer (default its own)", 0, 1e6)},
    {.option = OPT_STRING("schedule", 0, AT(schedule), "HOW",
	 "of the learning rate: " SCHEDULE_HELP)},
    {.option = OPT_SIZE("warmup", 0, AT(warmup), "N",
	 "steps in which the learning rate comes up", 0, 9e15)},
    {.option = OPT_REAL(
	 "momentum", 0, AT(momentum), "X", "of the optimizer", 0, 1)},
    {.option = OPT_REAL("beta1", 0, AT(beta1), "X", "of adam and adamw", 0, 1)},
    {.option = OPT_REAL(
	 "beta2", 0, AT(beta2), "X", "of adam, adamw and rmsprop", 0, 1)},
    {.option =
	    OPT_REAL("epsilon", 0, AT(epsilon), "X", "of the optimizer", 0, 1)},
    {.option = OPT_REAL("weight-decay", 0, AT(decay), "X", "of adamw", 0, 1e6)},
    {.option = OPT_REAL("clip", 0, AT(clip), "X",
	 "greatest length of a step's gradient; 0 is any", 0, 1e30)},
    {.option = OPT_FLAG("lazy", 0, AT(lazy),
	 "rows without a gradient stay as they are, whatever the optimizer")},
    {.option = OPT_FLAG("mean-loss", 0, AT(mean),
	 "the gradient is that of the mean, not the sum")},
    {.option = OPT_STRING("shuffle", 0, AT(shuffle), "HOW",
	 "buffer:N, a buffer as tf.data's, the same batches every epoch; "
	 "epoch, anew each epoch; none")},
    {.option = OPT_SEED(AT(seed), "of all that is random")},

    {.option = OPT_GROUP("Model and validation")},
    {.option = OPT_SIZE("hold-out", 0, AT(hold_out), "N",
	 "predictions held back from the examples to validate on; 0: none", 0,
	 MOST_BATCH)},
    {.option = OPT_SIZE("valid-batch", 0, AT(valid_batch), "N",
	 "examples in a batch of the validation loss (default 2560)", 1,
	 MOST_BATCH)},
    {.option = OPT_FORM("metric", 0, AT(metric), "NAME",
	 "of the validation, such as ndcg@10: the best epoch's weights are "
	 "kept",
	 metric_choice)},
    {.option = OPT_SIZE("patience", 0, AT(patience), "N",
	 "epochs without a better one that end the training; 0 never", 0,
	 1000000),
	.free = 1},
};

_Static_assert(COUNTOF(rows) == SETTINGS_ROWS, "a row more, or less");

/* The row's setting in p. */
static void *
setting(const struct settings *p, const struct settings_row *r)
{
	return (char *)p +
	       ((const char *)r->option.to - (const char *)&settings_default);
}

static const struct settings_row *
find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++)
		if (strlen(rows[i].option.name) == n &&
		    !memcmp(rows[i].option.name, name, n))
			return &rows[i];
	return NULL;
}

void
settings_rows(struct settings *p, struct cli_option *to)
{
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		to[i] = rows[i].option;
		if (to[i].to)
			to[i].to = setting(p, &rows[i]);
	}
}

/* The setting in words, as a model's settings.tsv has it. */
static void
put(const struct settings *p, const struct settings_row *r, char *to,
    size_t room)
{
	const void *x = setting(p, r);
	char number[NUM_MAX];

	switch (r->option.kind) {
	case CLI_FLAG:
		(void)snprintf(to, room, "%d", *(const int *)x);
		break;
	case CLI_SIZE:
		(void)snprintf(to, room, "%zu", *(const size_t *)x);
		break;
	case CLI_REAL:
		(void)snprintf(to, room, "%.*s",
		    (int)(num_put_double(number, *(const double *)x) - number),
		    number);
		break;
	default:
		(void)snprintf(to, room, "%s",
		    *(const char *const *)x ? *(const char *const *)x : "none");
	}
}

/* Is the setting another than where nothing was said? */
static int
is_given(const struct settings *p, const struct settings_row *r)
{
	const void *x = setting(p, r), *was = setting(&settings_default, r);

	switch (r->option.kind) {
	case CLI_FLAG:
		return *(const int *)x != *(const int *)was;
	case CLI_SIZE:
		return *(const size_t *)x != *(const size_t *)was;
	case CLI_REAL:
		return isnan(*(const double *)was)
		           ? !isnan(*(const double *)x)
		           : *(const double *)x != *(const double *)was;
	default:
		return *(const char *const *)x != *(const char *const *)was;
	}
}

int
settings_check(const struct settings *p, struct fail *f)
{
	const struct settings_row *r;
	char value[SETTINGS_WORDS];

	for (r = rows; r < rows + COUNTOF(rows); r++) {
		const char *want = r->only ? strchr(r->only, '=') : NULL;
		const size_t n = !r->only ? 0
		                 : want   ? (size_t)(want - r->only)
		                          : strlen(r->only);

		if (!n || !is_given(p, r))
			continue;
		put(p, find(r->only, n), value, sizeof(value));
		if (want ? strcmp(value, want + 1) != 0 : !strcmp(value, "0"))
			return fail_set(f, "--%s is for --%s%s%s",
			    r->option.name, r->only, want ? ", not " : "",
			    want ? value : "");
	}
	return 0;
}

int
settings_each(const struct settings *p,
    int (*put_row)(
	void *ctx, const char *name, const char *value, struct fail *),
    void *ctx, struct fail *f)
{
	char name[64], value[SETTINGS_WORDS], *s;
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		if (rows[i].option.kind == CLI_GROUP)
			continue;
		put(p, &rows[i], value, sizeof(value));
		(void)snprintf(name, sizeof(name), "%s", rows[i].option.name);
		for (s = name; *s; s++)
			*s = *s == '-' ? '_' : *s;
		if (put_row(ctx, name, value, f))
			return -1;
	}
	return 0;
}

int
settings_is_free(const char *name)
{
	char option[64], *s;
	const struct settings_row *r;

	(void)snprintf(option, sizeof(option), "%s", name);
	for (s = option; *s; s++)
		*s = *s == '_' ? '-' : *s;
	r = find(option, strlen(option));
	return r && r->free;
}

/* As if it had not been given. */
static void
unset(void *x, enum cli_kind kind)
{
	switch (kind) {
	case CLI_FLAG:
		*(int *)x = -1;
		break;
	case CLI_SIZE:
		*(size_t *)x = SETTINGS_UNSET;
		break;
	case CLI_REAL:
		*(double *)x = NAN;
		break;
	default:
		*(const char **)x = NULL;
	}
}

int
settings_set(struct settings *p, const char *name, const char *value)
{
	const struct settings_row *r = find(name, strlen(name));
	uint64_t n;
	void *x;

	if (!r)
		return -1;
	x = setting(p, r);
	if (!strcmp(value, "auto")) {
		unset(x, r->option.kind);
		return 0;
	}
	switch (r->option.kind) {
	case CLI_FLAG:
		if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
			return -1;
		*(int *)x = *value == '1';
		return 0;
	case CLI_SIZE:
		if (num_get_count(value, strlen(value), 0, SIZE_MAX, &n))
			return -1;
		*(size_t *)x = (size_t)n;
		return 0;
	case CLI_REAL:
		return num_get_double(value, strlen(value), x) ? -1 : 0;
	default:
		*(const char **)x = value;
		return 0;
	}
}
