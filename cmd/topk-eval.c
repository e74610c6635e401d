/*
 * topk-eval - evaluates retrieval: the rank of each query's label among all
 * candidates.
 *
 * Queries are rows of floats, with labels from a TSV paired by order; or rows
 * of text that contain both; or their ranks come from ranks files.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/shard.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/buffer.h"
#include "io/output.h"
#include "io/table_format.h"
#include "math/kernels.h"
#include "rank/candidates.h"
#include "rank/evaluate.h"
#include "rank/gate.h"
#include "rank/metric.h"
#include "rank/queries.h"
#include "rank/report.h"

static struct candidates_source source;
static struct queries_plan queries;
static struct evaluate_plan plan = {.source = &source, .queries = &queries};
static const char *top = "1,5,10,50,100", *ties;
static const char *unknown = "miss", *share, *kernels_name = "auto";
static const char *seen = "keep", *format = "tsv", *part;
static struct shard shard, candidates_part;
static size_t threads, seed = 1;
static double level = 0.01;
static int no_header;
static struct cli_list minima;

static const struct cli_option options[] = {
    OPT_GROUP("Candidates"),
    OPT_CANDIDATES(source),
    OPT_INCLUDE(&plan.include),
    OPT_CANDIDATES_SHARE(&part),
    OPT_GROUP("Labels and metrics"),
    OPT_STRING("labels", 'l', &queries.labels, "FILE",
	"TSV whose row i has the labels of query i"),
    OPT_LABEL(
	&queries.label, "column of --labels (default label; with -H the last)"),
    OPT_STRING("by", 0, &queries.group, "COLUMN",
	"also report each group, by this column of --labels"),
    OPT_STRING("top", 'k', &top, "K[,K]...",
	"cut-offs of top_K, mrr@K, ndcg@K and others"),
    OPT_CHOICE("ties", 0, &ties, "RULE",
	"rank of a label among equal scores; the default depends on the model",
	ties_choice),
    OPT_CHOICE("unknown", 'u', &unknown, "WHAT",
	"what to do with labels that are not candidates",
	evaluate_unknown_choice),
    OPT_FLAG("tfrs", 0, &plan.reduce_sum,
	"score labels with the rounding of TensorFlow Recommenders"),
    OPT_EXCLUDE(&queries.exclude, &queries.context),
    OPT_EXCLUDE_CONTEXT(&queries.exclude_context),
    OPT_CHOICE("seen-labels", 0, &seen, "WHAT",
	"what to do with labels that their query excludes",
	queries_seen_choice),
    OPT_SIZE("sampled", 0, &plan.sampled, "N",
	"rank among N sampled candidates per query; 0: among all", 0,
	INT32_MAX),
    OPT_SEED(&seed, "seed of --sampled"),
    OPT_FLAG("coverage", 0, &plan.coverage,
	"also report coverage, popularity, novelty and Gini of lists"),
    OPT_GROUP("Ranks and gates"),
    OPT_WRITES("ranks", 0, &plan.ranks, "write the rank of each label to FILE"),
    OPT_FLAG("from-ranks", 'R', &plan.from_ranks,
	"the operands are files written by --ranks"),
    OPT_FLAG("mean", 0, &plan.runs,
	"with --from-ranks: report mean and standard deviation of runs"),
    OPT_LIST_FORM("min", 0, &minima, "METRIC=VALUE",
	"exit with 3 if below VALUE; may be repeated", gate_choice),
    OPT_STRING("compare", 0, &plan.baseline, "RANKS",
	"exit with 3 if significantly worse than this ranks file"),
    OPT_REAL(
	"level", 0, &level, "X", "significance level of --compare", 1e-12, 0.5),
    OPT_GROUP("Input and output"),
    OPT_CHOICE("format", 0, &format, "NAME", "format of the table",
	table_format_choice),
    OPT_NO_HEADER(&no_header, "TSV input and output have no header lines"),
    OPT_SHARD(&share, "examples"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli program = {
    .name = "topk-eval",
    .operands = "-l LABELS [queries ...]",
    .summary = "Ranks the label of every query among all candidates and writes "
	       "metrics as\n\"metric value popularity low high\": popularity "
	       "is the metric of the ranking by\ntraining count; low and high "
	       "bound the value's 95 % confidence interval.\n",
    .usual = "model labels top exclude exclude-context include from-ranks min "
	     "compare help",
    .example = "seq-embed --format=tsv test.tsv | topk-eval --exclude-context",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

/* Ends the program if options contradict each other. */
static void
check_options(void)
{
	struct fail f;

	queries.labelled = !plan.from_ranks && !queries.labels;
	queries.seen_miss = !strcmp(seen, "miss");
	plan.header = queries.header = !no_header;
	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (plan.from_ranks || plan.baseline))
		cli_usage("--shard needs queries, without --compare");
	if (part && shard_parse(&candidates_part, part, &f))
		cli_usage("--candidates-share: %s", f.msg);
	plan.share = part ? &candidates_part : NULL;
	if (part && minima.n)
		cli_usage("--candidates-share computes no metrics for --min");
	if (evaluate_check(&plan, &f))
		cli_usage("%s", f.msg);
	if (plan.runs && minima.n)
		cli_usage("--min cannot be used with --mean");
	if (candidates_source_check(&source, plan.from_ranks, &f))
		cli_usage("%s", f.msg);
	if (plan.reduce_sum && ties && strcmp(ties, "standard") != 0)
		cli_usage("--tfrs needs --ties=standard");
}

