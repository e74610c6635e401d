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
#include "data/vocab.h"
#include "io/outf.h"
#include "nn/cell.h"
#include "nn/checkpoint.h"
#include "nn/loss.h"
#include "nn/net.h"
#include "nn/optim.h"
#include "nn/setup.h"
#include "nn/train.h"
#include "nn/trainlog.h"

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

static const char *model_dir = "model", *vocab_file, *valid_file, *init_from;
static const char *context, *label, *shuffle = "buffer:10000", *log_kind;
static const char *pad = "0", *cell = "gru", *loss = "softmax";
static const char *optimizer = "adagrad";
static size_t length = 0, dim = 32, epochs = 3, batch = 12800, threads = 0;
static size_t valid_batch = 2560, seed = 1, every = 0;
static double rate = 0.1;
static int no_header, mask_padding, resume;

static const struct cli_option options[] = {
    {"model", 'm', CLI_STRING, &model_dir, "DIR",
	"the model's directory, replaced whole", 0, 0, NULL},
    {"vocab", 0, CLI_STRING, &vocab_file, "FILE",
	"the items and their numbers; else all items of the examples, most "
	"frequent first",
	0, 0, NULL},
    {"valid", 0, CLI_STRING, &valid_file, "FILE",
	"examples to validate on after each epoch", 0, 0, NULL},
    {"epochs", 'e', CLI_SIZE, &epochs, "N", "passes over the examples", 1,
	1000000, NULL},
    {"batch-size", 'b', CLI_SIZE, &batch, "N", "examples in a step", 1,
	MOST_BATCH, NULL},
    {"dim", 'd', CLI_SIZE, &dim, "N", "size of embeddings and of the state", 1,
	65536, NULL},
    {"learning-rate", 'r', CLI_REAL, &rate, "X", "of the optimizer", 0, 1e6,
	NULL},
    {"cell", 0, CLI_CHOICE, &cell, "NAME", "recurrent cell", 0, 0, cell_name},
    {"loss", 0, CLI_CHOICE, &loss, "NAME", "objective", 0, 0, loss_name},
    {"optimizer", 0, CLI_CHOICE, &optimizer, "NAME", "optimizer", 0, 0,
	optim_name},
    {"shuffle", 0, CLI_STRING, &shuffle, "HOW",
	"buffer:N, a buffer as tf.data's, the same batches every epoch; epoch, "
	"anew each epoch; none",
	0, 0, NULL},
    {"seed", 's', CLI_SIZE, &seed, "N", "of weights and shuffling", 0, 9e15,
	NULL},
    {"init-from", 0, CLI_STRING, &init_from, "DIR",
	"start from the weights of this model", 0, 0, NULL},
    {"mask-padding", 0, CLI_FLAG, &mask_padding, NULL,
	"pads leave the state alone (in the tutorial they are items)", 0, 0,
	NULL},
    {"valid-batch", 0, CLI_SIZE, &valid_batch, "N",
	"examples in a batch of the validation loss", 1, MOST_BATCH, NULL},
    {"context", 0, CLI_STRING, &context, "COLUMN",
	"name or number of the context column (default context_movie_id; with "
	"-H the first)",
	0, 0, NULL},
    {"label", 'l', CLI_STRING, &label, "COLUMN",
	"the label column (default label_movie_id; with -H the last)", 0, 0,
	NULL},
    {"pad", 0, CLI_STRING, &pad, "TOKEN", "what fills up a context", 0, 0,
	NULL},
    {"context-length", 'k', CLI_SIZE, &length, "N",
	"items of a context; longer ones keep the last; 0 is that of the "
	"longest",
	0, 1000000, NULL},
    {"no-header", 'H', CLI_FLAG, &no_header, NULL,
	"examples and log have no header line", 0, 0, NULL},
    {"log", 0, CLI_CHOICE, &log_kind, "WHAT",
	"rows on standard output; none if that is a terminal, else step", 0, 0,
	log_name},
    {"checkpoint-every", 0, CLI_SIZE, &every, "N",
	"write the model every N steps too; 0 is never", 0, 1e12, NULL},
    {"resume", 0, CLI_FLAG, &resume, NULL,
	"go on from the state in the model's directory", 0, 0, NULL},
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
	char valid[256] = "";

	if (e->valid)
		(void)snprintf(valid, sizeof(valid),
		    "; validation: loss %.1f, top-10 %.4f, top-100 %.4f",
		    e->valid->loss_bar, e->valid->top[2], e->valid->top[4]);
	cli_note("epoch %zu of %zu: loss %.4f an example, %.0f examples/s%s",
	    e->epoch, epochs, t->epoch_loss / (double)t->epoch_examples,
	    (double)t->epoch_examples / (s > 0 ? s : 1e-9), valid);
}

