/*
 * seq-examples - makes training examples from a log of users' events.
 *
 * Reads the log into timelines, one for each user.  Writes an example for every
 * event except the first: the items before it, and the item itself; split into
 * parts on request.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/input.h"
#include "io/output_set.h"
#include "log/cleaning.h"
#include "log/event_fields.h"
#include "log/items.h"
#include "log/log_json.h"
#include "log/log_notes.h"
#include "log/log_options.h"
#include "log/split.h"
#include "log/tf_vocab_files.h"
#include "log/timeline.h"
#include "log/write_split.h"

/* Output files: one for each part, then those of --vocab-dir, and
 * --items-out. */
#define ITEMS (SPLIT_PARTS + TF_VOCAB_FILES)
#define OUTPUTS (ITEMS + 1)

static struct log_options logged;
static struct cli_option log_rows[LOG_OPTIONS_ROWS]; /* store into logged */
static struct event_fields carried;
static struct write_split_plan plan = {.train = 0.9,
    .valid = 0.05,
    .newest = 1,
    .least = SIZE_MAX,
    .fields = &carried};
static const char *items, *way, *vocab_dir, *preset;
static const char *paths[OUTPUTS], *output;
static size_t seed;
static int no_header;

static const struct cli_option options[] = {
    OPT_GROUP("Examples"),
    OPT_SIZE("min-timeline-length", 0, &plan.least, "N",
	"after all cleaning, drop users with fewer events", 0, 1e15),
    OPT_SIZE("max-context-length", 0, &plan.context, "N",
	"maximum items in a context (default 10; for --sequences no limit)", 1,
	1e6),
    OPT_FLAG("sequences", 'S', &plan.sequences,
	"write whole timelines (columns user and items)"),
    OPT_GROUP("Split"),
    OPT_CHOICE("split", 0, &way, "WAY",
	"split method; by default random with --train, else none",
	split_choice),
    OPT_WRITES("train", 0, &paths[SPLIT_TRAIN],
	"write the training part to FILE; - is standard output"),
    OPT_WRITES(
	"valid", 0, &paths[SPLIT_VALID], "write a validation part to FILE"),
    OPT_WRITES("test", 0, &paths[SPLIT_TEST], "write the test part to FILE"),
    OPT_REAL("train-fraction", 0, &plan.train, "X",
	"share before --test (not with leave-last)", 0, 1),
    OPT_REAL("valid-fraction", 0, &plan.valid, "X",
	"share of data for --valid (not with leave-last)", 0, 1),
    OPT_STRING("test-from", 0, &plan.test_from, "TIME",
	"split by time: --test begins here; TIME is as in --from"),
    OPT_STRING("valid-from", 0, &plan.valid_from, "TIME",
	"--valid begins here and ends where --test begins"),
    OPT_FLAG("known-items", 0, &plan.known,
	"drop items that are not in --train from the other parts"),
    OPT_REAL("newest", 0, &plan.newest, "X",
	"train only on the newest sequences with this share of examples", 0, 1),
    OPT_SEED(&seed, "seed of the shuffle, as in Python's random.seed(N)"),
    OPT_GROUP("The tutorial's examples"),
    OPT_CHOICE("preset", 0, &preset, "NAME", "write the columns of this preset",
	write_split_preset),
    OPT_ITEMS(&items, "titles, years and genres of items, like movies.dat"),
    OPT_SIZE("max-context-genre-length", 'g', &plan.genres, "N",
	"genres in a context, UNK included (default 10)", 1, 1e6),
    OPT_PAD(&plan.pad, "the token that pads contexts (default 0)"),
    OPT_STRING("vocab-dir", 0, &vocab_dir, "DIR",
	"write the tutorial's vocabularies to DIR (needs --items)"),
    OPT_GROUP("Output"),
    OPT_OUTPUT(&output, "without split: "),
    OPT_WRITES("items-out", 0, &paths[ITEMS],
	"write --items as a table for seq-train --items"),
    OPT_NO_HEADER(&no_header, "write no header lines"),
};

static const struct cli program = {
    .name = "seq-examples",
    .operands = "[ratings ...]",
    .summary = "Makes training examples from a log of users' events: for every "
	       "event its item\nand the user's items before it.\n",
    .usual = "user item time rating min-rating sequences split train valid "
	     "test help",
    .example = "seq-examples --user=customer_id --item=sku --time=ordered_at "
	       "orders.csv",
    .options = CLI_TABLE(log_rows),
    .more = CLI_TABLE(options),
    .max_operands = -1,
};

