/* test_prefixes - the examples that sequences are cut into. */
/* SPDX-License-Identifier: MIT */
#include "data/prefixes.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/pads.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/output.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;
static struct vocab *v;
static struct examples x;
static const char *labels; /* what the labels' file holds */

static const struct sequences_columns plain = {.pad = "0"};

/* Cuts text into examples of k items in x, their tokens into labels. */
static int
cut(const char *text, struct sequences_columns c, size_t k)
{
	struct input *in = text_open(text, &f);
	struct output *o = output_open("labels", OUTPUT_TEXT, &f);
	struct sequences s = {0};
	int r = -1;

	c.labels = o;
	if (in && o && !sequences_read(&s, in, &c, v, 0, &f))
		r = prefixes_cut(&x, &s, k, &f);
	sequences_free(&s);
	input_close(in);
	if (o && output_commit(o, &f))
		r = -1;
	labels = text_read("labels");
	return r;
}

/* Do the examples read "1 0>2 3 2>1", contexts up to their lengths? */
static int
is(const char *want)
{
	char got[512] = "";
	size_t i, j;

	for (i = 0; i < x.n; i++) {
		(void)strcat(got, i ? " | " : "");
		for (j = 0; j < (size_t)x.length[i]; j++)
			(void)sprintf(
			    got + strlen(got), "%d ", x.context[i * x.k + j]);
		for (; j < x.k; j++)
			(void)strcat(got, x.context[i * x.k + j] ? "? " : "");
		(void)sprintf(got + strlen(got), "> %d", x.label[i]);
	}
	if (!strcmp(got, want))
		return 1;
	printf("# %s\n", got);
	return 0;
}

static void
test_windows(void)
{
	ok(!cut("a,b,c,d\na\n\\E\nb,a\n", plain, 2) &&
		is("1 > 2 | 1 2 > 3 | 2 3 > 4 | 2 > 1"),
	    "every event after the first is a label, after the last k items");
	ok(!strcmp(labels, "b\nc\nd\na\n"), "the labels' tokens, one a row");
	examples_free(&x);
}

static void
test_pads(void)
{
	struct sequences_columns c = plain;

	ok(!cut("a,b,0,0,0,0\na,0\n0,0\n", c, 5) && is("1 > 2"),
	    "pads after a sequence's items are not part of it");
	ok(!strcmp(labels, "b\n"), "and no labels");
	examples_free(&x);
	ok(!cut("a,0,b,0\n", c, 5) && is("1 > 2") && !x.items->n &&
		!x.labels->n && !strcmp(labels, "b\n"),
	    "nor are pads among the items");
	examples_free(&x);
	c.pad = PADS_NONE;
	c.unknown = UNKNOWN_ROW0;
	ok(!cut("a,0,0\n", c, 5) && is("1 > 0 | 1 0 > 0") && x.items->n == 2 &&
		!strcmp(labels, "0\n0\n"),
	    "without a pad its token is an item like others");
	examples_free(&x);
}

static void
test_unknown(void)
{
	struct sequences_columns c = plain;

	c.unknown = UNKNOWN_ROW0;
	ok(!cut("a,y,b\n", c, 5) && is("1 > 0 | 1 0 > 2") && x.items->n == 1 &&
		x.labels->n == 1 && !strcmp(labels, "y\nb\n"),
	    "an unknown item is 0, counted, and its label is its token");
	examples_free(&x);
	c.unknown = UNKNOWN_DROP;
	ok(!cut("a,y,b,x,0\n", c, 5) && is("1 > 2") && x.items->n == 2 &&
		!x.labels->n && !strcmp(labels, "b\n"),
	    "or left out, counted, and no label");
	examples_free(&x);
}

static void
test_none(void)
{
	ok(!cut("a\nb,0\n", plain, 5) && !x.n && !strcmp(labels, ""),
	    "sequences of one item are no example");
	examples_free(&x);
}

/* More examples than are allocated for at first. */
static void
test_growing(void)
{
	enum { N = 3000 };
	static char text[2 * N + 1];
	size_t i;
	int good;

	for (i = 0; i < N; i++) {
		text[2 * i] = "abcd"[i % 4];
		text[2 * i + 1] = i + 1 < N ? ',' : '\n';
	}
	good = !cut(text, plain, 1) && x.n == N - 1;
	for (i = 0; good && i < x.n; i++)
		good = x.context[i] == (int32_t)(i % 4) + 1 &&
		       x.label[i] == (int32_t)((i + 1) % 4) + 1;
	ok(good, "a sequence of 3000 items is 2999 examples");
	examples_free(&x);
}

int
main(void)
{
	scratch_enter();
	v = text_letters(NULL, "abcd", &f);
	test_windows();
	test_pads();
	test_unknown();
	test_none();
	test_growing();
	vocab_free(v);
	return done();
}