static void
draw(const struct teller *t, const struct train_event *e)
{
	double all = (double)epochs * (double)e->steps;
	double done = (double)t->run->done, s = cli_clock() - t->start;
	double left = s / (done - (double)t->first) * (all - done);
	char what[64], tail[128];

	(void)snprintf(what, sizeof(what), "epoch %zu/%zu", e->epoch, epochs);
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

	t->run->done = (uint64_t)(e->epoch - 1) * e->steps + e->step;
	t->epoch_loss += e->loss;
	t->epoch_examples += e->examples;
	if (t->log && !strcmp(log_kind, "step"))
		trainlog_row(t->log, e, e->examples, e->loss);
	if (t->log && !strcmp(log_kind, "epoch") && end)
		trainlog_row(t->log, e, t->epoch_examples, t->epoch_loss);
	draw(t, e);
	if (end) {
		note_epoch(t, e);
		t->epoch_loss = 0;
		t->epoch_examples = 0;
		t->epoch_start = cli_clock();
	}
	if (stop_signal)
		return 1;
	if (every && t->run->done % every == 0 && !(end && e->epoch == epochs))
		return checkpoint_save(t->run, model_dir, t->f) ? -1 : 0;
	return 0;
}

static struct train_options
train_options(void)
{
	struct train_options o = {
	    .epochs = epochs,
	    .batch = batch,
	    .rate = rate,
	    .seed = seed,
	    .loss = loss_find(loss),
	    .optim = optim_find(optimizer),
	    .valid_batch = valid_batch,
	};

	if (train_parse_shuffle(&o, shuffle))
		cli_usage(
		    "--shuffle: '%s' is not buffer:N, epoch or none", shuffle);
	if (resume && init_from)
		cli_usage("--resume and --init-from exclude each other");
	if (strlen(pad) > 200 || strpbrk(pad, "\t\n\r"))
		cli_usage("--pad: not a token, as TSV escapes it");
	if (!log_kind)
		log_kind = isatty(STDOUT_FILENO) ? "none" : "step";
	return o;
}

/* Reads and makes all that run needs, and says what is odd. */
static int
begin(const char *const *files, size_t n, struct checkpoint *run,
    struct examples *x, struct examples *valid, struct net *net, struct fail *f)
{
	const struct examples_columns columns = {.context = context,
	    .label = label,
	    .pad = pad,
	    .k = length,
	    .header = !no_header,
	    .lengths = mask_padding};
	const struct setup s = {.model = model_dir,
	    .init_from = init_from,
	    .resume = resume,
	    .vocab_file = vocab_file,
	    .columns = &columns,
	    .cell = cell_find(cell),
	    .dim = dim,
	    .mask_padding = mask_padding};
	size_t taken;

	if (setup_run(&s, files, n, valid_file, run, x, valid, net, &taken, f))
		return -1;
	if (x->unknown_items || x->unknown_labels)
		cli_note("%zu context items and %zu labels are not in the "
			 "vocabulary: row 0",
		    x->unknown_items, x->unknown_labels);
	if (valid->unknown_items || valid->unknown_labels)
		cli_note("%s: %zu context items and %zu labels are not in the "
			 "vocabulary: row 0",
		    valid_file, valid->unknown_items, valid->unknown_labels);
	if (init_from)
		cli_note("%zu of %zu items start from %s", taken, net->items,
		    init_from);
	if (x->n / batch < FEW_STEPS && x->n > FEW_STEPS)
		cli_note("only %zu steps an epoch will teach little; try "
			 "--batch-size=%zu",
		    (x->n + batch - 1) / batch, x->n / (4 * FEW_STEPS) + 1);
	return 0;
}

/* Trains, writes the model, and leaves. */
static int
train(struct checkpoint *run, struct net *n, const struct examples *valid,
    struct outf *log, struct fail *f)
{
	struct teller t = {.log = log,
	    .run = run,
	    .start = cli_clock(),
	    .epoch_start = cli_clock(),
	    .first = run->done,
	    .f = f};
	uint64_t done = run->done;

	if (train_run(
		n, run->examples, valid, run->options, &done, tell, &t, f) < 0)
		return -1;
	run->done = done;
	if (checkpoint_save(run, model_dir, f))
		return -1;
	cli_note("%s: %zu items, %s of %zu units, %llu steps in %.1f s",
	    model_dir, n->items, n->cell->name, n->units,
	    (unsigned long long)(done - t.first), cli_clock() - t.start);
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
	struct examples x = {0}, valid = {0};
	struct net net = {0};
	struct outf *log = NULL;
	struct fail f;
	size_t n;
	int first = cli_parse(&cli, argc, argv);
	const char *const *files = cli_operands(first, argc, argv, &n);
	struct train_options o = train_options();
	struct checkpoint run = {.options = &o, .pad = pad};

	par_set_threads((int)threads);
	if (begin(files, n, &run, &x, &valid, &net, &f))
		cli_die(&f);
	if (strcmp(log_kind, "none") && !(log = outf_open(NULL, OUTF_TEXT, &f)))
		cli_die(&f);
	if (log && !no_header)
		trainlog_header(log);
	catch_signals();
	if (train(&run, &net, valid_file ? &valid : NULL, log, &f)) {
		outf_abandon(log);
		cli_die(&f);
	}
	examples_free(&x);
	examples_free(&valid);
	vocab_free(run.vocab);
	net_free(&net);
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
