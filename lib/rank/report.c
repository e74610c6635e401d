/* report - the table that an evaluation ends in, and its gates. */
/* SPDX-License-Identifier: MIT */
#include "rank/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "io/aligned_table.h"
#include "io/buffer.h"
#include "io/output.h"
#include "rank/coverage.h"
#include "rank/interval.h"
#include "rank/label_ranks.h"
#include "rank/metric.h"

struct report_row {
	char name[64];
	int whole;  /* a count */
	int tested; /* one of the rows of report_worse() */
	double value, popular, baseline;
	struct interval interval; /* of value */
	double worse;             /* the chance that it is not; NAN: no test */
};

struct report {
	size_t n, nmodel, npopular, nbaseline;
	double *model, *popular, *baseline; /* sorted ranks, or NULL */
	struct report_row *rows;            /* [n] */
	size_t room;
};

/* Puts a row at the end; NULL without memory. */
static struct report_row *
new_row(struct report *r, const char *name, size_t cut, struct fail *f)
{
	struct report_row *row;

	if (ARRAY_ROOM(&r->rows, &r->room, r->n + 1, f))
		return NULL;
	row = &r->rows[r->n++];
	*row = (struct report_row){.value = NAN,
	    .popular = NAN,
	    .baseline = NAN,
	    .interval = {NAN, NAN},
	    .worse = NAN};
	if (cut)
		(void)snprintf(
		    row->name, sizeof(row->name), "%s%zu", name, cut);
	else
		(void)snprintf(row->name, sizeof(row->name), "%s", name);
	return row;
}

static int
add_metric(struct report *r, const struct report_plan *p,
    const struct metric *m, size_t cut, struct fail *f)
{
	struct report_row *row = new_row(r, m->name, cut, f);

	if (!row)
		return -1;
	row->value = metric_value(m, cut, r->nmodel, r->model);
	row->interval = interval_of(m, cut, r->nmodel, r->model);
	if (r->popular)
		row->popular = metric_value(m, cut, r->npopular, r->popular);
	if (!r->baseline)
		return 0;
	row->baseline = metric_value(m, cut, r->nbaseline, r->baseline);
	if (m->cut)
		row->worse = label_ranks_worse(
		    p->model, p->baseline, p->ties, p->drop, m, cut);
	row->tested =
	    m->cut && (!strcmp(m->name, "recall@") || !strcmp(m->name, "mrr@"));
	return 0;
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

/* Lists by popularity are all the same, if nothing is left out of them. */
static int
add_coverage(
    struct report *r, const struct report_plan *p, size_t cut, struct fail *f)
{
	struct report_row *row = new_row(r, "coverage@", cut, f);
	size_t shown = size_min(cut, p->candidates);

	if (!row)
		return -1;
	row->value = coverage_value(p->coverage, cut);
	if (r->popular && p->all_listed)
		row->popular = (double)shown / (double)p->candidates;
	return 0;
}

static int
add_rows(struct report *r, const struct report_plan *p, struct fail *f)
{
	const struct metric *m;
	size_t i, k;
	int failed = 0;

	for (i = 0; (m = metric_at(i)) && !failed; i++) {
		if (!m->cut)
			failed = add_metric(r, p, m, 0, f);
		for (k = 0; m->cut && k < p->ncuts && !failed; k++)
			failed = add_metric(r, p, m, p->cuts[k], f);
	}
	failed = failed || add_count(r, "examples", (double)r->nmodel, f) ||
	         add_count(r, "candidates",
		     p->candidates ? (double)p->candidates : NAN, f) ||
	         add_count(r, "unknown_labels",
		     (double)label_ranks_unknown(p->model), f);
	for (k = 0; p->coverage && k < p->ncuts && !failed; k++)
		failed = add_coverage(r, p, p->cuts[k], f);
	return failed ? -1 : 0;
}

/* Sorted ranks of places, which may be NULL; -1 without memory. */
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

struct report *
report_new(const struct report_plan *p, struct fail *f)
{
	struct report *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	if (sort_ranks(p, p->model, &r->model, &r->nmodel, f) ||
	    sort_ranks(p, p->popular, &r->popular, &r->npopular, f) ||
	    sort_ranks(p, p->baseline, &r->baseline, &r->nbaseline, f)) {
		report_free(r);
		return NULL;
	}
	if (r->nmodel == 0) {
		(void)fail_set(f, label_ranks_count(p->model)
				      ? "no label is in the vocabulary"
				      : "there are no examples");
		report_free(r);
		return NULL;
	}
	if (add_rows(r, p, f)) {
		report_free(r);
		return NULL;
	}
	return r;
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
	size_t i, k;

	for (i = 0; i < r->n; i++) {
		if (!strcmp(r->rows[i].name, name))
			return r->rows[i].value;
	}
	m = metric_find(name, &k);
	return m ? metric_value(m, k, r->nmodel, r->model) : NAN;
}

static void
put_string(struct buffer *t, const char *s)
{
	buffer_put(t, s, strlen(s));
}

/* A cell after the first. */
static void
put_value(struct buffer *t, const char *fmt, double x)
{
	char s[400]; /* "%.6f" of any double fits */

	buffer_char(t, '\t');
	if (isnan(x)) {
		put_string(t, "\\N");
		return;
	}
	(void)snprintf(s, sizeof(s), fmt, x);
	put_string(t, s);
}

static void
put_row(struct buffer *t, const struct report_row *row, int compares,
    int in_columns)
{
	const char *fmt = row->whole ? "%.0f" : in_columns ? "%.4f" : "%.6f";

	put_string(t, row->name);
	put_value(t, fmt, row->value);
	put_value(t, fmt, row->popular);
	put_value(t, fmt, row->interval.low);
	put_value(t, fmt, row->interval.high);
	if (compares) {
		put_value(t, fmt, row->baseline);
		put_value(t, "%.3g", row->worse);
	}
	buffer_char(t, '\n');
}

int
report_put(const struct report *r, int header, int in_columns, struct output *o,
    struct fail *f)
{
	int compares = r->baseline != NULL, failed = 0;
	struct buffer t = {0};
	size_t i;

	if (header)
		put_string(&t, "metric\tvalue\tpopularity\tlow\thigh");
	if (header && compares)
		put_string(&t, "\tbaseline\tp_worse");
	if (header)
		buffer_char(&t, '\n');
	for (i = 0; i < r->n; i++)
		put_row(&t, &r->rows[i], compares, in_columns);
	if (t.failed)
		failed = fail_memory(f);
	else if (in_columns)
		failed = aligned_table_put(o, t.p, t.n, f);
	else
		output_put(o, t.p, t.n);
	buffer_free(&t);
	return failed;
}

size_t
report_worse(
    const struct report *r, double level, const char **name, double *worse)
{
	size_t i, tests = 0, found = 0;

	for (i = 0; i < r->n; i++)
		tests += r->rows[i].tested;
	for (i = 0; i < r->n; i++) {
		const struct report_row *row = &r->rows[i];

		if (!row->tested || !(row->worse * (double)tests <= level))
			continue;
		if (found == 0 || row->worse < *worse) {
			*name = row->name;
			*worse = row->worse;
		}
		found++;
	}
	return found;
}
