/*
 * seq-train - trains a query tower against an item tower: data in, model out.
 *
 * Linked with lib/base/mpi/ranks_mpi.c this is seq-train-mpi (see base/ranks).
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/column_names.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "math/kernels.h"
#include "nn/carried.h"
#include "nn/estimate.h"
#include "nn/run.h"
#include "nn/run_place.h"
#include "nn/run_tell.h"
#include "nn/settings.h"
#include "nn/train.h"
#include "nn/trainlog.h"

#ifndef PROGRAM
#define PROGRAM "seq-train"
#endif

static void
say(int warning, const char *words)
{
	(warning ? cli_warn : cli_note)("%s", words);
}

static struct settings plan;
static struct cli_option settings[SETTINGS_ROWS]; /* store into plan */
static const char *preset; /* NULL: recommended, or the settings of
                              --init-from */
static struct run_place place;
static struct examples_columns examples;
static struct sequences_columns sequences;
static struct run_sources from = {.model = "model",
    .examples_columns = &examples,
    .sequences_columns = &sequences,
    .group = COLUMN_USER};
static struct run_tell_plan tells = {
    .program = PROGRAM, .say = say, .bar = cli_progress};
static const char *progress = "auto", *kernels_name = "auto";
static struct cli_list fields[FIELD_PLACES];
static size_t threads, every;
static int no_header, print_settings, foretells;

