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
#include "base/threads.h"
#include "cli/cli.h"
#include "data/vocab.h"
#include "io/output.h"
#include "model/model.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/evaluate.h"
#include "rank/gate.h"
#include "rank/metric.h"
#include "rank/report.h"
#include "rank/results.h"

static const char *const unknown_names[] = {"miss", "drop", "error"};

static const char *
unknown_name(size_t k)
{
	return k < COUNTOF(unknown_names) ? unknown_names[k] : NULL;
}

static const char *model_dir, *candidates, *vocab_path, *labels, *label;
static const char *cut_list = "1,5,10,50,100", *ties = "standard";
static const char *unknown = "miss", *exclude, *context, *ranks, *baseline;
static const char *share;
static struct shard shard;
static size_t dim, threads;
static double level = 0.01;
static int tfrs, coverage, from_ranks, no_header;
static struct cli_list minima;

static const struct cli_option options[] = {
    OPT_STRING("model", 'm', &model_dir, "DIR",
	"candidates and vocabulary of this model (default model)"),
    OPT_STRING("candidates", 0, &candidates, "FILE",
	"instead, candidates from this matrix, with --vocab"),
    OPT_STRING("vocab", 'v', &vocab_path, "FILE",
	"the items that are the rows of --candidates"),
    OPT_SIZE("dim", 'd', &dim, "D",
	"columns of --candidates; 0: as their sizes say", 0, 65536),
    OPT_STRING("labels", 'l', &labels, "FILE",
	"TSV whose row i has the label of query i"),
    OPT_STRING("label", 'L', &label, "COLUMN",
	"column of --labels (default label_movie_id; -H: the last)"),
    OPT_STRING("top", 'k', &cut_list, "K[,K]",
	"cut-offs of top_K, recall@K, mrr@K, ndcg@K, coverage@K"),
    OPT_CHOICE("ties", 0, &ties, "RULE",
	"where among candidates of equal score the label comes: first, "
	"last or in the middle",
	ties_name),
    OPT_CHOICE("unknown", 'u', &unknown, "WHAT",
	"a label that is no candidate is", unknown_name),
    OPT_FLAG("tfrs", 0, &tfrs,
	"score labels with the rounding of TensorFlow Recommenders"),
    OPT_STRING("exclude", 'x', &exclude, "FILE",
	"TSV whose row i lists items that query i leaves out"),
    OPT_STRING("context", 'C', &context, "COLUMN",
	"column of --exclude (default context_movie_id; -H: the "
	"first)"),
    OPT_FLAG("coverage", 0, &coverage,
	"also the share of candidates that are in anybody's list"),
    OPT_STRING("ranks", 0, &ranks, "FILE", "write where each label came"),
    OPT_FLAG("from-ranks", 'R', &from_ranks,
	"the operands are files that --ranks wrote"),
    OPT_LIST("min", 0, &minima, "METRIC=VALUE",
	"exit with 3 if the metric is less; may be repeated"),
    OPT_STRING("compare", 0, &baseline, "RANKS",
	"exit with 3 if significantly worse than in this ranks file"),
    OPT_REAL("level", 0, &level, "P", "chance of a false alarm of --compare",
	1e-12, 0.5),
    OPT_FLAG("no-header", 'H', &no_header,
	"no TSV read or written has a header line"),
    OPT_SHARD(&share, "examples"),
    OPT_THREADS(&threads),
};

static const struct cli program = {
    .name = "topk-eval",
    .operands = "-l LABELS [queries ...]",
    .summary =
	"Finds where the label of every query comes among all "
	"candidates and writes\nmetrics as \"metric value popularity low "
	"high\": popularity is the metric of\nranking items by training "
	"count, low and high are the value's 95 % confidence\ninterval.\n",
    .options = options,
    .noptions = COUNTOF(options),
    .max_operands = -1,
};

/* What the options say, and what is open. */
struct topk_eval {
	size_t cuts[REPORT_MAX_CUTS], ncuts, longest; /* longest: of cuts */
	struct gate *gates;                           /* [minima.n] */
	struct model *model;
	struct vocab *vocab; /* of --from-ranks --vocab */
	struct candidates catalogue;
	struct coverage *coverage;
	struct results *record;
};

/* Ends the program if the options contradict each other. */
static void
check_options(void)
{
	struct fail f;

	if (share && shard_parse(&shard, share, &f))
		cli_usage("--shard: %s", f.msg);
	if (share && (from_ranks || baseline))
		cli_usage("--shard goes without --from-ranks and --compare: "
			  "those are for the whole");
	if (from_ranks && (labels || candidates || exclude || coverage || tfrs))
		cli_usage("--from-ranks needs, and takes, no other input");
	if (!from_ranks && !labels)
		cli_usage("no --labels: what should the queries have found?");
	if (candidates && (model_dir || !vocab_path))
		cli_usage("--candidates goes with --vocab, not with --model");
	if (vocab_path && !candidates && (!from_ranks || model_dir))
		cli_usage("--vocab goes with --candidates or --from-ranks");
	if (tfrs && strcmp(ties, "standard") != 0)
		cli_usage("--tfrs goes with --ties=standard only");
}

