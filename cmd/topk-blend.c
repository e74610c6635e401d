/*
 * topk-blend - the scores of all items, from one model or added up from
 * several.
 *
 * The output is rows of scores, which topk-eval and topk-list take with
 * --scores: a filter between the queries of models and the ranking programs.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "io/output.h"
#include "math/kernels.h"
#include "rank/blend.h"
#include "rank/blend_scale.h"

#define MOST 16 /* models */

static struct blend_source source[MOST];
static struct blend_plan plan = {.source = source};
static const char *weights, *scale = "auto", *output;
static const char *kernels_name = "auto";
static size_t threads;

static const struct cli_option options[] = {
    OPT_GROUP("Sum"),
    OPT_STRING("weights", 'w', &weights, "X[,X]...",
	"factors of the models' scores (default 1 each)"),
    OPT_CHOICE("scale", 0, &scale, "NAME",
	"scaling of each row of scores before the sum", blend_scale_choice),
    OPT_VOCAB(&plan.vocab,
	"the items to score, in order (default the first model's)"),
    OPT_GROUP("Output"),
    OPT_OUTPUT(&output, ""),
    OPT_GENERAL,
    OPT_THREADS(&threads),
    OPT_KERNELS(&kernels_name),
};

static const struct cli program = {
    .name = "topk-blend",
    .operands = "MODEL QUERIES [MODEL QUERIES ...]",
    .summary = "Adds up the scores of several models, and writes a row of sums "
	       "for each query,\nwith one number per item, for --scores of "
	       "topk-eval and topk-list.\n",
    .usual = "weights scale vocab output help",
    .example = "topk-blend -w 2,1 net net.f32 base base.f32 >scores.f32",
    .options = CLI_TABLE(options),
    .max_operands = -1,
};

static void
parse_weights(void)
{
	const char *s = weights, *end;
	size_t k;

	for (k = 0; k < plan.n; k++, s = end + 1) {
		end = strchrnul(s, ',');
		if (num_get_double(s, (size_t)(end - s), &source[k].weight) ||
		    !isfinite(source[k].weight))
			cli_usage("--weights: '%.*s' is not a number",
			    (int)(end - s), s);
		if (!*end != (k + 1 == plan.n))
			cli_usage(
			    "--weights=%s: expected %zu number%s, one per "
			    "model",
			    weights, plan.n, num_s(plan.n));
	}
}

static void
parse_operands(const char *const *operand, size_t n)
{
	const char *from[MOST];
	size_t k;

	if (!n || n % 2)
		cli_usage("operands must be pairs of a model and its queries");
	if (n / 2 > MOST)
		cli_usage("more than %d models", MOST);
	plan.n = n / 2;
	for (k = 0; k < plan.n; k++) {
		source[k].model = operand[2 * k];
		source[k].queries = from[k] = operand[2 * k + 1];
		source[k].weight = 1;
		source[k].scale = blend_scale_find(scale);
	}
	cli_one_stdin(from, plan.n, &plan.vocab, 1);
}

static void
say(const struct blend_counts *c)
{
	if (c->foreign)
		cli_warn("%zu item%s of the models %s not scored", c->foreign,
		    num_s(c->foreign), c->foreign == 1 ? "is" : "are");
	if (c->alone)
		cli_warn("%zu item%s in no model: score 0", c->alone,
		    num_are(c->alone));
	if (c->lost)
		cli_warn("%llu of %llu quer%s %s no item that any model knows",
		    (unsigned long long)c->lost, (unsigned long long)c->queries,
		    num_y(c->queries), c->lost == 1 ? "has" : "have");
}

int
main(int argc, char **argv)
{
	struct blend_counts counts;
	struct output *o;
	struct fail f;
	size_t n;
	const char *const *operand =
	    cli_operands(cli_parse(&program, argc, argv), argc, argv, &n);

	parse_operands(operand, n);
	if (weights)
		parse_weights();
	cli_compute(threads, kernels_name);
	o = output_open(output, OUTPUT_BINARY, &f);
	if (!o)
		cli_die(&f);
	if (blend_run(&plan, o, &counts, &f)) {
		output_abandon(o);
		cli_die(&f);
	}
	if (output_commit(o, &f))
		cli_die(&f);
	say(&counts);
	return EXIT_DONE;
}
