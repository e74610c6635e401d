/* test_report - the table of an evaluation, from ranks worked out by hand. */
/* SPDX-License-Identifier: MIT */
#include "rank/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/label_ranks.h"
#include "rank/metric.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;

/* Examples with these ranks; 0: the label is unknown. */
static struct label_ranks *
ranks_of(const uint64_t *rank, size_t n)
{
	struct label_ranks *r = label_ranks_new(&f);
	size_t i;

	for (i = 0; i < n; i++) {
		uint64_t greater = rank[i] ? rank[i] - 1 : 0,
			 equal = rank[i] > 0;

		if (label_ranks_add(r, 1, &greater, &equal, &f))
			ok(0, "%s", f.msg);
	}
	return r;
}

static struct report *
report_of(const struct report_plan *p)
{
	struct report *r = report_new(p, &f);

	if (!r)
		ok(0, "%s", f.msg);
	return r;
}

/* The report as text. */
static const char *
text_of(const struct report *r, int header)
{
	static struct buffer t;

	buffer_free(&t);
	if (header)
		report_put_titles(r, NULL, &t);
	report_put(r, NULL, 6, &t);
	buffer_char(&t, '\0');
	return t.failed ? "" : t.p;
}

static int
near(double x, double want)
{
	return fabs(x - want) < 1e-12;
}

/* Ranks 1, 2, 4 and an unknown label, with cut-off 2. */
static void
test_values(void)
{
	static const uint64_t rank[] = {1, 2, 4, 0};
	static const size_t two = 2;
	struct label_ranks *m = ranks_of(rank, 4);
	struct report_plan p = {.cuts = &two,
	    .ncuts = 1,
	    .ties = ties_find("standard"),
	    .model = m,
	    .candidates = 10};
	struct report *r = report_of(&p);

	ok(near(report_value(r, "recall@2"), 2. / 4) &&
		near(report_value(r, "mrr@2"), 1.5 / 4) &&
		near(report_value(r, "ndcg@2"), (1 + 1 / log2(3)) / 4) &&
		near(report_value(r, "mean_rank"), 7. / 3) &&
		near(report_value(r, "median_rank"), 2),
	    "metrics of the ranks; an unknown label is a miss");
	ok(near(report_value(r, "examples"), 4) &&
		near(report_value(r, "candidates"), 10) &&
		near(report_value(r, "unknown_labels"), 1),
	    "and the counts");
	ok(near(report_value(r, "recall@4"), 3. / 4) &&
		isnan(report_value(r, "recall")) &&
		isnan(report_value(r, "nothing")),
	    "a gate may have another cut-off, but must be a metric");
	report_free(r);
	p.drop = 1;
	r = report_of(&p);
	ok(near(report_value(r, "recall@2"), 2. / 3) &&
		near(report_value(r, "examples"), 3),
	    "or it is left out");
	report_free(r);
	label_ranks_free(m);
	m = ranks_of(NULL, 0);
	p.model = m;
	ok(!report_new(&p, &f) && strstr(f.msg, "no examples"),
	    "no example is an error: %s", f.msg);
	label_ranks_free(m);
	m = ranks_of(rank + 3, 1);
	p.model = m;
	ok(!report_new(&p, &f) && strstr(f.msg, "no label is in"),
	    "so is none that is left: %s", f.msg);
	label_ranks_free(m);
}

