/*
 * topk-eval - how good retrieval is: where each query's label comes among all
 * candidates.
 *
 * Queries come as rows of floats, labels as a TSV, paired by order; or their
 * ranks come from files made before.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/shard.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/output.h"
#include "math/kernels.h"
#include "rank/candidates.h"
#include "rank/evaluate.h"
#include "rank/gate.h"
#include "rank/metric.h"
#include "rank/report.h"

static struct candidates_source source;
static struct evaluate_plan plan = {.source = &source};
static const char *top = "1,5,10,50,100", *ties;
static const char *unknown = "miss", *share, *kernels_name = "auto";
static struct shard shard;
static size_t threads;
static double level = 0.01;
static int no_header;
static struct cli_list minima;

static const struct cli_option options[] = {
    OPT_GROUP("Candidates"),
    OPT_CANDIDATES(source),
    OPT_GROUP("Labels and metrics"),
    OPT_STRING("labels", 'l', &plan.labels, "FILE",
	"TSV whose row i has the label of query i"),
    OPT_LABEL(
	&plan.label, "column of --labels (default label; with -H the last)"),
    OPT_STRING("top", 'k', &top, "K[,K]...",
	"cut-offs of top_K, recall@K, mrr@K, ndcg@K, coverage@K"),
    OPT_CHOICE("ties", 0, &ties, "RULE",
	"where among equal scores the label comes, if the model's rule is "
	"not wanted",
	ties_choice),
    OPT_CHOICE("unknown", 'u', &unknown, "WHAT",
	"a label that is no candidate is", evaluate_unknown_choice),
    OPT_FLAG("tfrs", 0, &plan.reduce_sum,
	"score labels with the rounding of TensorFlow Recommenders"),
    OPT_EXCLUDE(&plan.exclude, &plan.context),
    OPT_FLAG("coverage", 0, &plan.coverage,
	"also the share of candidates that are in anybody's list"),
    OPT_GROUP("Ranks and gates"),
    OPT_STRING("ranks", 0, &plan.ranks, "FILE", "write where each label came"),
    OPT_FLAG("from-ranks", 'R', &plan.from_ranks,
	"the operands are files that --ranks wrote"),
    OPT_LIST_FORM("min", 0, &minima, "METRIC=VALUE",
	"exit with 3 if the metric is less; may be repeated", gate_choice),
    OPT_STRING("compare", 0, &plan.baseline, "RANKS",
	"exit with 3 if significantly worse than in this ranks file"),
    OPT_REAL("level", 0, &level, "X", "chance of a false alarm of --compare",
	1e-12, 0.5),
    OPT_GROUP("Input and output"),
    OPT_NO_HEADER(&no_header, "no TSV read or written has a header line"),
    OPT_SHARD(&share, "examples"),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli program = {
    .name = "topk-eval",
    .operands = "-l LABELS [queries ...]",
    .summary =
	"Finds where the label of every query comes among all "
	"candidates and writes\nmetrics as \"metric value popularity low "
	"high\": popularity is the metric of\nranking items by training "
	"count, low and high are the value's 95 % confidence\ninterval.\n",
    .usual =
	"model labels label top ties exclude ranks from-ranks min compare help",
    .example = "seq-embed test.tsv | topk-eval -l test.tsv",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

/* Ends the program if the options contradict each other. */
static void
check_options(void)
{
	struct fail f;

	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (plan.from_ranks || plan.baseline))
		cli_usage("--shard goes without --from-ranks and --compare: "
			  "those are for the whole");
	if (plan.from_ranks &&
	    (plan.labels || source.matrix || source.scores || plan.exclude ||
		plan.coverage || plan.reduce_sum))
		cli_usage("--from-ranks needs, and takes, no other input");
	if (!plan.from_ranks && !plan.labels)
		cli_usage("no --labels: what should the queries have found?");
	if (source.matrix && (source.model || !source.vocab))
		cli_usage("--candidates goes with --vocab, not with --model");
	if (source.scores && (source.model || source.matrix || !source.vocab))
		cli_usage("--scores goes with --vocab alone: the items that "
			  "are scored, in order");
	if (source.vocab && !source.matrix && !source.scores &&
	    (!plan.from_ranks || source.model))
		cli_usage("--vocab goes with --candidates, --scores or "
			  "--from-ranks");
	if (plan.reduce_sum && ties && strcmp(ties, "standard") != 0)
		cli_usage("--tfrs goes with --ties=standard only");
}

/* Standard input can be only one of the inputs. */
static void
check_stdin(const char *const *paths, size_t n)
{
	const char *others[] = {
	    plan.labels, plan.exclude, plan.baseline, source.vocab};
	size_t i, used = 0;

	for (i = 0; i < n; i++)
		used += !strcmp(paths[i], "-");
	for (i = 0; i < COUNTOF(others); i++)
		used += others[i] && !strcmp(others[i], "-");
	if (used > 1)
		cli_usage("standard input is named %zu times", used);
}

/* The rest of the plan; gates [minima.n]. */
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
	plan.header = !no_header;
	plan.shard = &shard;
}

static int
write_report(const struct report *r, struct fail *f)
{
	struct output *o = output_open(NULL, OUTPUT_TEXT, f);

	if (!o)
		return -1;
	if (report_put(r, !no_header, isatty(STDOUT_FILENO), o, f)) {
		output_abandon(o);
		return -1;
	}
	return output_commit(o, f);
}

/* The exit status that --min and --compare ask for. */
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
	size_t npaths, cuts[REPORT_MAX_CUTS];
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
	cli_reads(paths, npaths);
	cli_compute(threads, kernels_name);
	e = evaluate(&plan, paths, npaths, &f);
	if (e && !ties && strcmp(evaluation_ties(e)->name, "standard") != 0)
		cli_note("ties go by --ties=%s", evaluation_ties(e)->name);
	if (!e || write_report(evaluation_report(e), &f)) {
		evaluation_free(e);
		cli_die(&f);
	}
	status = check_gates(gates, evaluation_report(e));
	evaluation_free(e);
	free(gates);
	free(minima.at);
	return status;
}
