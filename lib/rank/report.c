/* report - the table of results of an evaluation, and tests on it. */
/* SPDX-License-Identifier: MIT */
#include "rank/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "rank/coverage.h"
#include "rank/interval.h"
#include "rank/label_ranks.h"
#include "rank/metric.h"

struct report {
	struct report_plan own;
	const struct report_plan *plan; /* a copy */
	int several;                    /* some query has several labels */
	size_t examples;
	size_t n, nmodel, npopular, nbaseline;
	double *model, *popular, *baseline; /* sorted ranks, or NULL */
	struct report_row *rows;            /* [n] */
	size_t room;
};

/* Appends a row; returns NULL if memory runs out. */
static struct report_row *
new_row(struct report *r, const char *name, size_t cut, struct fail *f)
{
	struct report_row *row;
	size_t sampled = r->plan->sampled, n = 0;

	if (ARRAY_ROOM(&r->rows, &r->room, r->n + 1, f))
		return NULL;
	row = &r->rows[r->n++];
	*row = (struct report_row){.cut = cut,
	    .value = NAN,
	    .popular = NAN,
	    .baseline = NAN,
	    .low = NAN,
	    .high = NAN,
	    .difference = NAN,
	    .difference_low = NAN,
	    .difference_high = NAN,
	    .p = NAN,
	    .worse = NAN};
	if (sampled && (cut || strstr(name, "rank")))
		n = (size_t)snprintf(
		    row->name, sizeof(row->name), "sampled_%zu_", sampled);
	if (cut)
		(void)snprintf(
		    row->name + n, sizeof(row->name) - n, "%s%zu", name, cut);
	else
		(void)snprintf(
		    row->name + n, sizeof(row->name) - n, "%s", name);
	return row;
}

/* The metric of the ranks p, sorted [n], and its interval if `interval` is not
 * NULL. */
static int
measure(const struct report *r, const struct metric *m, size_t cut,
    const struct label_ranks *p, size_t n, const double *sorted, double *value,
    struct interval *interval)
{
	struct fail f;
	double *worth;

	if (!r->several || !m->set) {
		*value = metric_value(m, cut, n, sorted);
		if (interval)
			*interval = interval_of(m, cut, n, sorted);
		return 0;
	}
	worth =
	    label_ranks_worths(p, r->plan->ties, r->plan->drop, m, cut, &n, &f);
	if (!worth)
		return -1;
	*value = metric_mean(n, worth);
	if (interval)
		*interval = interval_of_mean(m, n, worth);
	free(worth);
	return 0;
}

/* The difference of the row's metric from the baseline. */
static int
compare(struct report *r, struct report_row *row, struct fail *f)
{
	const struct report_plan *p = r->plan;
	struct label_ranks_difference d;

	if (label_ranks_differ(p->model, p->baseline, p->ties, p->drop,
		row->metric, row->cut, &d, f))
		return -1;
	row->difference = d.mean;
	row->difference_low = d.low;
	row->difference_high = d.high;
	row->p = d.p;
	row->worse = d.worse;
	return 0;
}

static int
add_metric(struct report *r, const struct metric *m, size_t cut, struct fail *f)
{
	const struct report_plan *p = r->plan;
	struct report_row *row = new_row(r, m->name, cut, f);
	struct interval interval;

	if (!row)
		return -1;
	row->metric = m;
	if (measure(r, m, cut, p->model, r->nmodel, r->model, &row->value,
		&interval) ||
	    (r->popular && measure(r, m, cut, p->popular, r->npopular,
			       r->popular, &row->popular, NULL)) ||
	    (r->baseline && measure(r, m, cut, p->baseline, r->nbaseline,
				r->baseline, &row->baseline, NULL)))
		return fail_memory(f);
	row->low = interval.low;
	row->high = interval.high;
	return r->baseline && m->one ? compare(r, row, f) : 0;
}

static int
add_count(struct report *r, const char *name, double count, struct fail *f)
{
	struct report_row *row = new_row(r, name, 0, f);

	if (!row)
		return -1;
	row->whole = 1;
	row->value = count;
	return 0;
}

/* With no exclusions, popularity lists are the same for all queries. */
static int
add_coverage(
    struct report *r, const struct coverage_metric *m, size_t k, struct fail *f)
{
	const struct report_plan *p = r->plan;
	struct report_row *row = new_row(r, m->name, p->cuts[k], f);
	size_t shown = size_min(p->cuts[k], p->candidates);

	if (!row)
		return -1;
	row->value = m->value(p->coverage, k);
	if (r->popular && p->all_listed && m == coverage_metric_at(0))
		row->popular = (double)shown / (double)p->candidates;
	return 0;
}

static double
count_or_nan(size_t n, size_t unknown)
{
	return n == unknown ? NAN : (double)n;
}