/* Standard input can be only one of the inputs. */
static void
check_stdin(const char *const *paths, size_t n)
{
	const char *others[] = {labels, exclude, baseline, vocab_path};
	size_t i, used = 0;

	for (i = 0; i < n; i++)
		used += !strcmp(paths[i], "-");
	for (i = 0; i < COUNTOF(others); i++)
		used += others[i] && !strcmp(others[i], "-");
	if (used > 1)
		cli_usage("standard input is named %zu times", used);
}

static void
parse_numbers(struct topk_eval *w)
{
	struct fail f;
	size_t i;

	w->ncuts = gate_cuts(cut_list, w->cuts, REPORT_MAX_CUTS, &f);
	if (!w->ncuts)
		cli_usage("--top: %s", f.msg);
	for (i = 0; i < w->ncuts; i++)
		w->longest = size_max(w->longest, w->cuts[i]);
	w->gates = calloc(minima.n + 1, sizeof(*w->gates));
	if (!w->gates) {
		(void)fail_memory(&f);
		cli_die(&f);
	}
	for (i = 0; i < minima.n; i++) {
		if (gate_parse(&w->gates[i], minima.at[i], &f))
			cli_usage("--min: %s", f.msg);
	}
}

static int
open_model(struct topk_eval *w, const char *dir, struct fail *f)
{
	w->model = model_load(dir, f);
	return w->model ? candidates_of_model(&w->catalogue, w->model, f) : -1;
}

/* The vocabulary that comes with --from-ranks, if any does. */
static int
open_vocab(struct topk_eval *w, struct fail *f)
{
	if (model_dir)
		return open_model(w, model_dir, f);
	if (!vocab_path)
		return 0;
	w->vocab = vocab_read(vocab_path, f);
	w->catalogue.vocab = w->vocab;
	return w->vocab ? 0 : -1;
}

static int
add_queries(struct topk_eval *w, const char *const *paths, size_t npaths,
    struct fail *f)
{
	struct evaluate_plan p = {.catalogue = &w->catalogue,
	    .labels = labels,
	    .label = label,
	    .exclude = exclude,
	    .context = context,
	    .header = !no_header,
	    .shard = &shard,
	    .reduce_sum = tfrs,
	    .longest = w->longest};

	if (coverage) {
		w->coverage = coverage_new(w->catalogue.n, f);
		if (!w->coverage)
			return -1;
	}
	p.coverage = w->coverage;
	return evaluate(&p, paths, npaths, w->record, f);
}

static int
add_all(struct topk_eval *w, const char *const *paths, size_t npaths,
    struct fail *f)
{
	struct results_plan p = {.baseline = baseline,
	    .ranks = ranks,
	    .header = !no_header,
	    .refuse_unknown = !strcmp(unknown, "error")};
	int failed =
	    from_ranks ? open_vocab(w, f)
	    : candidates
		? candidates_open(&w->catalogue, candidates, vocab_path, dim, f)
		: open_model(w, model_dir ? model_dir : "model", f);

	if (failed || candidates_index(&w->catalogue, f))
		return -1;
	p.vocab = w->catalogue.vocab;
	w->record = results_new(&p, f);
	if (!w->record)
		return -1;
	failed = from_ranks ? results_add_files(w->record, paths, npaths, f)
	                    : add_queries(w, paths, npaths, f);
	return failed ? -1 : results_end(w->record, f);
}

static struct report *
make_report(const struct topk_eval *w, struct fail *f)
{
	const struct vocab *v = w->catalogue.vocab;
	struct report_plan p = {.cuts = w->cuts,
	    .ncuts = w->ncuts,
	    .ties = ties_find(ties),
	    .drop = !strcmp(unknown, "drop"),
	    .model = results_model(w->record),
	    .popular = results_popularity(w->record),
	    .baseline = results_baseline(w->record),
	    .candidates = v ? vocab_size(v) : 0,
	    .coverage = w->coverage,
	    .all_listed = !exclude};

	return report_new(&p, f);
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
check_gates(const struct topk_eval *w, const struct report *r)
{
	int met, status = EXIT_DONE;
	struct fail f;
	size_t i;

	for (i = 0; i < minima.n; i++) {
		met = gate_met(&w->gates[i], r, &f);
		if (met < 0)
			cli_die(&f);
		if (met)
			continue;
		cli_gate("%s", f.msg);
		status = EXIT_GATE;
	}
	if (!gate_no_worse(r, baseline, level, &f)) {
		cli_gate("%s", f.msg);
		status = EXIT_GATE;
	}
	return status;
}

int
main(int argc, char **argv)
{
	struct topk_eval w = {0};
	size_t npaths;
	int first = cli_parse(&program, argc, argv), status;
	const char *const *paths = cli_operands(first, argc, argv, &npaths);
	struct report *r = NULL;
	struct fail f;

	check_options();
	check_stdin(paths, npaths);
	parse_numbers(&w);
	threads_set((int)threads);
	if (add_all(&w, paths, npaths, &f) || !(r = make_report(&w, &f)) ||
	    write_report(r, &f)) {
		results_free(w.record); /* with its file, half written */
		cli_die(&f);
	}
	status = check_gates(&w, r);
	report_free(r);
	results_free(w.record);
	coverage_free(w.coverage);
	candidates_close(&w.catalogue);
	vocab_free(w.vocab);
	model_free(w.model);
	free(w.gates);
	free(minima.at);
	return status;
}
