/*
 * seq-train - trains a query tower against an item tower.
 *
 * Reads examples, and writes the model as a directory and the loss of every
 * step to standard output.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/fail.h"
#include "base/par.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/outf.h"
#include "nn/activation.h"
#include "nn/cell.h"
#include "nn/checkpoint.h"
#include "nn/feed.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/plan.h"
#include "nn/schedule.h"
#include "nn/setup.h"
#include "nn/train.h"
#include "nn/trainlog.h"
#include "rank/metric.h"

#define MOST_BATCH 100000000.0
#define FEW_STEPS 20 /* in an epoch: worth a word */

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
	"items are drawn by their count to this power", 0, 10),
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
	"examples in a batch of the validation loss", 1, MOST_BATCH),
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

/* A signal asks for an end; the step under way is finished first. */
static volatile sig_atomic_t stop_signal;

static void
on_signal(int sig)
{
	stop_signal = sig;
}

/* What telling of a step needs. */
struct teller {
	struct outf *log;
	struct checkpoint *run;
	const struct train_options *options;
	double start, epoch_start, epoch_loss;
	uint64_t first; /* steps done before this process */
	size_t epoch_examples;
	struct fail *f;
};

/* The line that an epoch leaves on stderr. */
static void
note_epoch(const struct teller *t, const struct train_event *e)
{
	double s = cli_clock() - t->epoch_start;
	const struct train_valid *v = e->valid;
	char valid[256] = "", metric[128] = "";

	if (v && t->options->metric)
		(void)snprintf(metric, sizeof(metric), ", %s %.4f%s",
		    plan.metric, v->metric,
		    t->run->state->best_epoch == e->epoch ? ", the best" : "");
	if (v)
		(void)snprintf(valid, sizeof(valid),
		    "; validation: loss %.1f, top-10 %.4f, top-100 %.4f%s",
		    v->loss_bar, v->top[2], v->top[4], metric);
	cli_note("epoch %zu of %zu: loss %.4f an example, %.0f examples/s%s",
	    e->epoch, plan.epochs, t->epoch_loss / (double)t->epoch_examples,
	    (double)t->epoch_examples / (s > 0 ? s : 1e-9), valid);
}

static void
draw(const struct teller *t, const struct train_event *e)
{
	double all = (double)plan.epochs * (double)e->steps;
	double done = (double)t->run->state->done, s = cli_clock() - t->start;
	double left = s / (done - (double)t->first) * (all - done);
	char what[64], tail[128];

	(void)snprintf(
	    what, sizeof(what), "epoch %zu/%zu", e->epoch, plan.epochs);
	(void)snprintf(tail, sizeof(tail),
	    "step %zu/%zu, loss %.4f, %.0f s left", e->step, e->steps,
	    e->loss / (double)e->examples, left);
	cli_bar(what, done / all, tail);
}

static int
tell(void *ctx, const struct train_event *e)
{
	struct teller *t = ctx;
	int end = e->step == e->steps;

	t->epoch_loss += e->loss;
	t->epoch_examples += e->examples;
	if (t->log && !strcmp(log_kind, "step"))
		trainlog_row(
		    t->log, e, e->examples, e->loss, plan.metric != NULL);
	if (t->log && !strcmp(log_kind, "epoch") && end)
		trainlog_row(t->log, e, t->epoch_examples, t->epoch_loss,
		    plan.metric != NULL);
	draw(t, e);
	if (end) {
		note_epoch(t, e);
		t->epoch_loss = 0;
		t->epoch_examples = 0;
		t->epoch_start = cli_clock();
	}
	if (stop_signal)
		return 1;
	if (every && t->run->state->done % every == 0 &&
	    !(end && e->epoch == plan.epochs))
		return checkpoint_save(t->run, model_dir, t->f) ? -1 : 0;
	return 0;
}

/* What the command line says, as far as it can be seen without data. */
static struct plan_parts *
check_options(void)
{
	struct plan_parts *p;
	struct fail f;

	if (resume && init_from)
		cli_usage("--resume and --init-from exclude each other");
	if (strlen(pad) > 200 || strpbrk(pad, "\t\n\r"))
		cli_usage("--pad: not a token, as TSV escapes it");
	if ((plan.metric || plan.patience) && !valid_file)
		cli_usage("--metric and --patience need --valid");
	p = plan_make(&plan, &f);
	if (!p)
		cli_usage("%s", f.msg);
	if (!log_kind)
		log_kind = isatty(STDOUT_FILENO) ? "none" : "step";
	return p;
}

static void
warn_unknown(const char *where, size_t items_of, size_t labels_of)
{
	if (items_of || labels_of)
		cli_warn("%s%s%zu context items and %zu labels are not in the "
			 "vocabulary: row 0",
		    where, *where ? ": " : "", items_of, labels_of);
}

