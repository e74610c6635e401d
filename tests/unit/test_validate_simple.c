/*
 * test_validate_simple - rankings without training, against a plain
 * restatement that scores every item for every query.
 */
/* SPDX-License-Identifier: MIT */
#include "nn/validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "nn/followers.h"
#include "nn/loader.h"
#include "rank/metric.h"

#include "random_examples.h"
#include "tap.h"

#define K 7 /* places of a context */

static struct fail f;
static unsigned follows[ITEMS + 1][ITEMS + 1]; /* of the training data */
static double sum[VALIDATE_SIMPLE];            /* of 1 / rank */
static size_t queries;

static struct vocab *
counted(void)
{
	struct vocab *v = vocab_new(&f);
	char s[16];
	int i, n;

	for (i = 1; i <= ITEMS; i++) {
		n = snprintf(s, sizeof(s), "%d", i);
		if (!v || vocab_tally(v, s, (size_t)n, (uint64_t)i % 9, &f))
			abort();
	}
	return v;
}

/* Counts the pairs of the training data. */
static void
count_pairs(const struct examples *x, const struct sequences *s)
{
	size_t i, k;

	memset(follows, 0, sizeof(follows));
	for (i = 0; x && i < x->n; i++) {
		if (x->length[i])
			follows[x->context[i * K + (size_t)x->length[i] - 1]]
			       [x->label[i]]++;
	}
	for (i = 0; s && i < s->n; i++) {
		for (k = s->start[i]; k + 1 < s->start[i + 1]; k++)
			follows[s->item[k]][s->item[k + 1]]++;
	}
}

/* Adds the reciprocal ranks of a label after the context c [n]. */
static void
add_query(const struct vocab *v, const int32_t *c, size_t n, int32_t label,
    int exclude)
{
	double score[VALIDATE_SIMPLE][ITEMS + 1];
	size_t i, k, above;
	int32_t j;

	queries++;
	for (j = 1; j <= ITEMS; j++) {
		const double popular =
		    (double)vocab_count(v, j) / 100 - j * 1e-6;

		for (i = 0; i < VALIDATE_SIMPLE; i++)
			score[i][j] = popular;
		for (k = 0; k < n; k++)
			score[VALIDATE_OWN][j] += c[k] == j;
		if (n && c[n - 1])
			score[VALIDATE_TRANSITIONS][j] += follows[c[n - 1]][j];
		for (k = 0; exclude && k < n; k++) {
			for (i = 0;
			     c[k] == j && j != label && i < VALIDATE_SIMPLE;
			     i++)
				score[i][j] = -1;
		}
	}
	for (i = 0; label && i < VALIDATE_SIMPLE; i++) {
		for (above = 0, j = 1; j <= ITEMS; j++)
			above += score[i][j] > score[i][label];
		sum[i] += 1 / ((double)above + 1);
	}
}

/* Compares all metrics on the validation data. */
static void
compare(const struct loader_data *train, const struct loader_data *d,
    int exclude, const char *name)
{
	struct validate_options o = {.exclude_context = exclude};
	const struct examples *x = d->examples;
	const struct sequences *s = d->sequences;
	struct vocab *v = counted();
	double got[VALIDATE_SIMPLE];
	size_t i, k;

	memset(sum, 0, sizeof(sum));
	queries = 0;
	count_pairs(train->examples, train->sequences);
	for (i = 0; !s && i < x->n; i++)
		add_query(v, x->context + i * K, (size_t)x->length[i],
		    x->label[i], exclude);
	for (i = 0; s && i < s->n; i++) {
		for (k = s->start[i] + 1; k < s->start[i + 1]; k++)
			add_query(v, s->item + s->start[i], k - s->start[i],
			    s->item[k], exclude);
	}
	o.metric = metric_find("mrr@60", &o.metric_k);
	if (!o.metric || validate_simple_metrics(v, train, d, &o, got, &f))
		abort();
	for (i = 0; i < VALIDATE_SIMPLE; i++) {
		if (i == VALIDATE_OWN && exclude)
			ok(isnan(got[i]), "%s: own items are excluded", name);
		else
			ok(fabs(got[i] - sum[i] / (double)queries) < 1e-9,
			    "%s: %s %.6f, as by scores %.6f", name,
			    validate_simple[i].name, got[i],
			    sum[i] / (double)queries);
	}
	vocab_free(v);
}

static void
test_followers(void)
{
	static int32_t item[] = {1, 2, 2, 1, 2, 3, 1, 3, 0, 1, 2};
	static size_t start[] = {0, 6, 11};
	static const unsigned char asked[] = {0, 1, 0, 1};
	const struct sequences s = {
	    .n = 2, .events = 11, .item = item, .start = start};
	const struct loader_data d = {.sequences = &s};
	struct followers *w = followers_new(&d, 3, asked, &f);
	const struct followers_count *c;
	size_t n;

	if (!w)
		abort();
	c = followers_of(w, 1, &n);
	ok(n == 2 && c[0].candidate == 1 && c[0].n == 3 &&
		c[1].candidate == 2 && c[1].n == 1,
	    "item 2 follows item 1 three times, item 3 once");
	(void)followers_of(w, 2, &n);
	ok(n == 0, "nobody asked for the followers of item 2");
	(void)followers_of(w, 3, &n);
	ok(n == 0, "no known item follows item 3 in its sequence");
	followers_free(w);
	followers_free(NULL);
}

static void
test_unknown(void)
{
	struct examples x = random_examples(20, K, 5);
	const struct loader_data d = {.examples = &x}, none = {0};
	struct validate_options o = {0};
	struct vocab *v = counted();
	double got[VALIDATE_SIMPLE];

	o.metric = metric_find("mrr@10", &o.metric_k);
	if (validate_simple_metrics(v, &d, &none, &o, got, &f))
		abort();
	ok(isnan(got[0]) && isnan(got[1]) && isnan(got[2]),
	    "no validation data: no metric");
	free(x.length);
	free(x.context);
	x.length = x.context = NULL;
	if (validate_simple_metrics(v, &d, &d, &o, got, &f))
		abort();
	ok(got[VALIDATE_POPULARITY] > 0 && isnan(got[VALIDATE_OWN]) &&
		isnan(got[VALIDATE_TRANSITIONS]),
	    "without contexts there is only popularity");
	vocab_free(v);
	examples_free(&x);
}

int
main(void)
{
	struct examples x = random_examples(900, K, 1);
	struct examples y = random_examples(200, K, 2);
	size_t start[101], ends[31], i;
	const struct sequences s = {
	    .n = 100, .events = 900 * K, .start = start, .item = x.context};
	const struct sequences t = {
	    .n = 30, .events = 200 * K, .start = ends, .item = y.context};
	const struct loader_data train = {.examples = &x},
				 valid = {.examples = &y},
				 train_s = {.sequences = &s},
				 valid_s = {.sequences = &t};

	for (i = 0; i <= s.n; i++)
		start[i] = 63 * i - (i % 3 == 1) * 62;
	for (i = 0; i <= t.n; i++)
		ends[i] = i < t.n ? 46 * i - (i % 3 == 1) * 45 : t.events;
	compare(&train, &valid, 0, "examples");
	compare(&train, &valid, 1, "examples without their items");
	compare(&train_s, &valid_s, 0, "sequences");
	compare(&train_s, &valid_s, 1, "sequences without their items");
	compare(&train_s, &valid, 0, "sequences and examples");
	test_followers();
	test_unknown();
	examples_free(&x);
	examples_free(&y);
	return done();
}