static const struct cli_option options[] = {
    OPT_GROUP("Presets"),
    OPT_CHOICE("preset", 0, &preset, "NAME", "settings to start from",
	settings_preset_choice),
    OPT_FLAG("print-settings", 0, &print_settings,
	"write the complete settings, without training"),
    OPT_FLAG("estimate", 0, &foretells,
	"estimate the time and memory of the training, without training"),
    OPT_GROUP("Input"),
    OPT_CONTEXT(&examples.context, OPT_CONTEXT_HELP),
    OPT_LABEL(
	&examples.label, "the label column (default label; with -H the last)"),
    OPT_SEQUENCE(&sequences.items, ""),
    OPT_LIST("event-field", 0, &fields[FIELD_EVENT], "NAME:KIND",
	"a field of events: number, id, bag, words, bucket:N, time, item"),
    OPT_LIST("query-field", 0, &fields[FIELD_QUERY], "NAME:KIND",
	"a field of queries, with one value per row; options of fields may be "
	"repeated"),
    OPT_ITEMS(&from.items, "TSV of the items, with columns of fields"),
    OPT_LIST("item-field", 0, &fields[FIELD_ITEM], "NAME:KIND",
	"a field of items, a column of --items"),
    OPT_PAD(&examples.pad,
	"the token that pads lists, or none; detected by default"),
    OPT_SIZE("context-length", 0, &examples.k, "N",
	"use only the last N items of a context; 0: length of the longest", 0,
	1000000),
    OPT_VOCAB(&from.vocab_file,
	"vocabulary (default all items of the examples, most frequent first)"),
    OPT_STRING("init-from", 0, &from.init_from, "DIR",
	"start from the weights of this model, and without --preset from its "
	"settings"),
    OPT_NO_HEADER(&no_header, "examples and log have no header line"),
    OPT_CACHE(&from.cache, "keep the rows in this file, not in memory"),
    OPT_GROUP("Model and validation"),
    OPT_MODEL(&from.model, "output directory; replaced if it is a model"),
    OPT_VALID(&from.valid_file,
	"examples or sequences for validation after each epoch"),
    OPT_GROUP("Log and state"),
    OPT_CHOICE("log", 0, &tells.rows, "WHAT",
	"rows on standard output; by default none on a terminal, else step",
	trainlog_rows),
    OPT_SIZE("checkpoint-every", 0, &every, "N",
	"also save the run every N steps; 0: never", 0, 1e12),
    OPT_FLAG_AUTO("resume", 0, &from.resume,
	"continue a stopped run, or else extend --model; auto: start a new "
	"run if there is none to continue"),
    OPT_STRING("journal", 0, &tells.journal, "FILE",
	"append a JSON line about this training to the file"),
    OPT_METRICS(&tells.metrics, "progress and quality"),
    OPT_GENERAL,
    OPT_PROGRESS(&progress),
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli cli = {
    .name = PROGRAM,
    .operands = "[examples ...]",
    .summary = "Trains a model on examples (a context and a label) or "
	       "sequences (lists of\nitems).  Settings that are not given are "
	       "chosen from the data.\n",
    .usual = "preset vocab model valid dim epochs batch-size "
	     "learning-rate resume help",
    .example = "seq-train --valid=valid.tsv train.tsv >log.tsv",
    .options = CLI_TABLE(options),
    .more = CLI_TABLE(settings),
    .max_operands = -1,
};

/* Called after each step. */
struct seq_train_step {
	struct run_tell *tell;
	const struct run *run;
	struct fail *f;
};

static int
after_step(void *ctx, const struct train_event *e)
{
	struct seq_train_step *t = ctx;

	run_tell_step(t->tell, e);
	if (cli_stop_asked())
		return 1;
	if (every && t->run->done % every == 0 &&
	    !(e->step == e->steps && e->epoch == plan.epochs))
		return run_place_save(&place, t->run, 0, t->f) ? -1 : 0;
	return 0;
}

static void
leave(void)
{
	(void)run_place_leave(&place, &(struct fail){0}); /* already told */
}

/* Ends the program unless r is 0. -2 means that the command line is wrong. */
static void
end_unless(int r, const struct fail *f)
{
	if (r == -2)
		cli_usage("%s", f->msg);
	if (r)
		cli_die(f);
}

/* Trains and writes the model. */
static int
train(struct run *run, struct run_tell *tell, struct fail *f)
{
	struct seq_train_step t = {tell, run, f};
	const int stop = train_run(run, after_step, &t, f);

	if (stop < 0 || run_place_save(&place, run, !stop, f))
		return -1;
	run_tell_end(tell, stop);
	return 0;
}

/* Reads the command line twice: once the initial model is known, the given
 * settings override its own. */
static struct carried *
read_command_line(int argc, char **argv)
{
	struct carried *carried;
	struct fail f;
	size_t k;

	(void)settings_preset(&plan, "recommended");
	plan.optimizer = NULL;
	settings_rows(&plan, settings);
	(void)cli_parse(&cli, argc, argv);
	carried = carried_begin(&plan, preset, from.init_from, &f);
	end_unless(carried ? 0 : -1, &f);
	fields[0].n = fields[1].n = fields[2].n = 0;
	tells.files = cli_operands(
	    cli_parse(&cli, argc, argv), argc, argv, &tells.nfiles);
	for (k = 0; k < FIELD_PLACES; k++)
		from.field[k] = (struct run_words){fields[k].at, fields[k].n};
	end_unless(carried_fields(carried, &from, &f), &f);
	examples.header = sequences.header = tells.header = !no_header;
	tells.command = cli_typed(argc, argv);
	tells.idle = threads || ranks_count() > 1;
	return carried;
}

int
main(int argc, char **argv)
{
	struct settings_parts *parts;
	struct carried *carried;
	struct run_tell *log;
	struct run *run;
	struct fail f, told;
	int r;

	ranks_begin();
	carried = read_command_line(argc, argv);
	if (print_settings) {
		end_unless(settings_print(&plan, &from, !no_header, &f), &f);
		return carried_free(carried), EXIT_DONE;
	}
	cli_alone();
	cli_compute(threads, kernels_name);
	cli_reads(tells.files, tells.nfiles);
	(void)atexit(leave); /* else the lock stays: no harm */
	end_unless(run_place_take(&place, &from, say, &f), &f);
	end_unless((run = run_new(&f)) ? 0 : -1, &f);
	end_unless(run_prepare(run, &plan, &from, tells.files, tells.nfiles,
		       &parts, &f),
	    &f);
	run_say_data(run, &from, say);
	if (foretells)
		return end_unless(estimate_print(run, !no_header, &f), &f),
		       run_free(run), settings_free(parts),
		       carried_free(carried), EXIT_DONE;
	end_unless((log = run_tell_open(&tells, run, &from, &f)) ? 0 : -1, &f);
	cli_stop_late(); /* a log that nobody reads must not end the training */
	if (train(run, log, &f)) {
		run_tell_fail(log, &f);
		(void)run_tell_close(log, 0, &(struct fail){0});
		cli_die(&f);
	}
	r = run_tell_close(log, !cli_stop_asked(), &told);
	run_free(run);
	settings_free(parts);
	carried_free(carried);
	end_unless(run_place_leave(&place, &f), &f);
	end_unless(r, &told);
	if (cli_stop_asked()) {
		cli_note("stopped; %s has the state, and --resume continues",
		    place.part);
		cli_stop_now();
	}
	return EXIT_DONE;
}
