/* test_vocab_build - the counts of tokens in columns and in examples. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_build.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/vocab.h"
#include "io/input.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;
static struct vocab_build_said said;

/* Are v's tokens and counts, in order, "a:5 b:2"?  Frees v. */
static int
is(struct vocab *v, const char *want)
{
	char got[512] = "";
	size_t i;

	for (i = 1; i <= vocab_size(v); i++) {
		struct slice t = vocab_token(v, (int32_t)i);

		(void)sprintf(got + strlen(got), "%s%.*s:%d", i > 1 ? " " : "",
		    (int)t.n, t.s, (int)vocab_count(v, (int32_t)i));
	}
	vocab_free(v);
	if (!strcmp(got, want))
		return 1;
	printf("# %s\n", got);
	return 0;
}

/* Counts the columns of text; NULL on failure. */
static struct vocab *
count(const char *text, const char *names, const char *pad, int header)
{
	const struct vocab_build_columns c = {names, pad, header};
	struct input *in = text_open(text, &f);
	struct vocab *v = vocab_new(&f);

	if (!in || !v || vocab_build_from_columns(v, in, &c, &said, &f)) {
		vocab_free(v);
		v = NULL;
	}
	input_close(in);
	return v;
}

static void
test_columns(void)
{
	static const char text[] = "x\tlabel_movie_id\tcontext_movie_id\n"
				   "q\tb\tb,a,0,0\nq\tc\ta,longer_than_7\n";
	static const char lists[] = "a,,b\n";

	ok(is(count(text, NULL, "0", 1), "b:2 a:2 longer_than_7:1 c:1"),
	    "contexts and labels are counted as they come, the pad is not");
	ok(is(count(text, NULL, "", 1), "b:2 a:2 0:2 longer_than_7:1 c:1"),
	    "with another pad it is an item");
	ok(is(count(text, "x,2", "0", 1), "q:2 b:1 c:1"),
	    "or columns by name and number");
	ok(is(count("a\tb\na\tc\n", NULL, "0", 0), "a:2 b:1 c:1") &&
		said.context == 1 && said.last == 2,
	    "without header the first and the last");
	ok(!count("p\tq\na\tb\n", NULL, "0", 1) && strstr(f.msg, "p\tq"),
	    "without the usual names none: %s", f.msg);
	ok(is(count("context\tlabel\na,0\tb\nb,0\tc\n", NULL, NULL, 1),
	       "a:1 b:2 c:1") &&
		!strcmp(said.pads, "'0', 2 times"),
	    "padding is found out");
	ok(is(count("context\tlabel\na,0\t0\nb,0\tc\n", NULL, NULL, 1),
	       "a:1 0:3 b:1 c:1") &&
		!*said.pads,
	    "but where it is a label");
	ok(!count("a,,b\nc\n", NULL, NULL, 0) &&
		strstr(f.msg, "line 1: a token"),
	    "an empty token that is no padding is an error: %s", f.msg);
	ok(is(count("\\E\n\\N\na\\,b,c\n", NULL, "0", 0), "a\\,b:1 c:1"),
	    "empty lists add nothing; escapes are part of a token");
	ok(is(count(lists, NULL, "", 0), "a:1 b:1"),
	    "an empty token may be the pad");
	ok(!count(lists, NULL, "0", 0) && strstr(f.msg, "line 1: a token is"),
	    "but is an error else: %s", f.msg);
	ok(!count(text, "x,x", "0", 1) && strstr(f.msg, "given twice"),
	    "a column twice is an error: %s", f.msg);
	ok(!count("a\n", "2", "0", 0) && strstr(f.msg, "no column 2"),
	    "so is one that is not there: %s", f.msg);
}

static void
test_examples(void)
{
	const struct examples_columns c = {.pad = "0"};
	struct input *in = text_open("a,b,0\tb\nc,b,d\ta\n", &f);
	struct vocab *v = vocab_new(&f);
	struct examples x;
	static const int32_t context[] = {2, 1, 0, 3, 1, 4}, label[] = {1, 2};

	if (!in || !v || examples_read(&x, in, &c, v, 1, &f) ||
	    vocab_build_from_examples(&x, v, &f)) {
		ok(0, "%s", f.msg);
		return;
	}
	ok(!memcmp(x.context, context, sizeof(context)) &&
		!memcmp(x.label, label, sizeof(label)),
	    "examples get the numbers of the order by count, then bytes");
	ok(!vocab_build_label_counts(&x, v, &f) && is(v, "b:1 a:1 c:0 d:0"),
	    "and counts of labels alone keep that order");
	examples_free(&x);
	input_close(in);
}

int
main(void)
{
	scratch_enter();
	test_columns();
	test_examples();
	return done();
}
