/*
 * vocab-build - numbers the items of examples: "token<TAB>count", line i is id
 * i.
 *
 * Counts the tokens in columns of a TSV, or adds up existing vocabularies.
 * Except for "first", the order of the output does not depend on that of the
 * input.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "data/odd_items.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "io/input.h"
#include "io/output.h"

static const char *tokens, *pad, *order = "count", *output;
static size_t min_count;
static int merge, no_header;

static const struct cli_option options[] = {
    OPT_GROUP("Tokens"),
    OPT_STRING("tokens", 'T', &tokens, "COLUMN[,COLUMN]...",
	"count the tokens of these columns (default those of context or items, "
	"and label, that exist)"),
    OPT_PAD(&pad,
	"do not count this token, or none; padding is detected by default"),
    OPT_NO_HEADER(&no_header, "the input has no header line"),
    OPT_FLAG("merge", 'M', &merge,
	"the operands are vocabularies: add up their counts"),
    OPT_GROUP("Vocabulary"),
    OPT_CHOICE(
	"order", 0, &order, "ORDER", "order of the tokens", vocab_order_choice),
    OPT_SIZE("min-count", 0, &min_count, "N", "drop tokens with counts below N",
	0, 1e15),
    OPT_OUTPUT(&output, ""),
};

static const struct cli program = {
    .name = "vocab-build",
    .operands = "[tsv ...]",
    .summary = "Numbers the items of training examples: writes a line "
	       "\"token<TAB>count\" for\neach; line i has id i, and id 0 is "
	       "the unknown item.\n",
    .example = "vocab-build train.tsv >vocab.tsv",
    .options = CLI_TABLE(options),
    .max_operands = -1,
    .in_place = &merge,
};

static int
count_files(
    struct vocab *v, const char *const *paths, size_t npaths, struct fail *f)
{
	struct vocab_build_columns what = {tokens, pad, !no_header};
	struct vocab_build_said said = {0};
	struct input *in = input_open(paths, npaths, NULL, f);
	char odd[ODD_ITEMS_WORDS];
	int r = in ? vocab_build_from_columns(v, in, &what, &said, f) : -1;

	input_close(in);
	if (!r && said.context)
		cli_note("without a header, columns %d and %zu are counted; "
			 "--tokens names others",
		    said.context, said.last);
	else if (!r && said.last)
		cli_note("without a header, column %zu is counted; --tokens "
			 "names others",
		    said.last);
	if (!r && odd_items_words(v, 0, odd))
		cli_warn("%s", odd);
	if (!r && *said.pads)
		cli_note("padding, which is not counted: %s; if it is an item, "
			 "give --pad=none",
		    said.pads);
	return r;
}

/* Adds the vocabulary of a file to v. */
static int
merge_file(struct vocab *v, const char *path, struct fail *f)
{
	struct vocab *w = vocab_read(path, f);
	size_t i, n = w ? vocab_size(w) : 0;
	int failed = !w;

	for (i = 1; i <= n && !failed; i++) {
		int32_t id = (int32_t)i;
		struct slice t = vocab_token(w, id);

		failed = vocab_tally(v, t.s, t.n, vocab_count(w, id), f);
	}
	vocab_free(w);
	return failed ? -1 : 0;
}

static int
merge_files(
    struct vocab *v, const char *const *paths, size_t npaths, struct fail *f)
{
	size_t i;

	for (i = 0; i < npaths; i++) {
		if (merge_file(v, paths[i], f))
			return -1;
	}
	return 0;
}

/* An empty vocabulary is useless, so it is refused. */
static int
sort(struct vocab *v, struct fail *f)
{
	size_t k = 0, before = vocab_size(v);

	while (strcmp(vocab_order_choice(k).name, order) != 0)
		k++; /* cli has checked that there is one */
	if (before == 0)
		return fail_set(f, "the input has only pads and empty lists");
	if (vocab_sort(v, (enum vocab_order)k, min_count, NULL, f))
		return -1;
	if (vocab_size(v) == 0)
		return fail_set(f, "none of %zu token%s has a count of %zu",
		    before, num_s(before), min_count);
	return 0;
}

static void
check_options(void)
{
	if (merge && tokens)
		cli_usage("--merge cannot be used with --tokens: vocabularies "
			  "have no other columns");
	if (merge && no_header)
		cli_usage("--merge cannot be used with --no-header: "
			  "vocabularies never have a header");
	if (merge && pad)
		cli_usage("--merge cannot be used with --pad: padding was not "
			  "counted");
}

int
main(int argc, char **argv)
{
	size_t npaths;
	int first = cli_parse(&program, argc, argv);
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct fail f;
	struct vocab *v;
	struct output *o;

	check_options();
	cli_reads(paths, npaths);
	threads_set(0);
	v = vocab_new(&f);
	if (!v || (merge ? merge_files : count_files)(v, paths, npaths, &f) ||
	    sort(v, &f))
		cli_die(&f);
	o = output_open(output, OUTPUT_TEXT, &f);
	if (!o)
		cli_die(&f);
	vocab_put(o, v);
	if (output_commit(o, &f))
		cli_die(&f);
	vocab_free(v);
	return EXIT_DONE;
}