static int
add_counts(struct report *r, struct fail *f)
{
	const struct report_plan *p = r->plan;
	const struct label_ranks *m = p->model;
	size_t unknown = label_ranks_unknown(m);

	if (p->seen && p->seen != SIZE_MAX)
		unknown -= size_min(unknown, p->seen);
	return add_count(r, "examples", (double)r->examples, f) ||
	               (r->several && add_count(r, "labels",
					  (double)label_ranks_labels(m), f)) ||
	               add_count(r, "candidates",
			   count_or_nan(p->candidates, 0), f) ||
	               add_count(r, "unknown_labels", (double)unknown, f) ||
	               add_count(
			   r, "tied_labels", (double)label_ranks_tied(m), f) ||
	               (p->seen &&
			   add_count(r, "seen_labels", (double)p->seen, f))
	           ? -1
	           : 0;
}

static int
add_rows(struct report *r, struct fail *f)
{
	const struct report_plan *p = r->plan;
	const struct coverage_metric *c;
	const struct metric *m;
	size_t i, k;
	int failed = 0;

	for (i = 0; (m = metric_at(i)) && !failed; i++) {
		if (m->alias || (m->twin && !r->several))
			continue;
		if (!m->cut)
			failed = add_metric(r, m, 0, f);
		for (k = 0; m->cut && k < p->ncuts && !failed; k++)
			failed = add_metric(r, m, p->cuts[k], f);
	}
	failed = failed || add_counts(r, f);
	for (i = 0; p->coverage && (c = coverage_metric_at(i)); i++) {
		for (k = 0; k < p->ncuts && !failed; k++)
			failed = add_coverage(r, c, k, f);
	}
	return failed ? -1 : 0;
}

/* Sorted ranks, or NULL if there are none; returns -1 if memory runs out. */
static int
sort_ranks(const struct report_plan *p, const struct label_ranks *places,
    double **rank, size_t *n, struct fail *f)
{
	*n = 0;
	*rank = NULL;
	if (!places)
		return 0;
	*rank = label_ranks_sorted(places, p->ties, p->drop, n, f);
	return *rank ? 0 : -1;
}

/* How many queries the metrics are means over. */
static int
count_examples(struct report *r, struct fail *f)
{
	const struct report_plan *p = r->plan;
	double *worth;

	r->examples = r->nmodel;
	if (!r->several)
		return 0;
	worth = label_ranks_worths(
	    p->model, p->ties, p->drop, metric_at(0), 1, &r->examples, f);
	free(worth);
	return worth ? 0 : -1;
}

struct report *
report_new(const struct report_plan *p, struct fail *f)
{
	struct report *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->own = *p;
	r->plan = &r->own;
	r->several =
	    label_ranks_labels(p->model) != label_ranks_count(p->model);
	if (sort_ranks(p, p->model, &r->model, &r->nmodel, f) ||
	    sort_ranks(p, p->popular, &r->popular, &r->npopular, f) ||
	    sort_ranks(p, p->baseline, &r->baseline, &r->nbaseline, f) ||
	    count_examples(r, f))
		goto fail;
	if (r->nmodel == 0) {
		(void)fail_set(f, label_ranks_count(p->model)
				      ? "no label is in the vocabulary"
				      : "there are no examples");
		goto fail;
	}
	if (add_rows(r, f))
		goto fail;
	return r;
fail:
	report_free(r);
	return NULL;
}

void
report_free(struct report *r)
{
	if (!r)
		return;
	free(r->model);
	free(r->popular);
	free(r->baseline);
	free(r->rows);
	free(r);
}

double
report_value(const struct report *r, const char *name)
{
	const struct metric *m;
	double value = NAN;
	size_t i, k, n, sampled;

	for (i = 0; i < r->n; i++) {
		if (!strcmp(r->rows[i].name, name))
			return r->rows[i].value;
	}
	n = metric_sampled(name, &sampled);
	m = sampled == r->plan->sampled ? metric_find(name + n, &k) : NULL;
	if (m &&
	    measure(r, m, k, r->plan->model, r->nmodel, r->model, &value, NULL))
		return NAN;
	return value;
}

const struct report_row *
report_at(const struct report *r, size_t i)
{
	return i < r->n ? &r->rows[i] : NULL;
}

int
report_compares(const struct report *r)
{
	return r->baseline != NULL;
}

static int
is_tested(const struct report_row *row)
{
	return row->metric && row->metric->cut && !isnan(row->worse);
}

size_t
report_worse(
    const struct report *r, double level, const char **name, double *worse)
{
	size_t i, tests = 0, found = 0;

	for (i = 0; i < r->n; i++)
		tests += (size_t)is_tested(&r->rows[i]);
	for (i = 0; i < r->n; i++) {
		const struct report_row *row = &r->rows[i];

		if (!is_tested(row) || !(row->worse * (double)tests <= level))
			continue;
		if (found == 0 || row->worse < *worse) {
			*name = row->name;
			*worse = row->worse;
		}
		found++;
	}
	return found;
}

size_t
report_beaten(const struct report *r, char *words, size_t size)
{
	size_t i, n = 0, used = 0;

	*words = '\0';
	for (i = 0; i < r->n; i++) {
		const struct report_row *row = &r->rows[i];

		if (row->metric != metric_at(0) || !(row->value < row->popular))
			continue;
		used += (size_t)snprintf(words + size_min(used, size - 1),
		    size - size_min(used, size - 1), n++ ? ", %zu" : "%zu",
		    row->cut);
	}
	return n;
}
