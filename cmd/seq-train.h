/*
 * seq-train - its options: where each goes, and its words in --help.
 *
 * The table alone, apart from the program because it is long.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SEQ_TRAIN_H
#define SEQ_TRAIN_H

#include <stddef.h>

#include "base/cli.h"
#include "nn/cell.h"
#include "nn/feed.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/plan.h"
#include "nn/schedule.h"

#define MOST_BATCH 100000000.0

static const char *
cell_name(size_t k)
{
	return cell_at(k) ? cell_at(k)->name : NULL;
}

static const char *
loss_name(size_t k)
{
	return loss_at(k) ? loss_at(k)->name : NULL;
}

static const char *
optim_name(size_t k)
{
	return optim_at(k) ? optim_at(k)->name : NULL;
}

static const char *
log_name(size_t k)
{
	static const char *const names[] = {"step", "epoch", "none"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static const char *
candidates_name(size_t k)
{
	static const char *const names[] = {"batch", "all"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static struct plan plan;
static const char *model_dir = "model", *vocab_file, *valid_file, *init_from;
static const char *context, *label, *items, *log_kind, *pad = "0";
static size_t length = 0, threads = 0, every = 0;
static const char *progress = "auto";
static int no_header, resume;

#define STRING(n, l, t, a, h)                                                  \
	{                                                                      \
		.name = n, .letter = l, .kind = CLI_STRING, .to = t, .arg = a, \
		.help = h                                                      \
	}
#define SIZE(n, l, t, h, lo, hi)                                               \
	{                                                                      \
		.name = n, .letter = l, .kind = CLI_SIZE, .to = t, .arg = "N", \
		.help = h, .least = lo, .most = hi                             \
	}
#define REAL(n, l, t, h, lo, hi)                                               \
	{                                                                      \
		.name = n, .letter = l, .kind = CLI_REAL, .to = t, .arg = "X", \
		.help = h, .least = lo, .most = hi                             \
	}
#define CHOICE(n, t, a, h, c)                                                \
	{                                                                    \
		.name = n, .kind = CLI_CHOICE, .to = t, .arg = a, .help = h, \
		.choice = c                                                  \
	}
#define FLAG(n, l, t, h)                                                     \
	{                                                                    \
		.name = n, .letter = l, .kind = CLI_FLAG, .to = t, .help = h \
	}

static const struct cli_option options[] = {
    STRING("model", 'm', &model_dir, "DIR",
	"the model's directory, replaced whole"),
    STRING("vocab", 0, &vocab_file, "FILE",
	"the items and their numbers; else all items of the examples, most "
	"frequent first"),
    STRING("init-from", 0, &init_from, "DIR",
	"start from the weights of this model"),

    /* What is read. */
    CHOICE("layout", &plan.layout, "NAME",
	"windows: examples; sequences: whole ones, a prediction at every "
	"event; sessions: one event a step, side by side",
	feed_layout_name),
    STRING("context", 0, &context, "COLUMN",
	"name or number of the context column (default context_movie_id; with "
	"-H the first)"),
    STRING("label", 'l', &label, "COLUMN",
	"the label column (default label_movie_id; with -H the last)"),
    STRING("items", 0, &items, "COLUMN",
	"the column of sequences and sessions (default items; with -H the "
	"last)"),
    STRING("pad", 0, &pad, "TOKEN", "what fills up a context"),
    SIZE("context-length", 'k', &length,
	"items of a context; longer ones keep the last; 0 is that of the "
	"longest",
	0, 1000000),
    SIZE("max-length", 0, &plan.max_length,
	"longer sequences are cut into pieces of so many predictions", 1,
	1000000),
    FLAG("mask-padding", 0, &plan.mask_padding,
	"pads leave the state alone (in the tutorial they are items)"),
    FLAG("no-header", 'H', &no_header, "examples and log have no header line"),

    /* The net. */
    SIZE("dim", 'd', &plan.dim, "size of embeddings", 1, 65536),
    SIZE("units", 0, &plan.units, "of a cell's state (default that of --dim)",
	1, 65536),
    SIZE("layers", 0, &plan.layers, "cells one on the other", 1, NET_LAYERS),
    CHOICE("cell", &plan.cell, "NAME", "recurrent cell", cell_name),
    FLAG("tie-embeddings", 0, &plan.tied, "one table for both towers"),
    FLAG("item-bias", 0, &plan.item_bias, "candidates have a bias"),
    FLAG("normalize", 0, &plan.normalize,
	"scores are cosines, over the temperature"),
    REAL("temperature", 0, &plan.temperature,
	"that scores are divided by in training", 1e-6, 1e6),
    REAL("dropout", 0, &plan.dropout,
	"share of a layer's outputs that a step leaves out", 0, 0.99),
    REAL("dropout-embedding", 0, &plan.dropout_embedding,
	"share of the columns of an item's embedding", 0, 0.99),

    /* The objective. */
    CHOICE("loss", &plan.loss, "NAME", "objective", loss_name),
    STRING("activation", 0, &plan.activation, "NAME",
	"of scores: linear, relu, tanh, elu-X"),
    CHOICE("candidates", &plan.candidates, "WHICH",
	"what a label is scored against: the batch's labels, or all items",
	candidates_name),
    SIZE("negatives", 0, &plan.negatives,
	"items drawn for each step as candidates too", 0, 1e9),
    REAL("negative-power", 0, &plan.negative_power,
	"items are drawn by their count to this power (default 0.75)", 0, 10),
    REAL("logq", 0, &plan.logq,
	"take so many times ln of how likely an item is a candidate off its "
	"score",
	0, 10),
    FLAG("mask-accidental", 0, &plan.mask_accidental,
	"other copies of the label are no negatives"),
    REAL("label-smoothing", 0, &plan.smoothing, "of softmax", 0, 0.99),
    REAL("bpr-regularisation", 0, &plan.regularisation,
	"of bpr-max (default 1)", 0, 1e6),
    REAL("calibration", 0, &plan.calibration, "of gbce (default 0.75)", 0, 1),

    /* How it is made small. */
    SIZE("epochs", 'e', &plan.epochs, "passes over the examples", 1, 1000000),
    SIZE("batch-size", 'b', &plan.batch,
	"examples in a step (default 12800), sequences (128) or sessions (32)",
	1, MOST_BATCH),
    CHOICE("optimizer", &plan.optimizer, "NAME", "optimizer", optim_name),
    REAL("learning-rate", 'r', &plan.rate, "of the optimizer (default its own)",
	0, 1e6),
    STRING("schedule", 0, &plan.schedule, "HOW",
	"of the learning rate: " SCHEDULE_HELP),
    SIZE("warmup", 0, &plan.warmup, "steps in which the learning rate comes up",
	0, 9e15),
    REAL("momentum", 0, &plan.momentum, "of the optimizer", 0, 1),
    REAL("beta1", 0, &plan.beta1, "of adam and adamw", 0, 1),
    REAL("beta2", 0, &plan.beta2, "of adam, adamw and rmsprop", 0, 1),
    REAL("epsilon", 0, &plan.epsilon, "of the optimizer", 0, 1),
    REAL("weight-decay", 0, &plan.decay, "of adamw", 0, 1e6),
    REAL("clip", 0, &plan.clip,
	"greatest length of a step's gradient; 0 is any", 0, 1e30),
    FLAG("lazy", 0, &plan.lazy,
	"rows without a gradient stay as they are, whatever the optimizer"),
    FLAG("mean-loss", 0, &plan.mean,
	"the gradient is that of the mean, not the sum"),
    STRING("shuffle", 0, &plan.shuffle, "HOW",
	"buffer:N, a buffer as tf.data's, the same batches every epoch; epoch, "
	"anew each epoch; none"),
    SIZE("seed", 's', &plan.seed, "of all that is random", 0, 9e15),

    /* What is watched. */
    STRING("valid", 0, &valid_file, "FILE",
	"examples, or sequences, to validate on after each epoch"),
    SIZE("valid-batch", 0, &plan.valid_batch,
	"examples in a batch of the validation loss (default 2560)", 1,
	MOST_BATCH),
    STRING("metric", 0, &plan.metric, "NAME",
	"of the validation, such as ndcg@10: the best epoch's weights are "
	"kept"),
    SIZE("patience", 0, &plan.patience,
	"epochs without a better one that end the training; 0 never", 0,
	1000000),
    CHOICE("log", &log_kind, "WHAT",
	"rows on standard output; none if that is a terminal, else step",
	log_name),
    SIZE("checkpoint-every", 0, &every,
	"write the model every N steps too; 0 is never", 0, 1e12),
    FLAG("resume", 0, &resume, "go on from the state in the model's directory"),
    CLI_PROGRESS(&progress),
    CLI_THREADS(&threads),
};

static const struct cli cli = {
    "seq-train",
    "[examples ...]",
    "Trains a model on examples (TSV, a context and a label column) and "
    "writes\n"
    "the loss of every step. The defaults are the tutorial's.\n",
    options,
    COUNTOF(options),
    -1,
};

#endif