static void
test_text(void)
{
	static const uint64_t rank[] = {1, 1, 3, 3}, popular[] = {2, 1, 2, 9};
	static const size_t one = 1;
	struct label_ranks *m = ranks_of(rank, 4), *o = ranks_of(popular, 4);
	struct report_plan p = {.cuts = &one,
	    .ncuts = 1,
	    .ties = ties_find("standard"),
	    .model = m,
	    .popular = o};
	struct report *r = report_of(&p);
	const char *t = text_of(r, 1);

	ok(!strncmp(t, "metric\tvalue\tpopularity\tlow\thigh\n", 33),
	    "a header line");
	/* Wilson's interval for 2 of 4 is 0.5 +- 0.35. */
	ok(strstr(t, "top_1\t0.500000\t0.250000\t0.150039\t0.849961\n") != NULL,
	    "a row has popularity's value and Wilson's interval");
	ok(strstr(t, "\nexamples\t4\t\\N\t\\N\t\\N\n") != NULL,
	    "a count is a whole number alone");
	ok(strstr(t, "\ncandidates\t\\N\t") != NULL,
	    "what is not known is \\N");
	report_free(r);
	p.baseline = o;
	r = report_of(&p);
	t = text_of(r, 0);
	ok(!strncmp(t, "top_1\t0.500000\t0.250000\t", 23) &&
		strstr(t, "\t0.250000\t") != NULL,
	    "with a baseline come its value and the chance to be worse");
	report_free(r);
	label_ranks_free(m);
	label_ranks_free(o);
}

/* The model misses what the baseline finds, n times. */
static void
test_worse(void)
{
	enum { N = 100 };
	static uint64_t miss[N], hit[N];
	static const size_t cuts[] = {1, 5};
	const char *name = "";
	double worse = 1;
	struct label_ranks *m, *b;
	struct report *r;
	size_t i;

	for (i = 0; i < N; i++) {
		miss[i] = 3;
		hit[i] = 1;
	}
	m = ranks_of(miss, N);
	b = ranks_of(hit, N);
	r = report_of(&(struct report_plan){.cuts = cuts,
	    .ncuts = 2,
	    .ties = ties_find("standard"),
	    .model = m,
	    .baseline = b});
	ok(report_worse(r, 0.05, &name, &worse) == 5 && worse < 1e-10,
	    "top_1, and MRR and NDCG at 1 and 5 are worse, top_5 is not: %s",
	    name);
	report_free(r);
	r = report_of(&(struct report_plan){.cuts = cuts,
	    .ncuts = 2,
	    .ties = ties_find("standard"),
	    .model = b,
	    .baseline = m});
	ok(report_worse(r, 0.05, &name, &worse) == 0,
	    "the better one is not worse");
	report_free(r);
	label_ranks_free(m);
	label_ranks_free(b);
}

/* With the largest number of cut-offs there is room for every row. */
static void
test_most(void)
{
	static const uint64_t rank[] = {1, 2, 3};
	size_t cuts[REPORT_MAX_CUTS], i, missing = 0;
	struct label_ranks *m = ranks_of(rank, 3);
	struct candidates all = {.n = 100};
	struct coverage *v;
	struct report *r;
	const char *t;
	char name[40];

	for (i = 0; i < REPORT_MAX_CUTS; i++)
		cuts[i] = i + 1;
	all.vocab = vocab_new(&f);
	for (i = 0; i < all.n; i++) {
		(void)snprintf(name, sizeof(name), "i%zu", i);
		(void)vocab_add(
		    (struct vocab *)all.vocab, name, strlen(name), &f);
	}
	v = coverage_new(&all, cuts, REPORT_MAX_CUTS, &f);
	r = report_of(&(struct report_plan){.cuts = cuts,
	    .ncuts = REPORT_MAX_CUTS,
	    .ties = ties_find("standard"),
	    .model = m,
	    .candidates = 100,
	    .coverage = v});
	for (i = 0; i < REPORT_MAX_CUTS; i++) {
		(void)snprintf(name, sizeof(name), "coverage@%zu", cuts[i]);
		missing += isnan(report_value(r, name));
	}
	ok(!missing && !isnan(report_value(r, "unknown_labels")) &&
		near(report_value(r, "examples"), 3),
	    "%d cut-offs have all their rows", REPORT_MAX_CUTS);
	t = text_of(r, 0);
	ok(!strncmp(t, "top_1\t0.333333\t", 15), "and the first is there");
	report_free(r);
	coverage_free(v);
	vocab_free((struct vocab *)all.vocab);
	label_ranks_free(m);
}

int
main(void)
{
	scratch_enter();
	test_values();
	test_text();
	test_worse();
	test_most();
	return done();
}
