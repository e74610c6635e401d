/* evaluate - ranks the labels of queries among all candidates, and reports
 * metrics. */
/* SPDX-License-Identifier: MIT */
#include "rank/evaluate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/evaluate_pass.h"
#include "rank/label_ranks.h"
#include "rank/metric.h"
#include "rank/popularity.h"
#include "rank/queries.h"
#include "rank/report.h"
#include "rank/results.h"

/* A report and its subject: all examples or a group. */
struct evaluation_part {
	struct slice name; /* of the group */
	struct label_ranks *model, *popular, *baseline;
	struct report_plan plan;
	struct report *report;
};

/* The parts of an evaluation. */
struct evaluation {
	const struct evaluate_plan *plan;
	struct candidates c; /* for ranks files: perhaps a vocabulary alone */
	struct vocab *vocab; /* that vocabulary */
	const struct ties *ties;
	struct popularity *order; /* order of equal scores; NULL: none */
	struct coverage *coverage;
	struct results **results; /* [runs] */
	struct report_plan whole;
	struct report **reports; /* [runs] */
	size_t runs;
	struct evaluation_part *parts; /* [nparts] */
	size_t nparts;
	struct evaluate_pass_counts counts;
	size_t unlisted; /* items of `include` that are unknown */
	char words[400];
};

/* Counts the queries in the files. */
static int
add_queries(struct evaluation *v, const char *const *paths, size_t npaths,
    struct fail *f)
{
	const struct evaluate_plan *p = v->plan;
	struct evaluate_pass_plan pass = {.candidates = &v->c,
	    .queries = p->queries,
	    .place = v->order ? popularity_places(v->order) : NULL,
	    .reduce_sum = p->reduce_sum,
	    .share = p->share != NULL,
	    .sampled = p->sampled,
	    .seed = p->seed};
	size_t i;

	if (p->coverage &&
	    !(v->coverage = coverage_new(&v->c, p->cuts, p->ncuts, f)))
		return -1;
	pass.coverage = v->coverage;
	for (i = 0; i < p->ncuts; i++)
		pass.longest = size_max(pass.longest, p->cuts[i]);
	return evaluate_pass(
	    &pass, paths, npaths, v->results[0], &v->counts, f);
}

/* Opens the candidates; for ranks files only the vocabulary, if one is
 * named. */
static int
open_candidates(struct evaluation *v, struct fail *f)
{
	const struct candidates_source *s = v->plan->source;

	if (!v->plan->from_ranks || s->model) {
		if (candidates_open(&v->c, s, f) || candidates_index(&v->c, f))
			return -1;
	} else if (s->vocab) {
		v->vocab = vocab_read(s->vocab, f);
		if (!v->vocab)
			return -1;
		candidates_of(&v->c, v->vocab, NULL, 0);
	}
	if (v->plan->include &&
	    candidates_keep_listed(&v->c, v->plan->include, &v->unlisted, f))
		return -1;
	return v->plan->share ? candidates_share(&v->c, v->plan->share, f) : 0;
}

/* Chooses the rule for ties, and makes the order of equal scores that it
 * needs. */
static int
choose_ties(struct evaluation *v, struct fail *f)
{
	const struct evaluate_plan *p = v->plan;

	v->ties = p->ties;
	if (!v->ties)
		v->ties = ties_find(v->c.ties ? v->c.ties : "standard");
	if (!v->ties)
		return fail_set(f,
		    "the model's rule for ties is '%s', which this program "
		    "does not know",
		    v->c.ties);
	if (p->reduce_sum && !v->c.x)
		return fail_set(f, "--tfrs cannot be used with --scores, which "
				   "have no products to round");
	if (!v->ties->counts || p->from_ranks)
		return 0;
	v->order = popularity_new(&v->c, f);
	if (!v->order)
		return -1;
	if (!popularity_known(v->order))
		return fail_set(
		    f, "--ties=counts: the vocabulary has no counts");
	return 0;
}

