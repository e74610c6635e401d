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
    {.name = "model",
	.letter = 'm',
	.kind = CLI_STRING,
	.to = &model_dir,
	.arg = "DIR",
	.help = "candidates and vocabulary of this model (default model)"},
    {.name = "candidates",
	.letter = 'c',
	.kind = CLI_STRING,
	.to = &candidates,
	.arg = "FILE",
	.help = "instead, candidates from this matrix, with --vocab"},
    {.name = "vocab",
	.letter = 'v',
	.kind = CLI_STRING,
	.to = &vocab_path,
	.arg = "FILE",
	.help = "the items that are the rows of --candidates"},
    {.name = "dim",
	.letter = 'd',
	.kind = CLI_SIZE,
	.to = &dim,
	.arg = "D",
	.help = "columns of --candidates; 0: as their sizes say",
	.most = 65536},
    {.name = "labels",
	.letter = 'l',
	.kind = CLI_STRING,
	.to = &labels,
	.arg = "FILE",
	.help = "TSV whose row i has the label of query i"},
    {.name = "label",
	.letter = 'L',
	.kind = CLI_STRING,
	.to = &label,
	.arg = "COLUMN",
	.help = "column of --labels (default label_movie_id; -H: the last)"},
    {.name = "cutoffs",
	.letter = 'k',
	.kind = CLI_STRING,
	.to = &cut_list,
	.arg = "K[,K]",
	.help = "cut-offs of top_K, recall@K, mrr@K, ndcg@K, coverage@K"},
    {.name = "ties",
	.letter = 't',
	.kind = CLI_CHOICE,
	.to = &ties,
	.arg = "RULE",
	.help = "where among candidates of equal score the label comes: first, "
		"last or in the middle",
	.choice = ties_name},
    {.name = "unknown",
	.letter = 'u',
	.kind = CLI_CHOICE,
	.to = &unknown,
	.arg = "WHAT",
	.help = "a label that is no candidate is",
	.choice = unknown_name},
    {.name = "tfrs",
	.kind = CLI_FLAG,
	.to = &tfrs,
	.help = "score labels with the rounding of TensorFlow Recommenders"},
    {.name = "exclude",
	.letter = 'x',
	.kind = CLI_STRING,
	.to = &exclude,
	.arg = "FILE",
	.help = "TSV whose row i lists items that query i leaves out"},
    {.name = "context",
	.letter = 'C',
	.kind = CLI_STRING,
	.to = &context,
	.arg = "COLUMN",
	.help = "column of --exclude (default context_movie_id; -H: the "
		"first)"},
    {.name = "coverage",
	.kind = CLI_FLAG,
	.to = &coverage,
	.help = "also the share of candidates that are in anybody's list"},
    {.name = "ranks",
	.letter = 'r',
	.kind = CLI_STRING,
	.to = &ranks,
	.arg = "FILE",
	.help = "write where each label came"},
    {.name = "from-ranks",
	.letter = 'R',
	.kind = CLI_FLAG,
	.to = &from_ranks,
	.help = "the operands are files that --ranks wrote"},
    {.name = "min",
	.kind = CLI_LIST,
	.to = &minima,
	.arg = "METRIC=VALUE",
	.help = "exit with 3 if the metric is less; may be repeated"},
    {.name = "compare",
	.kind = CLI_STRING,
	.to = &baseline,
	.arg = "RANKS",
	.help = "exit with 3 if significantly worse than in this ranks file"},
    {.name = "level",
	.kind = CLI_REAL,
	.to = &level,
	.arg = "P",
	.help = "chance of a false alarm of --compare",
	.least = 1e-12,
	.most = 0.5},
    {.name = "no-header",
	.letter = 'H',
	.kind = CLI_FLAG,
	.to = &no_header,
	.help = "no TSV read or written has a header line"},
    CLI_SHARD(&share, "examples"),
    CLI_THREADS(&threads),
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
