/* settings_table - the table of settings and their defaults. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings_table.h"

#include <math.h>

#include "data/unknown.h"
#include "nn/activation.h"
#include "nn/layer.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/schedule.h"
#include "rank/metric.h"

#define MOST_BATCH 100000000.0

const struct settings settings_default = {
    .layout = "windows",
    .embedding_init = "uniform",
    .encoder = "gru",
    .hidden = "none",
    .item_hidden = "none",
    .norm = "sasrec",
    .loss = "softmax",
    .optimizer = "adagrad",
    .schedule = "constant",
    .activation = "linear",
    .sampler = "batch",
    .unknown = "drop",
    .dim = 32,
    .heads = 1,
    .positions = SETTINGS_UNSET,
    .placed = 1,
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
    .item_dropout = NAN,
    .temperature = 1,
    .regularisation = NAN,
    .calibration = NAN,
    .negative_power = NAN,
};

/* A row points to its setting in the defaults. */
#define AT(setting) ((void *)&settings_default.setting)

static struct choice
encoder_choice(size_t k)
{
	static const struct choice none = {
	    "none", NULL, "no events: queries consist of their fields"};
	struct choice c = CHOICE_OF(layer_at(k));

	c.after = c.name ? ":WIDTH" : NULL;
	return c.name || (k && !layer_at(k - 1)) ? c : none;
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

/* The metrics that give one number for each rank. */
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

const struct settings_row settings_table[] = {
    {.option = OPT_GROUP("Input")},
    {.option = OPT_CHOICE("layout", 0, AT(layout), "NAME",
	 "how examples or sequences become batches", loader_layout_choice)},
    {.option = OPT_SIZE("max-length", 0, AT(max_length), "N",
	 "cut longer sequences into pieces of this many predictions", 1,
	 1000000),
	.only = "layout=sequences"},
    {.option = OPT_FLAG("last-piece", 0, AT(last_piece),
	 "train only on the last piece of each sequence"),
	.only = "layout=sequences"},
    {.option = OPT_FLAG("fill-context", 0, AT(fill_context),
	 "fill short contexts with row 0, which is trained like an item, as in "
	 "the tutorial")},
    {.option = OPT_CHOICE("unknown", 'u', AT(unknown), "WHAT",
	 "what to do with items that are not in the vocabulary",
	 unknown_choice)},
    {.option = OPT_STRING("weight", 0, AT(weight), "COLUMN",
	 "multiply an example's loss by the number in this column")},

    {.option = OPT_GROUP("Network")},
    {.option = OPT_DIM(AT(dim), "size of embeddings", 1)},
    {.option = OPT_CHOICE("embedding-init", 0, AT(embedding_init), "NAME",
	 "distribution of the first embeddings", params_init_choice)},
    {.option = OPT_FORM("encoder", 0, AT(encoder), "LIST",
	 "layers over the events, KIND[:WIDTH][,KIND[:WIDTH]]... from the "
	 "bottom up; default width --dim",
	 encoder_choice)},
    {.option = OPT_SIZE("heads", 0, AT(heads), "N",
	 "heads of attention, which divide its width", 1, 65536)},
    {.option = OPT_SIZE("positions", 0, AT(positions), "N",
	 "events that attention sees (default --max-length, or 200)", 1,
	 NET_POSITIONS)},
    {.option = OPT_FLAG("position-embedding", 0, AT(placed),
	 "add a vector for each position to the input of attention")},
    {.option = OPT_CHOICE("norm", 0, AT(norm), "NAME",
	 "where attention normalises", layer_norm_choice)},
    {.option = OPT_STRING("hidden", 0, AT(hidden), "LIST",
	 "dense layers over the query, WIDTH[:relu][,WIDTH[:relu]]...")},
    {.option = OPT_STRING("item-hidden", 0, AT(item_hidden), "LIST",
	 "dense layers over candidates, like --hidden")},
    {.option = OPT_FLAG(
	 "tie-embeddings", 0, AT(tied), "one table for both towers")},
    {.option = OPT_FLAG(
	 "item-bias", 0, AT(item_bias), "add a bias to each candidate")},
    {.option = OPT_FLAG("bias-from-counts", 0, AT(bias_from_counts),
	 "start biases as the logarithms of the items' counts"),
	.only = "item-bias"},
    {.option = OPT_FLAG("normalize", 0, AT(normalize),
	 "scores are cosines divided by the temperature")},
    {.option = OPT_REAL("temperature", 0, AT(temperature), "X",
	 "divisor of scores in training", 1e-6, 1e6)},
    {.option = OPT_REAL("dropout", 0, AT(dropout), "X",
	 "dropout rate of layer outputs", 0, 0.99)},
    {.option = OPT_REAL("dropout-embedding", 0, AT(dropout_embedding), "X",
	 "dropout rate of embedding columns", 0, 0.99)},
    {.option = OPT_REAL("item-dropout", 0, AT(item_dropout), "X",
	 "share of a step's candidates represented by --item-field alone "
	 "(default 0.1)",
	 0, 1)},

    {.option = OPT_GROUP("Objective")},
    {.option =
	    OPT_CHOICE("loss", 0, AT(loss), "NAME", "objective", loss_choice)},
    {.option = OPT_FORM("activation", 0, AT(activation), "NAME",
	 "function applied to scores", activation_choice)},
    {.option = OPT_CHOICE("sampler", 0, AT(sampler), "NAME",
	 "the candidates that labels are scored against", sampler_choice)},
    {.option = OPT_SIZE("negatives", 0, AT(negatives), "N",
	 "items sampled for each step as further candidates", 0, 1e9)},
    {.option = OPT_REAL("negative-power", 0, AT(negative_power), "X",
	 "sample items in proportion to count^X (default 0.75)", 0, 10),
	.only = "negatives"},
    {.option = OPT_REAL("logq", 0, AT(logq), "X",
	 "subtract X ln(sampling probability) from each candidate's score "
	 "(logQ correction)",
	 0, 10)},
    {.option = OPT_FLAG("mask-accidental", 0, AT(mask_accidental),
	 "other copies of the label do not count as negatives")},
    {.option = OPT_FLAG("mask-context", 0, AT(mask_context),
	 "items of a query's context do not count as negatives")},
    {.option = OPT_REAL("label-smoothing", 0, AT(smoothing), "X",
	 "label smoothing of softmax", 0, 0.99),
	.only = "loss=softmax"},
    {.option = OPT_REAL("bpr-regularisation", 0, AT(regularisation), "X",
	 "score regularisation of bpr-max (default 1)", 0, 1e6),
	.only = "loss=bpr-max"},
    {.option = OPT_REAL("calibration", 0, AT(calibration), "X",
	 "calibration of gbce (default 0.75)", 0, 1),
	.only = "loss=gbce"},

    {.option = OPT_GROUP("Optimisation")},
    {.option = OPT_SIZE("epochs", 'e', AT(epochs), "N",
	 "passes over the examples", 1, 1000000),
	.free = 1},
    {.option = OPT_SIZE("batch-size", 'b', AT(batch), "N",
	 "batch size (default chosen from the data)", 1, MOST_BATCH)},
    {.option = OPT_CHOICE(
	 "optimizer", 0, AT(optimizer), "NAME", "optimizer", optimizer_choice)},
    {.option = OPT_REAL("learning-rate", 'r', AT(rate), "X",
	 "learning rate (default depends on the optimiser)", 0, 1e6)},
    {.option = OPT_STRING("schedule", 0, AT(schedule), "HOW",
	 "schedule of the learning rate: " SCHEDULE_HELP)},
    {.option = OPT_SIZE("warmup", 0, AT(warmup), "N",
	 "steps of linear warm-up of the learning rate", 0, 9e15)},
    {.option = OPT_REAL(
	 "momentum", 0, AT(momentum), "X", "momentum of the optimiser", 0, 1)},
    {.option = OPT_REAL("beta1", 0, AT(beta1), "X",
	 "decay rate of the mean gradient (adam, adamw)", 0, 1)},
    {.option = OPT_REAL("beta2", 0, AT(beta2), "X",
	 "decay rate of the mean square (adam, adamw, rmsprop)", 0, 1)},
    {.option = OPT_REAL(
	 "epsilon", 0, AT(epsilon), "X", "epsilon of the optimiser", 0, 1)},
    {.option = OPT_REAL(
	 "weight-decay", 0, AT(decay), "X", "weight decay of adamw", 0, 1e6)},
    {.option = OPT_REAL("clip", 0, AT(clip), "X",
	 "maximum norm of a step's gradient; 0: no limit", 0, 1e30)},
    {.option = OPT_REAL("clip-each", 0, AT(clip_each), "X",
	 "maximum norm of each parameter's gradient; 0: no limit", 0, 1e30)},
    {.option = OPT_FLAG("lazy", 0, AT(lazy),
	 "rows without a gradient do not change, with any optimiser")},
    {.option = OPT_FLAG("mean-loss", 0, AT(mean),
	 "use the gradient of the mean loss, not of the sum")},
    {.option = OPT_STRING("shuffle", 0, AT(shuffle), "HOW",
	 "buffer:N, a buffer like tf.data's, with the same batches every "
	 "epoch; epoch, a new order every epoch; none")},
    {.option = OPT_SEED(AT(seed), "seed of all random numbers")},

    {.option = OPT_GROUP("Model and validation")},
    {.option = OPT_SIZE("hold-out", 0, AT(hold_out), "N",
	 "predictions to hold out from the examples for validation; 0: none", 0,
	 MOST_BATCH),
	.validates = 1},
    {.option = OPT_SIZE("valid-batch", 0, AT(valid_batch), "N",
	 "examples in a batch of the validation loss (default 2560)", 1,
	 MOST_BATCH),
	.validates = 1},
    {.option = OPT_FORM("metric", 0, AT(metric), "NAME",
	 "validation metric, such as ndcg@10: keep the weights of the best "
	 "epoch",
	 metric_choice),
	.validates = 1},
    {.option = OPT_FLAG("exclude-context", 0, AT(exclude_context),
	 "validation ranks exclude the items of the query's context"),
	.validates = 1},
    {.option = OPT_SIZE("patience", 0, AT(patience), "N",
	 "stop after this many epochs without improvement; 0: never", 0,
	 1000000),
	.free = 1,
	.validates = 1},
};

_Static_assert(COUNTOF(settings_table) == SETTINGS_ROWS, "a row more, or less");
