/*
 * topk-list - the best items for every query: "query rank item score".
 *
 * Queries come as rows of floats and are answered block by block, so that the
 * input may be endless; or they are items, and the answer what is like them.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/shard.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/output.h"
#include "math/kernels.h"
#include "rank/answer.h"
#include "rank/candidates.h"
#include "rank/titles.h"

static struct candidates_source source;
static struct answer_plan plan = {.top = 10, .min_score = NAN};
static const char *include, *items, *similar, *output, *share;
static const char *kernels_name = "auto";
static struct shard shard;
static size_t threads;
static int no_header;

static const struct cli_option options[] = {
    OPT_GROUP("Candidates"),
    OPT_CANDIDATES(source),
    OPT_GROUP("Lists"),
    OPT_SIZE("top", 'k', &plan.top, "K", "items for every query", 1, INT32_MAX),
    OPT_REAL("min-score", 0, &plan.min_score, "X",
	"leave out items that score less", -INFINITY, INFINITY),
    OPT_EXCLUDE(&plan.exclude, &plan.context),
    OPT_STRING("include", 0, &include, "FILE",
	"only these items: a token a line, no header"),
    OPT_ITEMS(&items,
	"add titles: lines of item and title, divided by TAB, ::, comma or "
	"semicolon"),
    OPT_STRING("similar", 0, &similar, "ITEM[,ITEM]...",
	"read no queries: list what is nearest to these items by cosine"),
    OPT_GROUP("Input and output"),
    OPT_NO_HEADER(&no_header, "no TSV read or written has a header line"),
    OPT_OUTPUT(&output, ""),
    OPT_SHARD(&share, "queries"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli program = {
    .name = "topk-list",
    .operands = "[queries ...]",
    .summary = "Writes the best items for every query as \"query rank item "
	       "score\"; queries are\nrows of floats as seq-embed writes "
	       "them.\n",
    .usual = "model top min-score exclude include items similar output help",
    .example = "seq-embed test.tsv | topk-list -k 10 --items=movies.dat",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

/* Leaves out what --include does not have. */
static int
narrow(struct candidates *c, struct fail *f)
{
	size_t unknown = 0;

	if (include && candidates_keep_listed(c, include, &unknown, f))
		return -1;
	if (unknown)
		cli_warn("%s: %zu items are not in the vocabulary", include,
		    unknown);
	return 0;
}

static int
list_similar(struct candidates *c, struct output *o, struct fail *f)
{
	int32_t *asked = NULL;
	float *q = NULL;
	size_t n = 0;
	int r = -1;

	if (candidates_normalise(c, f))
		return -1;
	n = candidates_rows(c, similar, &q, &asked, f);
	if (!n)
		(void)fail_at(f, "--similar");
	else if (!narrow(c, f))
		r = answer_similar(&plan, n, q, asked, o, f);
	free(asked);
	free(q);
	return r;
}

/* Writes all lists; a failed output is told when it is committed. */
static int
list(struct candidates *c, struct output **o, const char *const *paths,
    size_t npaths, struct fail *f)
{
	struct titles *titles = NULL;
	int r = -1;

	if (items && !(titles = titles_read(items, c->vocab, f)))
		return -1;
	plan.candidates = c;
	plan.titles = titles;
	plan.in_columns = !output && isatty(STDOUT_FILENO);
	*o = output_open(output, OUTPUT_TEXT, f);
	if (*o) {
		if (similar)
			r = list_similar(c, *o, f);
		else if (!narrow(c, f))
			r = answer_queries(&plan, paths, npaths, *o, f);
	}
	titles_free(titles);
	return r;
}

static void
check_options(int operands, const char *const *paths, size_t n)
{
	const char *others[] = {plan.exclude, include, items, source.vocab};
	size_t i, used = 0;
	struct fail f;

	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && similar)
		cli_usage("--similar has no queries to --shard");
	if (source.matrix && (source.model || !source.vocab))
		cli_usage("--candidates goes with --vocab, not with --model");
	if (source.scores && (source.model || source.matrix || !source.vocab))
		cli_usage("--scores goes with --vocab alone: the items that "
			  "are scored, in order");
	if (source.vocab && !source.matrix && !source.scores)
		cli_usage("--vocab goes with --candidates or --scores");
	if (similar && (operands || plan.exclude))
		cli_usage("--similar reads no queries and no --exclude");
	for (i = 0; i < n && !similar; i++)
		used += !strcmp(paths[i], "-");
	for (i = 0; i < COUNTOF(others); i++)
		used += others[i] && !strcmp(others[i], "-");
	if (used > 1)
		cli_usage("standard input is named %zu times", used);
	plan.shard = &shard;
	plan.header = !no_header;
}

int
main(int argc, char **argv)
{
	struct candidates c;
	struct output *o = NULL;
	size_t npaths;
	int first = cli_parse(&program, argc, argv);
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct fail f;

	check_options(first < argc, paths, npaths);
	if (!similar)
		cli_reads(paths, npaths);
	cli_compute(threads, kernels_name);
	if (candidates_open(&c, &source, &f))
		cli_die(&f);
	if (((items || include || plan.exclude || similar) &&
		candidates_index(&c, &f)) ||
	    list(&c, &o, paths, npaths, &f)) {
		output_abandon(o);
		cli_die(&f);
	}
	if (output_commit(o, &f))
		cli_die(&f);
	candidates_close(&c);
	return EXIT_DONE;
}