/* What is odd about the data. */
static void
note_data(
    const struct setup_data *d, const struct checkpoint *run, size_t taken)
{
	size_t n = d->examples->n ? d->examples->n : d->sequences->n;

	warn_unknown("", d->unknown_items, d->unknown_labels);
	warn_unknown(valid_file ? valid_file : "", d->valid_unknown_items,
	    d->valid_unknown_labels);
	if (init_from)
		cli_note("%zu of %zu items start from %s", taken,
		    run->net->is.items, init_from);
	if (n / plan.batch < FEW_STEPS && n > FEW_STEPS)
		cli_warn("only %zu steps an epoch will teach little; try "
			 "--batch-size=%zu",
		    (n + plan.batch - 1) / plan.batch, n / (4 * FEW_STEPS) + 1);
}

/* Reads and makes all that run needs, and says what is odd. */
static int
begin(const char *const *files, size_t n, struct plan_parts *parts,
    struct setup_data *d, struct feed_data *data, struct feed_data *valid,
    struct checkpoint *run, struct fail *f)
{
	const struct examples_columns examples = {.context = context,
	    .label = label,
	    .pad = pad,
	    .k = length,
	    .header = !no_header,
	    .lengths = plan_shape(parts)->mask_padding};
	const struct sequences_columns sequences = {
	    .items = items, .pad = pad, .header = !no_header};
	const struct setup s = {.model = model_dir,
	    .init_from = init_from,
	    .resume = resume,
	    .vocab_file = vocab_file,
	    .valid_file = valid_file,
	    .sequences = strcmp(plan.layout, "windows") != 0,
	    .examples_columns = &examples,
	    .sequences_columns = &sequences,
	    .shape = plan_shape(parts)};
	size_t taken;

	if (s.sequences)
		run->context_length =
		    plan.max_length == PLAN_UNSET ? 0 : plan.max_length;
	if (setup_run(&s, files, n, d, data, valid, run, &taken, f))
		return -1;
	plan_set_items(parts, run->net->is.items);
	note_data(d, run, taken);
	return 0;
}

/* Trains and writes the model. */
static int
train(struct checkpoint *run, const struct feed_data *valid, struct outf *log,
    struct fail *f)
{
	struct teller t = {.log = log,
	    .run = run,
	    .options = run->options,
	    .start = cli_clock(),
	    .epoch_start = cli_clock(),
	    .first = run->state->done,
	    .f = f};

	if (train_run(run->net, run->data, valid, run->vocab, run->options,
		run->state, tell, &t, f) < 0 ||
	    checkpoint_save(run, model_dir, f))
		return -1;
	cli_note("%s: %zu items, %s of %zu units, %llu steps in %.1f s",
	    model_dir, run->net->is.items, run->net->is.cell->name,
	    run->net->is.units,
	    (unsigned long long)(run->state->done - t.first),
	    cli_clock() - t.start);
	return 0;
}

static void
catch_signals(void)
{
	struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

	/* None of these can fail with a signal that exists. */
	(void)sigaction(SIGINT, &sa, NULL);
	(void)sigaction(SIGTERM, &sa, NULL);
	sa.sa_handler = SIG_IGN; /* a log that nobody reads ends no training */
	(void)sigaction(SIGPIPE, &sa, NULL);
}

int
main(int argc, char **argv)
{
	struct setup_data d = {0};
	struct feed_data data = {0}, valid = {0};
	struct train_state state = {0};
	struct net net = {0};
	struct plan_parts *parts;
	struct checkpoint run = {.net = &net, .data = &data, .state = &state};
	struct outf *log = NULL;
	struct fail f;
	const char *const *files;
	size_t n;
	int first;

	plan = plan_default;
	first = cli_parse(&cli, argc, argv);
	files = cli_operands(first, argc, argv, &n);
	parts = check_options();
	run.options = plan_options(parts);
	run.pad = pad;
	par_set_threads((int)threads);
	if (begin(files, n, parts, &d, &data, &valid, &run, &f))
		cli_die(&f);
	if (strcmp(log_kind, "none") && !(log = outf_open(NULL, OUTF_TEXT, &f)))
		cli_die(&f);
	if (log && !no_header)
		trainlog_header(log, plan.metric);
	catch_signals();
	if (train(&run, valid_file ? &valid : NULL, log, &f)) {
		outf_abandon(log);
		cli_die(&f);
	}
	setup_free(&d, &run);
	plan_free(parts);
	if (stop_signal) {
		outf_abandon(log);
		cli_note("stopped; --resume goes on from here");
		(void)signal(stop_signal, SIG_DFL); /* it was set before */
		(void)raise(stop_signal);
	}
	if (log && outf_commit(log, &f))
		cli_die(&f);
	return EXIT_DONE;
}
