/*
 * seq-train - its options: where each goes, and its words in --help.
 *
 * The table alone, apart from the program because it is long.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SEQ_TRAIN_H
#define SEQ_TRAIN_H

#include <stddef.h>

#include "cli/cli.h"
#include "nn/cell.h"
#include "nn/loader.h"
#include "nn/loss.h"
#include "nn/optimizer.h"
#include "nn/params.h"
#include "nn/schedule.h"
#include "nn/settings.h"

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
	return optimizer_at(k) ? optimizer_at(k)->name : NULL;
}

static const char *
log_name(size_t k)
{
	static const char *const names[] = {"step", "epoch", "none"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static const char *
sampler_name(size_t k)
{
	static const char *const names[] = {"batch", "all"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static struct settings plan;
static const char *model_dir = "model", *vocab_file, *valid_file, *init_from;
static const char *context, *label, *sequence, *log_kind, *pad = "0";
static size_t length = 0, threads = 0, every = 0;
static const char *progress = "auto";
static int no_header, resume;

static const struct cli_option options[] = {
    OPT_STRING("model", 'm', &model_dir, "DIR",
	"the model's directory, replaced whole"),
    OPT_STRING("vocab", 'v', &vocab_file, "FILE",
	"the items and their numbers; else all items of the examples, most "
	"frequent first"),
    OPT_STRING("init-from", 0, &init_from, "DIR",
	"start from the weights of this model"),

    /* What is read. */
    OPT_CHOICE("layout", 0, &plan.layout, "NAME",
	"windows: examples; sequences: whole ones, a prediction at every "
	"event; sessions: one event a step, side by side",
	loader_layout_name),
    OPT_STRING("context", 'C', &context, "COLUMN",
	"name or number of the context column (default context_movie_id; with "
	"-H the first)"),
    OPT_STRING("label", 'L', &label, "COLUMN",
	"the label column (default label_movie_id; with -H the last)"),
    OPT_STRING("sequence", 0, &sequence, "COLUMN",
	"the column of sequences and sessions (default items; with -H the "
	"last)"),
    OPT_STRING("pad", 'p', &pad, "TOKEN", "what fills up a context"),
    OPT_SIZE("context-length", 0, &length, "N",
	"items of a context; longer ones keep the last; 0 is that of the "
	"longest",
	0, 1000000),
    OPT_SIZE("max-length", 0, &plan.max_length, "N",
	"longer sequences are cut into pieces of so many predictions", 1,
	1000000),
    OPT_FLAG("mask-padding", 0, &plan.mask_padding,
	"pads leave the state alone (in the tutorial they are items)"),
    OPT_FLAG(
	"no-header", 'H', &no_header, "examples and log have no header line"),

    /* The net. */
    OPT_SIZE("dim", 'd', &plan.dim, "N", "size of embeddings", 1, 65536),
    OPT_SIZE("units", 0, &plan.units, "N",
	"of a cell's state (default that of --dim)", 1, 65536),
    OPT_SIZE("layers", 0, &plan.layers, "N", "cells one on the other", 1,
	PARAMS_LAYERS),
    OPT_CHOICE("cell", 0, &plan.cell, "NAME", "recurrent cell", cell_name),
    OPT_FLAG("tie-embeddings", 0, &plan.tied, "one table for both towers"),
    OPT_FLAG("item-bias", 0, &plan.item_bias, "candidates have a bias"),
    OPT_FLAG("normalize", 0, &plan.normalize,
	"scores are cosines, over the temperature"),
    OPT_REAL("temperature", 0, &plan.temperature, "X",
	"that scores are divided by in training", 1e-6, 1e6),
    OPT_REAL("dropout", 0, &plan.dropout, "X",
	"share of a layer's outputs that a step leaves out", 0, 0.99),
    OPT_REAL("dropout-embedding", 0, &plan.dropout_embedding, "X",
	"share of the columns of an item's embedding", 0, 0.99),

    /* The objective. */
    OPT_CHOICE("loss", 0, &plan.loss, "NAME", "objective", loss_name),
    OPT_STRING("activation", 0, &plan.activation, "NAME",
	"of scores: linear, relu, tanh, elu-X"),
    OPT_CHOICE("sampler", 0, &plan.sampler, "WHICH",
	"what a label is scored against: the batch's labels, or all items",
	sampler_name),
    OPT_SIZE("negatives", 0, &plan.negatives, "N",
	"items drawn for each step as candidates too", 0, 1e9),
    OPT_REAL("negative-power", 0, &plan.negative_power, "X",
	"items are drawn by their count to this power (default 0.75)", 0, 10),
    OPT_REAL("logq", 0, &plan.logq, "X",
	"take so many times ln of how likely an item is a candidate off its "
	"score",
	0, 10),
    OPT_FLAG("mask-accidental", 0, &plan.mask_accidental,
	"other copies of the label are no negatives"),
    OPT_REAL("label-smoothing", 0, &plan.smoothing, "X", "of softmax", 0, 0.99),
    OPT_REAL("bpr-regularisation", 0, &plan.regularisation, "X",
	"of bpr-max (default 1)", 0, 1e6),
    OPT_REAL("calibration", 0, &plan.calibration, "X", "of gbce (default 0.75)",
	0, 1),

    /* How it is made small. */
    OPT_SIZE("epochs", 'e', &plan.epochs, "N", "passes over the examples", 1,
	1000000),
    OPT_SIZE("batch-size", 'b', &plan.batch, "N",
	"examples in a step (default 12800), sequences (128) or sessions (32)",
	1, MOST_BATCH),
    OPT_CHOICE(
	"optimizer", 0, &plan.optimizer, "NAME", "optimizer", optim_name),
    OPT_REAL("learning-rate", 'r', &plan.rate, "X",
	"of the optimizer (default its own)", 0, 1e6),
    OPT_STRING("schedule", 0, &plan.schedule, "HOW",
	"of the learning rate: " SCHEDULE_HELP),
    OPT_SIZE("warmup", 0, &plan.warmup, "N",
	"steps in which the learning rate comes up", 0, 9e15),
    OPT_REAL("momentum", 0, &plan.momentum, "X", "of the optimizer", 0, 1),
    OPT_REAL("beta1", 0, &plan.beta1, "X", "of adam and adamw", 0, 1),
    OPT_REAL("beta2", 0, &plan.beta2, "X", "of adam, adamw and rmsprop", 0, 1),
    OPT_REAL("epsilon", 0, &plan.epsilon, "X", "of the optimizer", 0, 1),
    OPT_REAL("weight-decay", 0, &plan.decay, "X", "of adamw", 0, 1e6),
    OPT_REAL("clip", 0, &plan.clip, "X",
	"greatest length of a step's gradient; 0 is any", 0, 1e30),
    OPT_FLAG("lazy", 0, &plan.lazy,
	"rows without a gradient stay as they are, whatever the optimizer"),
    OPT_FLAG("mean-loss", 0, &plan.mean,
	"the gradient is that of the mean, not the sum"),
    OPT_STRING("shuffle", 0, &plan.shuffle, "HOW",
	"buffer:N, a buffer as tf.data's, the same batches every epoch; epoch, "
	"anew each epoch; none"),
    OPT_SIZE("seed", 's', &plan.seed, "N", "of all that is random", 0, 9e15),

    /* What is watched. */
    OPT_STRING("valid", 0, &valid_file, "FILE",
	"examples, or sequences, to validate on after each epoch"),
    OPT_SIZE("valid-batch", 0, &plan.valid_batch, "N",
	"examples in a batch of the validation loss (default 2560)", 1,
	MOST_BATCH),
    OPT_STRING("metric", 0, &plan.metric, "NAME",
	"of the validation, such as ndcg@10: the best epoch's weights are "
	"kept"),
    OPT_SIZE("patience", 0, &plan.patience, "N",
	"epochs without a better one that end the training; 0 never", 0,
	1000000),
    OPT_CHOICE("log", 0, &log_kind, "WHAT",
	"rows on standard output; none if that is a terminal, else step",
	log_name),
    OPT_SIZE("checkpoint-every", 0, &every, "N",
	"write the model every N steps too; 0 is never", 0, 1e12),
    OPT_FLAG(
	"resume", 0, &resume, "go on from the state in the model's directory"),
    OPT_PROGRESS(&progress),
    OPT_THREADS(&threads),
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
