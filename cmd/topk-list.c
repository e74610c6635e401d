/*
 * topk-list - the best items for every query: "user rank item score".
 *
 * Queries are rows of floats or of text, answered block by block, so that the
 * input may be endless; or items, for which it lists similar items.
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
#include "io/prometheus.h"
#include "math/kernels.h"
#include "rank/answer.h"
#include "rank/candidates.h"
#include "rank/list_source.h"
#include "rank/lists.h"
#include "rank/queries.h"
#include "rank/titles.h"

static struct candidates_source source;
static struct candidates candidates;
static struct titles *titles; /* NULL: no titles */
static struct queries_plan queries;
static struct lists_plan lists = {.min_score = NAN};
static struct answer_plan plan = {
    .top = 10, .queries = &queries, .lists = &lists};
static struct list_source listed = {.from = &source, .warn = cli_warn};
static const char *similar, *output, *share, *part;
static const char *format = "tsv", *fallback = "none", *kernels_name = "auto";
static struct shard shard, candidates_part;
static size_t threads;
static int no_header, wide, merge, by_line;
static size_t longest = 1 << 24;
static struct prometheus_requests requests = {.name = "topk-list"};

static const struct cli_option options[] = {
    OPT_GROUP("Candidates"),
    OPT_CANDIDATES(source),
    OPT_INCLUDE(&listed.include),
    OPT_CANDIDATES_SHARE(&part),
    OPT_FLAG("merge", 'M', &merge,
	"the operands are lists of all shares of the candidates: merge them"),
    OPT_GROUP("Lists"),
    OPT_SIZE("top", 'k', &plan.top, "K", "length of each list", 1, INT32_MAX),
    OPT_REAL("min-score", 0, &lists.min_score, "X",
	"drop items with a lower score", -INFINITY, INFINITY),
    OPT_EXCLUDE(&queries.exclude, &queries.context),
    OPT_EXCLUDE_CONTEXT(&queries.exclude_context),
    OPT_STRING("key", 0, &queries.key, "FILE",
	"TSV whose row i has the key (user) of query i"),
    OPT_STRING("key-column", 0, &queries.key_column, "COLUMN",
	"column of --key (default user; with -H the first)"),
    OPT_CHOICE("fallback", 0, &fallback, "WHAT",
	"the list for a query with an empty context", answer_fallback_choice),
    OPT_ITEMS(&listed.titles,
	"add titles from FILE, whose lines are item and "
	"title, separated by TAB, ::, comma or semicolon"),
    OPT_STRING("similar", 0, &similar, "ITEM[,ITEM]...",
	"list the items nearest to these by cosine, without queries"),
    OPT_GROUP("Input and output"),
    OPT_CHOICE("format", 0, &format, "NAME", "format of the lists",
	lists_format_choice),
    OPT_FLAG("wide", 0, &wide, "one row per query, with its items as a list"),
    OPT_NO_HEADER(&no_header, "TSV input and output have no header lines"),
    OPT_OUTPUT(&output, ""),
    OPT_SHARD(&share, "queries"),
    OPT_LINE_BUFFERED(&by_line,
	"answer each line as soon as it is read, also lines with "
	"errors; with --wide or --format=json"),
    OPT_LONGEST_LINE(&longest),
    OPT_METRICS(&requests.path, OPT_METRICS_REQUESTS),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli program = {
    .name = "topk-list",
    .operands = "[queries ...]",
    .summary =
	"Writes the best items for every query as \"user rank item score\".  "
	"Queries are\nrows of text or floats written by seq-embed.\n",
    .usual = "model top exclude exclude-context include key items similar "
	     "format wide output help",
    .example = "seq-embed --format=tsv test.tsv | topk-list --wide",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

static int
list_similar(struct output *o, struct fail *f)
{
	struct candidates *c = &candidates;
	int32_t *asked = NULL;
	float *q = NULL;
	size_t n = 0;
	int r = -1;

	if (candidates_normalise(c, f))
		return -1;
	n = candidates_rows(c, similar, &q, &asked, f);
	if (!n)
		(void)fail_at(f, "--similar");
	else if (!list_source_narrow(&listed, c, f))
		r = answer_similar(&plan, n, q, asked, o, f);
	free(asked);
	free(q);
	return r;
}

/* Loads the model that replaced the last one. */
static int
renew(void)
{
	int r = list_source_renew(&listed, &candidates, &titles);

	lists.titles = titles;
	return r;
}

/* Writes all lists.  Returns 1 if some lines had errors.  The commit reports a
 * failed output. */
static int
list(struct output **o, const char *const *paths, size_t npaths, struct fail *f)
{
	struct answer_counts counts = {0};
	int r = -1;

	lists.candidates = plan.candidates = &candidates;
	lists.titles = titles;
	*o = output_open(output, OUTPUT_TEXT, f);
	if (!*o)
		return -1;
	if (similar)
		r = list_similar(*o, f);
	else if (!list_source_narrow(&listed, &candidates, f))
		r = answer_queries(&plan, paths, npaths, *o, &counts, f);
	if (!r)
		answer_say(&plan, &counts, cli_warn);
	return r ? r : counts.wrong > 0;
}

/* --merge uses no candidates; its input contains everything else. */
static int
is_merge_alone(void)
{
	return !(part || share || similar || listed.titles || listed.include ||
		 queries.exclude || queries.exclude_context || queries.key ||
		 source.model || source.matrix || source.vocab ||
		 source.scores || plan.popular || !isnan(lists.min_score));
}

static void
check_options(int operands, const char *const *paths, size_t n)
{
	const char *others[] = {queries.exclude, queries.key, listed.include,
	    listed.titles, source.vocab};
	struct fail f;

	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && similar)
		cli_usage("--similar cannot be used with --shard");
	if (candidates_source_check(&source, 0, &f))
		cli_usage("%s", f.msg);
	plan.popular = !strcmp(fallback, "popular");
	if (similar &&
	    (operands || queries.exclude || queries.exclude_context ||
		queries.key || plan.popular))
		cli_usage("--similar cannot be used with queries");
	if (queries.key_column && !queries.key)
		cli_usage("--key-column needs --key");
	if (by_line && (similar || output || share || merge || part ||
			   (!wide && strcmp(format, "json") != 0)))
		cli_usage("--line-buffered needs standard output and --wide or "
			  "--format=json, and cannot be used with --similar, "
			  "--merge or shares");
	if (requests.path && !by_line)
		cli_usage("--metrics needs --line-buffered");
	plan.requests = &requests;
	queries.longest = by_line ? longest : 0;
	queries.warn = cli_warn;
	queries.rules = !similar;
	plan.renew = renew;
	listed.share = part ? &candidates_part : NULL;
	listed.finds = queries.exclude || queries.exclude_context || similar;
	if (wide && (listed.titles || strcmp(format, "tsv") != 0))
		cli_usage("--wide cannot be used with --items or --format");
	cli_one_stdin(paths, similar ? 0 : n, others, COUNTOF(others));
	if (part && shard_parse(&candidates_part, part, &f))
		cli_usage("--candidates-share: %s", f.msg);
	if (merge && !is_merge_alone())
		cli_usage("--merge cannot be used with options for candidates "
			  "or queries, such as --model");
	if (wide)
		lists.text.format = LISTS_WIDE;
	else if (!strcmp(format, "json"))
		lists.text.format = LISTS_JSON;
	if (part && lists.text.format)
		cli_usage("--candidates-share writes TSV, --merge any format");
	lists.shard = queries.shard = &shard;
	lists.text.share = part ? &candidates_part : NULL;
	lists.text.header = queries.header = !no_header;
	lists.text.in_columns = !output && !lists.text.format && !part &&
	                        !merge && isatty(STDOUT_FILENO);
}

/* Merges the lists of shares. */
static int
merge_lists(
    struct output **o, const char *const *paths, size_t npaths, struct fail *f)
{
	const struct lists_merge_plan m = {.top = plan.top, .text = lists.text};

	*o = output_open(output, OUTPUT_TEXT, f);
	return *o ? lists_merge(&m, paths, npaths, *o, f) : -1;
}

int
main(int argc, char **argv)
{
	struct output *o = NULL;
	size_t npaths;
	int first = cli_parse(&program, argc, argv), r;
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct fail f;

	check_options(first < argc, paths, npaths);
	cli_compute(threads, kernels_name);
	if (!merge && list_source_open(&listed, &candidates, &titles, &f))
		cli_die(&f);
	r = (merge ? merge_lists : list)(&o, paths, npaths, &f);
	if (r < 0) {
		output_abandon(o);
		cli_die(&f);
	}
	if (output_commit(o, &f))
		cli_die(&f);
	titles_free(titles);
	candidates_close(&candidates);
	return r ? EXIT_FAILED : EXIT_DONE;
}
