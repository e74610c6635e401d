/*
 * test_holdout - which rows are held out, and that no row is lost.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/holdout.h"
#include "data/sequences.h"

#include "tap.h"

#define N 1000

static struct fail f;

/* Example i has label i and, unless size is 0, group i / size. */
static struct examples
make_examples(size_t size)
{
	struct examples x = {.n = N, .k = 2};
	size_t i;

	x.context = calloc(N * 2, sizeof(*x.context));
	x.label = calloc(N, sizeof(*x.label));
	x.length = calloc(N, sizeof(*x.length));
	x.weight = calloc(N, sizeof(*x.weight));
	x.group = size ? calloc(N, sizeof(*x.group)) : NULL;
	for (i = 0; i < N; i++) {
		x.context[2 * i + 1] = (int32_t)i;
		x.label[i] = (int32_t)i;
		x.length[i] = (int32_t)i;
		x.weight[i] = (real)i;
		if (size)
			x.group[i] = i / size;
	}
	return x;
}

/* Are the labels ascending, and do all columns go with them? */
static int
in_order(const struct examples *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if ((i && x->label[i] <= x->label[i - 1]) ||
		    x->context[2 * i + 1] != x->label[i] ||
		    x->length[i] != x->label[i] ||
		    (x->weight && (int32_t)x->weight[i] != x->label[i]))
			return 0;
	return 1;
}

static void
test_rows(void)
{
	struct examples x = make_examples(0), y = make_examples(0), a, b;
	size_t i, low = 0;

	ok(!holdout_examples(&x, 100, 1, &a, &f) && x.n == 900 && a.n == 100 &&
		in_order(&x) && in_order(&a),
	    "so many leave, and all stay in order");
	for (i = 0; i < a.n; i++)
		low += a.label[i] < N / 2;
	ok(low > 30 && low < 70, "they are from everywhere: %zu of 100", low);
	ok(!holdout_examples(&y, 100, 2, &b, &f) &&
		memcmp(a.label, b.label, 100 * sizeof(*a.label)) != 0,
	    "another seed takes others");
	examples_free(&x);
	examples_free(&y);
	examples_free(&a);
	examples_free(&b);
}

static void
test_groups(void)
{
	struct examples x = make_examples(10), a;
	size_t i, parts = 0;

	ok(!holdout_examples(&x, 100, 1, &a, &f) && a.n == 100 &&
		in_order(&x) && in_order(&a),
	    "of groups as many leave");
	for (i = 0; i < a.n; i++)
		parts += !i || a.group[i] != a.group[i - 1];
	ok(parts == 10, "ten groups of ten, whole: %zu", parts);
	examples_free(&x);
	examples_free(&a);
}

static void
test_sequences(void)
{
	struct sequences s = {.n = N}, a;
	size_t i, bad = 0, labels = 0;

	s.start = calloc(N + 1, sizeof(*s.start));
	s.item = calloc(N * 4, sizeof(*s.item));
	/* Sequence i has i % 4 + 1 events, all with item i. */
	for (i = 0; i < N; i++) {
		size_t n = i % 4 + 1;

		s.start[i + 1] = s.start[i] + n;
		while (n--)
			s.item[s.events++] = (int32_t)i;
	}
	ok(!holdout_sequences(&s, 100, 1, &a, &f) && a.n + s.n == N &&
		a.events + s.events == N * 5 / 2,
	    "nothing is lost");
	for (i = 0; i < a.n; i++) {
		size_t n = a.start[i + 1] - a.start[i], k;

		labels += n - 1;
		for (k = a.start[i]; k < a.start[i + 1]; k++)
			bad += a.item[k] != a.item[a.start[i]] ||
			       (size_t)a.item[k] % 4 + 1 != n;
	}
	ok(!bad && labels >= 100 && labels < 103,
	    "sequences leave whole, with as many predictions: %zu", labels);
	sequences_free(&s);
	sequences_free(&a);
}

int
main(void)
{
	test_rows();
	test_groups();
	test_sequences();
	return done();
}
