/*
 * seq-examples - makes training examples from a log of who took what when.
 *
 * Reads the log into timelines, one for each user, and writes for every event
 * but the first an example: the items before it, and the item itself.  The
 * examples can be split into files for training, validation and test.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/output_set.h"
#include "log/items.h"
#include "log/log_columns.h"
#include "log/split.h"
#include "log/tf_vocab_files.h"
#include "log/timeline.h"
#include "log/write_split.h"

/* Files to write: one for each part, then those of --vocab-dir. */
#define OUTPUTS (SPLIT_PARTS + TF_VOCAB_FILES)

static const char *header_name(size_t k);

static struct timeline_log logged = {.min_rating = NAN};
static const char *log_header = "detect", *items, *way_name, *vocab_dir;
static const char *paths[OUTPUTS], *output;
static const char *pad = "0";
static size_t least = 3, context, genres = 10, seed; /* context 0: not given */
static double train_fraction = 0.9, valid_fraction = 0.05;
static int sequences, no_header;

static const struct cli_option options[] = {
    OPT_STRING("separator", 'F', &logged.separator, "STRING",
	"what divides the log's fields; else ::, TAB, comma, "
	"semicolon or blank, the first of these that its first line "
	"has"),
    OPT_STRING("columns", 'c', &logged.columns, "ROLE,...",
	"what the log's columns are, in order: user, item, rating, "
	"time, or - for one to skip; else as its header says, or "
	"user,item or user,item,rating,time"),
    OPT_CHOICE("log-header", 0, &log_header, "WHAT",
	"does the log have a header line", header_name),
    OPT_STRING("items", 'i', &items, "FILE",
	"titles (with years) and genres of the items, as in "
	"movies.dat"),
    OPT_REAL("min-rating", 0, &logged.min_rating, "X",
	"leave out events rated lower", -1e30, 1e30),
    OPT_SIZE("min-timeline-length", 0, &least, "N",
	"leave out users with fewer events", 0, 1e15),
    OPT_SIZE("max-context-length", 0, &context, "K",
	"items in a context, pads included (default 10; with "
	"--sequences no limit, and no pads)",
	1, 1e6),
    OPT_SIZE("max-context-genre-length", 'g', &genres, "G",
	"genres in a context, UNK included", 1, 1e6),
    OPT_STRING("pad", 'p', &pad, "TOKEN", "stands in a context for no item"),
    OPT_CHOICE("split", 0, &way_name, "WAY",
	"how to split; else random with --train, none without", split_name),
    OPT_STRING("train", 0, &paths[SPLIT_TRAIN], "FILE",
	"the part for training; - is standard output"),
    OPT_STRING("valid", 0, &paths[SPLIT_VALID], "FILE",
	"a part for validation, where one is wanted"),
    OPT_STRING("test", 0, &paths[SPLIT_TEST], "FILE", "the part for test"),
    OPT_REAL("train-fraction", 0, &train_fraction, "X",
	"how much is not for test (not with leave-last)", 0, 1),
    OPT_REAL("valid-fraction", 0, &valid_fraction, "X",
	"how much of the whole --valid takes from --train (not with "
	"leave-last)",
	0, 1),
    OPT_SIZE("seed", 's', &seed, "N",
	"shuffle as after Python's random.seed(N)", 0, 9007199254740992.0),
    OPT_FLAG("sequences", 'S', &sequences,
	"write whole timelines, columns user and items, instead of "
	"examples; with leave-last those of --train, up to the "
	"events held out"),
    OPT_STRING("vocab-dir", 0, &vocab_dir, "DIR",
	"write there movie_vocab.json, movie_year_vocab.txt and "
	"movie_genre_vocab.txt (needs --items)"),
    OPT_STRING("output", 'o', &output, "FILE",
	"without split: write there instead of to standard output"),
    OPT_FLAG("no-header", 'H', &no_header, "write no header lines"),
};

static const struct cli program = {
    .name = "seq-examples",
    .operands = "[ratings ...]",
    .summary = "Makes training examples from a log of who took what when: "
	       "for every event its\nitem and the user's items before it.\n",
    .options = options,
    .noptions = COUNTOF(options),
    .max_operands = -1,
};

static const char *
header_name(size_t k)
{
	/* In the order of enum timeline_header. */
	static const char *const names[] = {"detect", "yes", "no"};

	return k < COUNTOF(names) ? names[k] : NULL;
}

static int
same_file(const char *a, const char *b)
{
	return a && b && !strcmp(a, b) && strcmp(a, "/dev/null");
}

static void
check_columns(void)
{
	struct log_columns r;
	struct fail f;

	if (log_columns_parse(&r, logged.columns, &f))
		cli_usage("--columns: %s", f.msg);
	if (r.column[ROLE_USER] < 0 || r.column[ROLE_ITEM] < 0)
		cli_usage("--columns needs user and item");
}

