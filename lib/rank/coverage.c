/* coverage - which candidates are listed, and how often. */
/* SPDX-License-Identifier: MIT */
#include "rank/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/sort.h"
#include "data/vocab.h"
#include "rank/candidates.h"
#include "rank/topk.h"

struct coverage {
	const struct candidates *c;
	const size_t *cuts; /* [ncuts] */
	size_t n, ncuts;
	uint64_t *shown; /* [ncuts,n] slots among the first K */
	double total;    /* sum of the counts of all candidates */
	double *sorted;  /* [n], followed by [n] for sorting */
};

struct coverage *
coverage_new(const struct candidates *of, const size_t *cuts, size_t ncuts,
    struct fail *f)
{
	struct coverage *c = calloc(1, sizeof(*c));
	size_t j, size;

	if (c && !size_mul(of->n, ncuts, &size)) {
		*c = (struct coverage){
		    .c = of, .cuts = cuts, .n = of->n, .ncuts = ncuts};
		c->shown = calloc(size + 1, sizeof(*c->shown));
		c->sorted = calloc(of->n + 1, 2 * sizeof(*c->sorted));
	}
	if (!c || !c->shown || !c->sorted) {
		(void)fail_memory(f);
		coverage_free(c);
		return NULL;
	}
	for (j = 0; j < c->n; j++)
		c->total +=
		    (double)vocab_count(of->vocab, candidates_item(of, j));
	return c;
}

void
coverage_free(struct coverage *c)
{
	if (!c)
		return;
	free(c->shown);
	free(c->sorted);
	free(c);
}

void
coverage_add(
    struct coverage *c, const struct topk *t, size_t m, const char *lost)
{
	size_t i, k, r;
	float score;

	for (i = 0; i < m; i++) {
		for (r = 0; !lost[i] && r < topk_length(t, i); r++) {
			size_t j = topk_at(t, i, r, &score);

			for (k = 0; k < c->ncuts; k++)
				c->shown[k * c->n + j] += r < c->cuts[k];
		}
	}
}

/* The share of the candidates with c_j > 0. */
static double
coverage_value(const struct coverage *c, size_t k)
{
	const uint64_t *shown = c->shown + k * c->n;
	size_t j, n = 0;

	for (j = 0; j < c->n; j++)
		n += shown[j] > 0;
	return (double)n / (double)c->n;
}

/* sum_j c_j f(j) / S, f being a function of the candidate's training count. */
static double
mean_over_slots(const struct coverage *c, size_t k,
    double (*f)(const struct coverage *, double count))
{
	const uint64_t *shown = c->shown + k * c->n;
	double sum = 0, slots = 0;
	size_t j;

	if (c->total <= 0)
		return NAN;
	for (j = 0; j < c->n; j++) {
		if (!shown[j])
			continue;
		slots += (double)shown[j];
		sum += (double)shown[j] * f(c, (double)vocab_count(c->c->vocab,
						   candidates_item(c->c, j)));
	}
	return slots > 0 ? sum / slots : NAN;
}

static double
itself(const struct coverage *c, double count)
{
	(void)c;
	return count;
}

/* Self-information in bits.  Every count is increased by 1, so that a candidate
 * with count 0 stays finite. */
static double
surprise(const struct coverage *c, double count)
{
	return -elementary_log2((count + 1) / (c->total + (double)c->n));
}

static double
popularity_value(const struct coverage *c, size_t k)
{
	return mean_over_slots(c, k, itself);
}

static double
novelty_value(const struct coverage *c, size_t k)
{
	return mean_over_slots(c, k, surprise);
}

/* Gini index: sum_i (2 i - n - 1) c_(i) / (n S), with c_(i) in ascending order,
 * i from 1: 0 if all are listed equally often, near 1 if only one is listed. */
static double
gini_value(const struct coverage *c, size_t k)
{
	const uint64_t *shown = c->shown + k * c->n;
	double sum = 0, slots = 0, n = (double)c->n;
	size_t j;

	for (j = 0; j < c->n; j++)
		c->sorted[j] = (double)shown[j];
	sort_doubles(c->n, c->sorted, c->sorted + c->n);
	for (j = 0; j < c->n; j++) {
		slots += c->sorted[j];
		sum += (2 * ((double)j + 1) - n - 1) * c->sorted[j];
	}
	return slots > 0 ? sum / (n * slots) : NAN;
}

static const struct coverage_metric metrics[] = {
    {"coverage@", "share of the candidates among the K best of any query",
	coverage_value},
    {"popularity@", "mean training count of listed items", popularity_value},
    {"novelty@", "mean self-information of listed items, in bits",
	novelty_value},
    {"gini@", "how unequally candidates are listed, 0 to 1", gini_value},
};

const struct coverage_metric *
coverage_metric_at(size_t i)
{
	return i < COUNTOF(metrics) ? &metrics[i] : NULL;
}

const struct coverage_metric *
coverage_metric_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(metrics); i++) {
		if (!strncmp(name, metrics[i].name, strlen(metrics[i].name)))
			return &metrics[i];
	}
	return NULL;
}