/* Computes or reads the results of run k. */
static int
add_run(struct evaluation *v, size_t k, const char *const *paths, size_t npaths,
    struct fail *f)
{
	const struct evaluate_plan *p = v->plan;
	const struct results_plan r = {
	    .candidates = v->c.vocab && !p->share ? &v->c : NULL,
	    .baseline = p->baseline,
	    .ranks = p->ranks,
	    .share = p->share,
	    .header = p->header,
	    .refuse_unknown = p->unknown == EVALUATE_ERROR};

	v->results[k] = results_new(&r, f);
	if (!v->results[k])
		return -1;
	if (p->from_ranks ? results_add_files(v->results[k], paths, npaths, f)
			  : add_queries(v, paths, npaths, f))
		return -1;
	return results_end(v->results[k], f);
}

/* Sets the parts of the plan that all reports share. */
static void
plan_reports(struct evaluation *v)
{
	const struct evaluate_plan *p = v->plan;

	v->whole = (struct report_plan){.cuts = p->cuts,
	    .ncuts = p->ncuts,
	    .ties = v->ties,
	    .drop = p->unknown == EVALUATE_DROP,
	    .candidates = v->c.n,
	    .sampled = p->sampled,
	    .seen = p->queries && p->queries->seen_miss ? v->counts.seen : 0,
	    .coverage = v->coverage,
	    .all_listed = !p->queries || (!p->queries->exclude &&
					     !p->queries->exclude_context)};
}

static int
report_run(struct evaluation *v, size_t k, struct fail *f)
{
	struct report_plan *r = &v->whole;

	r->model = results_model(v->results[k]);
	r->popular = results_popularity(v->results[k]);
	r->baseline = results_baseline(v->results[k]);
	v->reports[k] = report_new(r, f);
	return v->reports[k] ? 0 : -1;
}

/* The ranks of group g; NULL stays NULL. */
static int
take_part(struct label_ranks **to, const struct label_ranks *ranks,
    const int32_t *group, int32_t g, struct fail *f)
{
	if (!ranks)
		return 0;
	*to = label_ranks_part(ranks, group, g, f);
	return *to ? 0 : -1;
}

static int
report_part(struct evaluation *v, size_t i, struct fail *f)
{
	struct evaluation_part *part = &v->parts[i];
	const struct results *r = v->results[0];
	const int32_t *group = results_group(r), g = (int32_t)i + 1;

	part->name = vocab_token(results_groups(r), g);
	if (take_part(&part->model, results_model(r), group, g, f) ||
	    take_part(&part->popular, results_popularity(r), group, g, f) ||
	    take_part(&part->baseline, results_baseline(r), group, g, f))
		return -1;
	part->plan = v->whole;
	part->plan.model = part->model;
	part->plan.popular = part->popular;
	part->plan.baseline = part->baseline;
	part->plan.coverage = NULL;
	part->plan.seen = 0;
	part->report = report_new(&part->plan, f);
	return part->report
	           ? 0
	           : fail_at(f, "group '%.*s'",
			 (int)size_min(part->name.n, 100), part->name.s);
}

static int
report_parts(struct evaluation *v, struct fail *f)
{
	const struct vocab *groups = results_groups(v->results[0]);
	size_t i;

	if (!groups)
		return 0;
	v->parts = calloc(vocab_size(groups), sizeof(*v->parts));
	if (!v->parts)
		return fail_memory(f);
	v->nparts = vocab_size(groups);
	for (i = 0; i < v->nparts; i++) {
		if (report_part(v, i, f))
			return -1;
	}
	return 0;
}
/* Computes all runs and their reports. */
static int
add_runs(struct evaluation *v, const char *const *paths, size_t npaths,
    struct fail *f)
{
	size_t k;

	v->results = calloc(v->runs, sizeof(struct results *));
	v->reports = calloc(v->runs, sizeof(struct report *));
	if (!v->results || !v->reports)
		return fail_memory(f);
	for (k = 0; k < v->runs; k++) {
		if (v->plan->runs ? add_run(v, k, paths + k, 1, f)
				  : add_run(v, k, paths, npaths, f))
			return -1;
		plan_reports(v);
		if (!v->plan->share && report_run(v, k, f))
			return v->plan->runs ? fail_at(f, "%s", paths[k]) : -1;
	}
	return report_parts(v, f);
}