/* Reports contradictory options before reading. */
static void
check_options(const char *const *logs, size_t nlogs)
{
	int split =
	    paths[SPLIT_TRAIN] || paths[SPLIT_VALID] || paths[SPLIT_TEST];
	struct fail f;

	plan.way = split_find(way              ? way
			      : plan.test_from ? "time"
			      : split          ? "random"
					       : "none");
	plan.seed = seed, plan.header = !no_header;
	cli_one_stdin(logs, nlogs, &items, 1);
	plan.tutorial = preset != NULL;
	if (plan.least == SIZE_MAX)
		plan.least = plan.tutorial ? 3 : 2;
	if (vocab_dir && !(plan.tutorial && items))
		cli_usage("--vocab-dir needs --preset=tutorial and --items");
	if (paths[ITEMS] && !items)
		cli_usage("--items-out needs --items");
	if (plan.sequences && items && !paths[ITEMS])
		cli_usage("--sequences with --items needs --items-out");
	if (log_options_check(&logged, &f) ||
	    write_split_check(&plan, paths, output, &f))
		cli_usage("%s", f.msg);
}

/* Opens the outputs before the work begins. */
static int
open_outputs(struct output **out, struct fail *f)
{
	if (!plan.way->shuffles)
		paths[SPLIT_TRAIN] = output ? output : "-";
	if (vocab_dir &&
	    tf_vocab_files_begin(vocab_dir, paths + SPLIT_PARTS, f))
		return -1;
	return output_set_open(out, paths, OUTPUTS, f);
}

/* Reads the log, and the list of items if there is one. */
static int
read_inputs(struct timeline *t, struct cleaning_counts *counts,
    struct items *list, const char *command, const char *const *logs, size_t n,
    struct fail *f)
{
	struct log_notes notes = {0};
	struct input *in;
	size_t i;
	int r;

	if (items && items_read_file(list, items, f))
		return -1;
	cli_reads(logs, n);
	in = input_open(logs, n, &log_json_input, f);
	r = in ? log_options_read(&logged, command, in, t, counts, &notes, f)
	       : -1;
	for (i = 0; i < notes.n; i++)
		(notes.at[i].warning ? cli_warn : cli_note)(
		    "%s", notes.at[i].text);
	log_notes_free(&notes);
	input_close(in);
	return r;
}

static void
summarise(const struct timeline *t, const struct cleaning_counts *counts,
    const struct split *s)
{
	const char *what = plan.sequences ? "timeline" : "example";
	char valid[64] = "", out[600];
	size_t i;

	cleaning_describe(counts, out, sizeof(out));
	cli_note("%zu event%s read, %zu kept: %zu user%s, %zu item%s%s",
	    t->read, num_s(t->read), counts->events, counts->users,
	    num_s(counts->users), counts->items, num_s(counts->items), out);
	if (!t->has_times)
		cli_note("no column of times: the log's order is taken%s",
		    strcmp(logged.line, "event") != 0
			? ""
			: "; --time=COLUMN names one");
	if (s->unknown_events || s->old_timelines)
		cli_note("left out of the split: %zu event%s of items not in "
			 "--train, %zu timeline%s of one event, %zu old",
		    s->unknown_events, num_s(s->unknown_events),
		    s->short_timelines, num_s(s->short_timelines),
		    s->old_timelines);
	if (paths[SPLIT_VALID])
		(void)snprintf(
		    valid, sizeof(valid), ", %zu valid", s->count[SPLIT_VALID]);
	if (plan.way->shuffles)
		cli_note("%zu %s%s: %zu train%s, %zu test", s->n, what,
		    num_s(s->n), s->count[SPLIT_TRAIN], valid,
		    s->count[SPLIT_TEST]);
	else
		cli_note("%zu %s%s", s->n, what, num_s(s->n));
	for (i = 0; i < SPLIT_PARTS && plan.way->shuffles; i++) {
		if (paths[i] && !s->count[i])
			cli_warn("%s has no %ss", paths[i], what);
	}
}

int
main(int argc, char **argv)
{
	size_t nlogs;
	const char *const *logs;
	struct output *out[OUTPUTS] = {NULL};
	struct items list = {0};
	struct timeline t = {0};
	struct cleaning_counts counts = {0};
	struct split s = {0};
	struct fail f;

	log_options_rows(&logged, &carried, log_rows);
	logs =
	    cli_operands(cli_parse(&program, argc, argv), argc, argv, &nlogs);
	check_options(logs, nlogs);
	threads_set(0);
	if (open_outputs(out, &f) ||
	    read_inputs(
		&t, &counts, &list, cli_typed(argc, argv), logs, nlogs, &f) ||
	    cleaning_count(&t, size_max(plan.least, plan.sequences ? 0 : 2),
		&counts, &f) ||
	    write_split(&plan, &t, items && !plan.sequences ? &list : NULL, out,
		&s, &f) ||
	    (paths[ITEMS] && items_put(&list, out[ITEMS], !no_header, &f)) ||
	    (vocab_dir &&
		tf_vocab_files_put(out + SPLIT_PARTS, &list, t.items, &f)) ||
	    output_set_commit(out, OUTPUTS, &f)) {
		output_set_abandon(out, OUTPUTS);
		cli_die(&f);
	}
	summarise(&t, &counts, &s);
	free(s.at);
	free(s.part);
	timeline_free(&t);
	items_free(&list);
	return EXIT_DONE;
}
