/*
 * topk-eval - its options: where each goes, and its words in --help.
 *
 * The table alone, apart from the program because it is long.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TOPK_EVAL_H
#define TOPK_EVAL_H

#include <stddef.h>

#include "base/cli.h"
#include "base/shard.h"
#include "rank/metric.h"

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
    OPT_STRING("candidates", 'c', &candidates, "FILE",
	"instead, candidates from this matrix, with --vocab"),
    OPT_STRING("vocab", 'v', &vocab_path, "FILE",
	"the items that are the rows of --candidates"),
    OPT_SIZE("dim", 'd', &dim, "D",
	"columns of --candidates; 0: as their sizes say", 0, 65536),
    OPT_STRING("labels", 'l', &labels, "FILE",
	"TSV whose row i has the label of query i"),
    OPT_STRING("label", 'L', &label, "COLUMN",
	"column of --labels (default label_movie_id; -H: the last)"),
    OPT_STRING("cutoffs", 'k', &cut_list, "K[,K]",
	"cut-offs of top_K, recall@K, mrr@K, ndcg@K, coverage@K"),
    OPT_CHOICE("ties", 't', &ties, "RULE",
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
    OPT_STRING("ranks", 'r', &ranks, "FILE", "write where each label came"),
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

#endif