/* What contradicts itself is told before anything is read. */
static const struct split_way *
check_options(const char *const *logs, size_t nlogs)
{
	const char *train = paths[SPLIT_TRAIN], *valid = paths[SPLIT_VALID];
	const char *test = paths[SPLIT_TEST];
	int split = train || valid || test;
	const struct split_way *way = split_find(way_name ? way_name
						 : split  ? "random"
							  : "none");

	if (logged.separator && !*logged.separator)
		cli_usage("--separator is empty");
	if (logged.columns)
		check_columns();
	if (!*pad)
		cli_usage("--pad is empty");
	for (; items && !strcmp(items, "-") && nlogs; logs++, nlogs--) {
		if (!strcmp(*logs, "-"))
			cli_usage("log and --items are both standard input");
	}
	if (vocab_dir && !items)
		cli_usage("--vocab-dir needs --items");
	if (split && !way->shuffles)
		cli_usage("--split=none has no --train, --valid and --test");
	if (way->shuffles && (!train || !test))
		cli_usage(
		    "--split=%s needs --train=FILE and --test=FILE", way->name);
	if (way->shuffles && output)
		cli_usage("--output is for one file; give --train and --test");
	if (same_file(train, test) || same_file(train, valid) ||
	    same_file(valid, test))
		cli_usage("two parts would go to the same file");
	if (sequences && way->divides_users && !way->divides_ends)
		cli_usage("--split=%s divides a user's examples, but "
			  "--sequences writes whole users; use --split=user or "
			  "leave-last",
		    way->name);
	if (sequences && context && !way->divides_ends)
		cli_usage("--sequences has contexts with --split=leave-last "
			  "only; --max-context-length is for them");
	if (valid && valid_fraction > train_fraction)
		cli_usage("--valid-fraction is more than --train-fraction");
	return way;
}

/* Opens what is to be written, before the work begins. */
static int
open_outputs(struct output **out, int split, struct fail *f)
{
	static char names[TF_VOCAB_FILES][4096];
	size_t i;

	if (!split)
		paths[SPLIT_TRAIN] = output ? output : "-";
	if (vocab_dir && mkdir(vocab_dir, 0777) && errno != EEXIST)
		return fail_errno(f, "%s", vocab_dir);
	for (i = 0; i < TF_VOCAB_FILES && vocab_dir; i++) {
		if (snprintf(names[i], sizeof(names[i]), "%s/%s", vocab_dir,
			tf_vocab_files_name(i)) >= (int)sizeof(names[i]))
			return fail_set(f, "%s: a long name", vocab_dir);
		paths[SPLIT_PARTS + i] = names[i];
	}
	return output_set_open(out, paths, OUTPUTS, f);
}

/* Reads the log, and the list of items if there is one. */
static int
read_inputs(struct timeline *t, struct items *list, const char *const *logs,
    size_t n, struct fail *f)
{
	struct input *in;
	size_t k;
	int r;

	if (items) {
		in = input_open(&items, 1, NULL, f);
		r = in ? items_read(list, in, f) : -1;
		input_close(in);
		if (r)
			return -1;
	}
	for (k = 0; header_name(k); k++) {
		if (!strcmp(header_name(k), log_header))
			logged.header = (enum timeline_header)k;
	}
	in = input_open(logs, n, NULL, f);
	r = in ? timeline_read(t, in, &logged, f) : -1;
	input_close(in);
	return r;
}

/* Splits the examples and writes everything. */
static int
work(struct output *const *out, const struct split_way *way,
    const struct timeline *t, const struct items *list, struct split *s,
    struct fail *f)
{
	struct write_split_plan p = {.way = way,
	    .train = train_fraction,
	    .valid = valid_fraction,
	    .seed = seed,
	    .least = least,
	    .context = context,
	    .genres = genres,
	    .pad = pad,
	    .sequences = sequences,
	    .header = !no_header};

	if (write_split(&p, t, items ? list : NULL, out, s, f))
		return -1;
	return vocab_dir
	           ? tf_vocab_files_put(out + SPLIT_PARTS, list, t->items, f)
	           : 0;
}

static void
summarise(const struct timeline *t, const struct split *s,
    const struct split_way *way)
{
	const char *what = sequences ? "timelines" : "examples";
	char valid[64] = "";

	cli_note("%zu events read, %zu kept: %zu users, %zu items", t->read,
	    t->n, t->nusers, vocab_size(t->items));
	if (!t->has_times)
		cli_note("no column of times: the order of the log is that of "
			 "time; if there is one, --columns says which");
	if (paths[SPLIT_VALID])
		(void)snprintf(
		    valid, sizeof(valid), ", %zu valid", s->count[SPLIT_VALID]);
	if (way->shuffles)
		cli_note("%zu %s: %zu train%s, %zu test", s->n, what,
		    s->count[SPLIT_TRAIN], valid, s->count[SPLIT_TEST]);
	else
		cli_note("%zu %s", s->n, what);
}

int
main(int argc, char **argv)
{
	size_t nlogs;
	int first = cli_parse(&program, argc, argv);
	const char *const *logs = cli_operands(first, argc, argv, &nlogs);
	const struct split_way *way = check_options(logs, nlogs);
	struct output *out[OUTPUTS] = {NULL};
	struct items list = {0};
	struct timeline t = {0};
	struct split s = {0};
	struct fail f;

	threads_set(0);
	if (open_outputs(out, way->shuffles, &f) ||
	    read_inputs(&t, &list, logs, nlogs, &f) ||
	    work(out, way, &t, &list, &s, &f) ||
	    output_set_commit(out, OUTPUTS, &f)) {
		output_set_abandon(out, OUTPUTS);
		cli_die(&f);
	}
	summarise(&t, &s, way);
	free(s.at);
	free(s.part);
	timeline_free(&t);
	items_free(&list);
	return EXIT_DONE;
}