/* Only one input can be standard input. */
static void
check_stdin(const char *const *paths, size_t n)
{
	const char *others[] = {queries.labels, queries.exclude, plan.include,
	    plan.baseline, source.vocab};

	cli_one_stdin(paths, n, others, COUNTOF(others));
	cli_distinct(paths, plan.from_ranks ? n : 0);
}

/* Completes the plan; gates [minima.n]. */
static void
parse_words(size_t *cuts, struct gate *gates)
{
	struct fail f;
	size_t i;

	plan.cuts = cuts;
	plan.ncuts = gate_cuts(top, cuts, REPORT_MAX_CUTS, &f);
	if (!plan.ncuts)
		cli_usage("--top: %s", f.msg);
	for (i = 0; i < minima.n; i++) {
		if (gate_parse(&gates[i], minima.at[i], &f))
			cli_usage("--min: %s", f.msg);
	}
	plan.ties = ties ? ties_find(ties) : NULL;
	while (strcmp(evaluate_unknown_choice(plan.unknown).name, unknown))
		plan.unknown++; /* it is one of the choices */
	plan.seed = seed;
	queries.shard = &shard;
}

static int
write_table(const struct evaluation *e, struct fail *f)
{
	struct output *o = output_open(NULL, OUTPUT_TEXT, f);
	int columns = isatty(STDOUT_FILENO) && !strcmp(format, "tsv"), failed;
	struct buffer t = {0};

	if (!o)
		return -1;
	evaluation_put(e, columns ? 4 : 6, &t);
	failed = t.failed ? fail_memory(f)
	                  : table_format_put(
				o, format, t.p, t.n, !no_header, columns, f);
	buffer_free(&t);
	if (failed) {
		output_abandon(o);
		return -1;
	}
	return output_commit(o, f);
}

/* Returns the exit status that --min and --compare require. */
static int
check_gates(const struct gate *gates, const struct report *r)
{
	int met, status = EXIT_DONE;
	struct fail f;
	size_t i;

	for (i = 0; i < minima.n; i++) {
		met = gate_met(&gates[i], r, &f);
		if (met < 0)
			cli_die(&f);
		if (met)
			continue;
		cli_gate("%s", f.msg);
		status = EXIT_GATE;
	}
	if (!gate_no_worse(r, plan.baseline, level, &f)) {
		cli_gate("%s", f.msg);
		status = EXIT_GATE;
	}
	return status;
}

int
main(int argc, char **argv)
{
	size_t npaths, i, cuts[REPORT_MAX_CUTS];
	const char *doubt;
	int first = cli_parse(&program, argc, argv), status;
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct gate *gates = calloc(minima.n + 1, sizeof(*gates));
	struct evaluation *e;
	struct fail f;

	if (!gates) {
		(void)fail_memory(&f);
		cli_die(&f);
	}
	check_options();
	check_stdin(paths, npaths);
	parse_words(cuts, gates);
	cli_compute(threads, kernels_name);
	e = evaluate(&plan, paths, npaths, &f);
	if (e && !ties && strcmp(evaluation_ties(e)->name, "standard") != 0)
		cli_note(
		    "ties are ranked by --ties=%s", evaluation_ties(e)->name);
	if (!e || (!part && write_table(e, &f))) {
		evaluation_free(e);
		cli_die(&f);
	}
	for (i = 0; (doubt = evaluation_doubt(e, i)); i++)
		cli_warn("%s", doubt);
	status = part ? EXIT_DONE : check_gates(gates, evaluation_report(e));
	evaluation_free(e);
	free(gates);
	free(minima.at);
	return status;
}