struct evaluation *
evaluate(const struct evaluate_plan *p, const char *const *paths, size_t npaths,
    struct fail *f)
{
	struct evaluation *v = calloc(1, sizeof(*v));

	if (!v) {
		(void)fail_memory(f);
		return NULL;
	}
	v->plan = p;
	v->runs = p->runs ? npaths : 1;
	if (open_candidates(v, f) || choose_ties(v, f) ||
	    add_runs(v, paths, npaths, f)) {
		evaluation_free(v);
		return NULL;
	}
	return v;
}

const struct report *
evaluation_report(const struct evaluation *v)
{
	return v->reports[0];
}

const struct ties *
evaluation_ties(const struct evaluation *v)
{
	return v->ties;
}

void
evaluation_put(const struct evaluation *v, int digits, struct buffer *t)
{
	static const struct slice all = {"\\N", 2};
	const char *group = v->nparts ? v->plan->queries->group : NULL;
	size_t i;

	if (v->plan->runs) {
		report_put_mean((const struct report *const *)v->reports,
		    v->runs, digits, t);
		return;
	}
	report_put_titles(v->reports[0], group, t);
	report_put(v->reports[0], group ? &all : NULL, digits, t);
	for (i = 0; i < v->nparts; i++)
		report_put(v->parts[i].report, &v->parts[i].name, digits, t);
}

/* Returns 1 if none of the labels is a candidate. */
static int
knows_nothing(const struct evaluation *v)
{
	const struct label_ranks *r = results_model(v->results[0]);

	if (!v->plan->from_ranks)
		return !v->counts.known && !v->counts.seen;
	return label_ranks_unknown(r) == label_ranks_labels(r);
}

const char *
evaluation_doubt(struct evaluation *v, size_t k)
{
	size_t size = sizeof(v->words), used;

	if (v->unlisted && !k--) {
		(void)snprintf(v->words, size,
		    "%s: %zu item%s not in the vocabulary", v->plan->include,
		    v->unlisted, num_are(v->unlisted));
		return v->words;
	}
	if (knows_nothing(v) && !k--)
		return "no label is a candidate; check that labels and "
		       "candidates belong together";
	if (v->counts.known && v->counts.flat == v->counts.known && !k--)
		return "every query scores all candidates alike: the ranks "
		       "only show the rule for ties";
	if (v->counts.lost && !k--) {
		(void)snprintf(v->words, size,
		    "%zu context%s without a known item: misses",
		    v->counts.lost, num_s(v->counts.lost));
		return v->words;
	}
	if (v->counts.blank && !k--) {
		(void)snprintf(v->words, size,
		    "%zu quer%s with equal scores for all candidates: misses",
		    v->counts.blank, v->counts.blank == 1 ? "y" : "ies");
		return v->words;
	}
	used = (size_t)snprintf(
	    v->words, size, "popularity is better than the model at K = ");
	if (!v->plan->runs && v->reports[0] &&
	    report_beaten(v->reports[0], v->words + used, size - used) && !k--)
		return v->words;
	return NULL;
}

static void
free_part(struct evaluation_part *part)
{
	report_free(part->report);
	label_ranks_free(part->model);
	label_ranks_free(part->popular);
	label_ranks_free(part->baseline);
}

void
evaluation_free(struct evaluation *v)
{
	size_t k;

	if (!v)
		return;
	for (k = 0; k < v->nparts; k++)
		free_part(&v->parts[k]);
	free(v->parts);
	for (k = 0; v->reports && k < v->runs; k++)
		report_free(v->reports[k]);
	for (k = 0; v->results && k < v->runs;
	     k++) /* with an incomplete file */
		results_free(v->results[k]);
	free(v->reports);
	free(v->results);
	coverage_free(v->coverage);
	popularity_free(v->order);
	candidates_close(&v->c);
	vocab_free(v->vocab);
	free(v);
}
