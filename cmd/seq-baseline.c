/*
 * seq-baseline - models without a network: popularity, rules, neighbours,
 * linear models, factors.
 *
 * Its input, and its output as a model directory, are those of seq-train.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/num.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/odd_items.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "io/input.h"
#include "linear/fit.h"
#include "linear/linear_settings.h"
#include "linear/method.h"
#include "linear/training.h"
#include "math/kernels.h"
#include "math/lapack.h"
#include "model/model.h"

static struct linear_settings given, settings;
static struct cli_option rows[LINEAR_SETTINGS_ROWS]; /* store into given */
static const char *method_name = "session-knn", *model_dir = "model";
static const char *kernels_name = "auto";
static struct training_columns columns;
static size_t threads;
static int no_header;

static const struct cli_option options[] = {
    OPT_GROUP("Method"),
    OPT_CHOICE("method", 0, &method_name, "NAME", "the method", method_choice),
    OPT_GROUP("Input"),
    OPT_CONTEXT(&columns.context, OPT_CONTEXT_HELP),
    OPT_LABEL(
	&columns.label, "the label column (default label; with -H the last)"),
    OPT_SEQUENCE(&columns.sequence, ""),
    OPT_STRING("sequence-time", 0, &columns.time, "COLUMN",
	"the column of times; without it, sequences must be in order of "
	"time"),
    OPT_PAD(&columns.pad,
	"the token that pads lists, or none; detected by default"),
    OPT_VOCAB(&columns.vocab,
	"the items to number (default all of the input, most frequent first)"),
    OPT_NO_HEADER(&no_header, "the input has no header line"),
    OPT_GROUP("Model"),
    OPT_MODEL(&model_dir, "output directory; replaced if it is a model"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli cli = {
    .name = "seq-baseline",
    .operands = "[examples ...]",
    .summary = "Fits a baseline, a model without a network, to examples or "
	       "sequences.\n",
    .usual = "method context label sequence vocab model top span threads help",
    .example = "seq-baseline --method=slist -m base train.tsv",
    .options = CLI_TABLE(options),
    .more = CLI_TABLE(rows),
    .max_operands = -1,
};

static void
read_training(struct training *t, const char *const *files, size_t n)
{
	struct fail f;
	struct input *in = input_open(files, n, NULL, &f);
	char odd[ODD_ITEMS_WORDS];

	columns.header = !no_header;
	if (!in || training_read(t, in, &columns, &f))
		cli_die(&f);
	input_close(in);
	if (!columns.vocab &&
	    odd_items_words(t->v, t->s->n == t->s->events, odd))
		cli_warn("%s", odd);
	if (t->examples)
		cli_note("examples are read as the sequences that they were "
			 "cut from: %zu example%s, %zu sequence%s",
		    t->examples, num_s(t->examples), t->s->n, num_s(t->s->n));
	if (t->unknown)
		cli_warn("%zu event%s not in the vocabulary: left out",
		    t->unknown, num_are(t->unknown));
}

/* Reports the share of the counts that the model keeps. */
static void
note_model(const struct model *m, const struct training *t, double seconds)
{
	const char *kept = model_setting(m, "weights");
	const char *cut = model_setting(m, "weights_cut");

	if (cut && strcmp(cut, "0") != 0)
		cli_note("%s weights kept, the %zu largest of each item, and "
			 "%s dropped (--top)",
		    kept, settings.top, cut);
	if (t->guessed)
		cli_note("'%s' is treated as padding, %zu time%s; if it is an "
			 "item, give --pad=none",
		    t->pad, t->guessed, num_s(t->guessed));
	cli_note("%s: %s of %zu item%s, %zu sequence%s, %zu event%s in %.1f s",
	    model_dir, method_name, vocab_size(t->v), num_s(vocab_size(t->v)),
	    t->s->n, num_s(t->s->n), t->s->events, num_s(t->s->events),
	    seconds);
}

/* Fits and writes the model. */
static void
fit(const struct method *method, const struct training *t)
{
	const struct fit_data data = {.s = t->s,
	    .items = vocab_size(t->v),
	    .days = t->days,
	    .set = &settings};
	const double start = clock_seconds();
	struct fail f;
	struct model *m = model_new(&f);
	int r = m ? 0 : -1;

	if (!r) {
		m->vocab = t->v;
		r = method_fit(method, &data, m, &f) ||
		    model_set(m, "layout", &f, "sequences") ||
		    model_set(m, "context_length", &f, "0") ||
		    /* Scorers skip row 0; the places and labels of queries
		     * stay. */
		    model_set(m, "unknown", &f, "row0") ||
		    model_set(m, "pad", &f, "%s", t->pad) ||
		    model_save(m, model_dir, &f);
	}
	if (r)
		cli_die(&f);
	note_model(m, t, clock_seconds() - start);
	m->vocab = NULL; /* belongs to t */
	model_free(m);
}

/* If OpenBLAS chose kernels from 2004, restarts the program with better ones:
 * the choice is made when the library is loaded. */
static void
take_faster_kernels(char **argv)
{
	const char *core = lapack_faster_core();

	if (core && !getenv("OPENBLAS_CORETYPE") &&
	    !setenv("OPENBLAS_CORETYPE", core, 1))
		(void)execv("/proc/self/exe", argv); /* on failure, those
                                                        kernels remain */
}

int
main(int argc, char **argv)
{
	const struct method *method;
	struct training t;
	struct fail f;
	const char *const *files;
	size_t n;

	linear_settings_clear(&given);
	linear_settings_rows(&given, rows);
	files = cli_operands(cli_parse(&cli, argc, argv), argc, argv, &n);
	method = method_find(method_name); /* it is one of the choices */
	if (linear_settings_make(&settings, method->settings, &given, &f) ||
	    method_check(&settings, columns.time != NULL, &f))
		cli_usage("%s: %s", method_name, f.msg);
	take_faster_kernels(argv);
	cli_compute(threads, kernels_name);
	/* Checks before the work what would otherwise fail at its end. */
	if (model_replaceable(model_dir, &f))
		cli_die(&f);
	read_training(&t, files, n);
	fit(method, &t);
	training_free(&t);
	return EXIT_DONE;
}
