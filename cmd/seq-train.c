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

#include "base/fail.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/output.h"
#include "nn/checkpoint.h"
#include "nn/loader.h"
#include "nn/params.h"
#include "nn/run.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/trainlog.h"
#include "nn/validate.h"
#include "rank/metric.h"

#include "seq-train.h"

#define FEW_STEPS 20 /* in an epoch: worth a word */

/* A signal asks for an end; the step under way is finished first. */
static volatile sig_atomic_t stop_signal;

static void
on_signal(int sig)
{
	stop_signal = sig;
}

/* What telling of a step needs. */
struct seq_train_teller {
	struct output *log;
	struct run *run;
	const struct train_options *options;
	double start, epoch_start, epoch_loss;
	uint64_t first; /* steps done before this process */
	size_t epoch_examples;
	struct fail *f;
};

/* The line that an epoch leaves on stderr. */
static void
note_epoch(const struct seq_train_teller *t, const struct train_event *e)
{
	double s = cli_clock() - t->epoch_start;
	const struct validation *v = e->valid;
	char valid[256] = "", metric[128] = "";

	if (v && plan.metric)
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
draw(const struct seq_train_teller *t, const struct train_event *e)
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
	struct seq_train_teller *t = ctx;
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
static struct settings_parts *
check_options(void)
{
	struct settings_parts *p;
	struct fail f;
	int windows, r;

	if (resume && init_from)
		cli_usage("--resume and --init-from exclude each other");
	if (strlen(pad) > 200 || strpbrk(pad, "\t\n\r"))
		cli_usage("--pad: not a token, as TSV escapes it");
	windows = !strcmp(plan.layout, "windows");
	if (length && !windows)
		cli_usage("--context-length is for --layout=windows%s",
		    strcmp(plan.layout, "sequences") ? ""
						     : "; see --max-length");
	if (sequence && windows)
		cli_usage("--sequence is for --layout=sequences and sessions");
	if ((context || label) && !windows && !valid_file)
		cli_usage("--context and --label are for --layout=windows, or "
			  "--valid");
	if ((plan.metric || plan.patience ||
		plan.valid_batch != SETTINGS_UNSET) &&
	    !valid_file)
		cli_usage("--metric, --patience and --valid-batch need "
			  "--valid");
	r = settings_make(&plan, &p, &f);
	if (r == -2)
		cli_die(&f);
	if (r)
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
note_data(const struct run_data *d, const struct run *run, size_t taken)
{
	const struct sequences *s = d->sequences;
	size_t n = d->examples->n ? d->examples->n : s->n;

	if (!strcmp(plan.layout, "sessions")) /* a step is an event of each */
		n = s->events - size_min(s->events, s->n);

	warn_unknown("", d->unknown_items, d->unknown_labels);
	warn_unknown(valid_file ? valid_file : "", d->valid_unknown_items,
	    d->valid_unknown_labels);
	if (init_from)
		cli_note("%zu of %zu items start from %s", taken,
		    run->net->is.items, init_from);
	if (n / plan.batch < FEW_STEPS && n > FEW_STEPS)
		cli_warn("steps an epoch: only %zu, which will teach little; "
			 "try --batch-size=%zu",
		    (n + plan.batch - 1) / plan.batch, n / (4 * FEW_STEPS) + 1);
}

/* Reads and makes all that run needs, and says what is odd. */
static int
begin(const char *const *files, size_t n, struct settings_parts *parts,
    struct run_data *d, struct loader_data *data, struct loader_data *valid,
    struct run *run, struct fail *f)
{
	const struct examples_columns examples = {.context = context,
	    .label = label,
	    .pad = pad,
	    .k = length,
	    .header = !no_header,
	    .lengths = settings_shape(parts)->mask_padding};
	const struct sequences_columns sequences = {
	    .items = sequence, .pad = pad, .header = !no_header};
	const struct run_sources s = {.model = model_dir,
	    .init_from = init_from,
	    .resume = resume,
	    .vocab_file = vocab_file,
	    .valid_file = valid_file,
	    .sequences = strcmp(plan.layout, "windows") != 0,
	    .examples_columns = &examples,
	    .sequences_columns = &sequences,
	    .shape = settings_shape(parts)};
	size_t taken;

	if (s.sequences)
		run->context_length =
		    plan.max_length == SETTINGS_UNSET ? 0 : plan.max_length;
	if (run_open(&s, files, n, d, data, valid, run, &taken, f))
		return -1;
	settings_set_items(parts, run->net->is.items);
	note_data(d, run, taken);
	return 0;
}

/* Trains and writes the model. */
static int
train(struct run *run, const struct loader_data *valid, struct output *log,
    struct fail *f)
{
	struct seq_train_teller t = {.log = log,
	    .run = run,
	    .options = run->options,
	    .start = cli_clock(),
	    .epoch_start = cli_clock(),
	    .first = run->state->done,
	    .f = f};
	double took;

	if (train_run(run->net, run->data, valid, run->vocab, run->options,
		run->state, tell, &t, f) < 0)
		return -1;
	took = cli_clock() - t.start;
	if (checkpoint_save(run, model_dir, f))
		return -1;
	if (run->state->best_epoch)
		cli_note("%s: as after epoch %zu, the best", model_dir,
		    run->state->best_epoch);
	cli_note("%s: %zu items, %s of %zu units, %llu steps in %.1f s",
	    model_dir, run->net->is.items, run->net->is.cell->name,
	    run->net->is.units,
	    (unsigned long long)(run->state->done - t.first), took);
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
	struct run_data d = {0};
	struct loader_data data = {0}, valid = {0};
	struct train_state state = {0};
	struct params net = {0};
	struct settings_parts *parts;
	struct run run = {
	    .net = &net, .data = &data, .valid = &valid, .state = &state};
	struct output *log = NULL;
	struct fail f;
	const char *const *files;
	size_t n;
	int first;

	plan = settings_default;
	first = cli_parse(&cli, argc, argv);
	files = cli_operands(first, argc, argv, &n);
	parts = check_options();
	run.options = settings_options(parts);
	run.pad = pad;
	threads_set((int)threads);
	if (begin(files, n, parts, &d, &data, &valid, &run, &f))
		cli_die(&f);
	if (strcmp(log_kind, "none") &&
	    !(log = output_open(NULL, OUTPUT_TEXT, &f)))
		cli_die(&f);
	if (log && !no_header)
		trainlog_header(log, plan.metric);
	catch_signals();
	if (train(&run, valid_file ? &valid : NULL, log, &f)) {
		output_abandon(log);
		cli_die(&f);
	}
	run_free(&d, &run);
	settings_free(parts);
	if (stop_signal) {
		output_abandon(log);
		cli_note("stopped; --resume goes on from here");
		(void)signal(stop_signal, SIG_DFL); /* it was set before */
		(void)raise(stop_signal);
	}
	if (log && output_commit(log, &f))
		cli_die(&f);
	return EXIT_DONE;
}
