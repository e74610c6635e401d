/* test_examples - TSV rows as item ids: padding, cut contexts, columns. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "data/pads.h"
#include "data/unknown.h"
#include "tap.h"
#include "text_examples.h"

static void
test_contexts(void)
{
	struct examples_columns c = plain;
	static const char text[] =
	    "a,b\tc\na,b,c,d\ta\na,0,0,0\tb\na,0,b,0\td\n\\E\ta\n\\N\tb\n";

	letters("abcd");
	ok(!read_text(text, c, 0) &&
		is("1 2 0 0|1 2 3 4|1 0 0 0|1 2 0 0|0 0 0 0|0 0 0 0",
		    "3 1 2 4 1 2"),
	    "K is the longest; pads are left out wherever they stand");
	ok(e.items->n == 0 && e.labels->n == 0 && e.pads == 5 && !e.guessed &&
		!strcmp(e.pad, "0"),
	    "no pad counts as unknown");
	ok(e.length[0] == 2 && e.length[1] == 4 && e.length[2] == 1 &&
		e.length[3] == 2 && e.length[4] == 0 && e.length[5] == 0,
	    "lengths are of the items");
	examples_free(&e);
	c.k = 2;
	ok(!read_text(text, c, 0) &&
		is("1 2|3 4|1 0|1 2|0 0|0 0", "3 1 2 4 1 2") &&
		e.length[1] == 2 && e.length[2] == 1,
	    "K = 2 keeps the last two items");
	examples_free(&e);
	c.k = 6;
	ok(!read_text("a,b\tc\n", c, 0) && is("1 2 0 0 0 0", "3"),
	    "K = 6 makes room for six");
	examples_free(&e);
	c = plain;
	ok(!read_text("a,0,0\tc\n", c, 0) && is("1 0 0", "3") &&
		e.length[0] == 1,
	    "pads in the input count for the longest");
	examples_free(&e);
	examples_free(&e);
	c.pad = PADS_NONE;
	ok(!read_text("a,0,0\tc\n", c, 1) && is("1 5 5", "3") &&
		!strcmp(e.pad, PADS_NONE),
	    "without a pad its token is an item like others");
	examples_free(&e);
	letters("abcd");
	c.pad = "";
	ok(!read_text("a,,\tc\n", c, 1) && is("1 0 0", "3") && e.items->n == 0,
	    "the pad can be the empty token");
	examples_free(&e);
	c.pad = "b";
	ok(read_text("a,c\tb\n", c, 1) && strstr(f.msg, "is the padding token"),
	    "a label that is the pad is an error: %s", f.msg);
}

/* Returns the padding token guessed from text; NULL if reading failed. */
static const char *
found(const char *text, const char *contexts, size_t k)
{
	static char pad[64];
	struct examples_columns c = {.k = k};

	letters("ab");
	if (read_text(text, c, 1)) {
		printf("# %s\n", f.msg);
		return NULL;
	}
	(void)snprintf(pad, sizeof(pad), "%s%s",
	    is(contexts, "1 2") ? "" : "other than expected ", e.pad);
	examples_free(&e);
	return pad;
}

static void
test_pads(void)
{
	static const struct {
		const char *text, *contexts, *pad, *what;
		size_t k;
	} tries[] = {
	    {"a,0,0\ta\na,b,0\tb\n", "1 0 0|1 2 0", "0",
		"what fills all lists up to one length is a pad", 0},
	    {"a,PAD\ta\na,b\tb\n", "1 0|1 2", "PAD", "so is PAD", 0},
	    {"a,\ta\na,b\tb\n", "1 0|1 2", "", "and an empty token", 0},
	    {"a,b,a,0\ta\na,b,0,0\tb\n", "2 1|1 2", "0",
		"K counts the items before the pads", 2},
	    {"a,x,x\ta\na,b,x\tb\n", "1 3 3|1 2 3", "none",
		"any other token is an item", 0},
	    {"a,0,0\ta\na,b\tb\n", "1 3 3|1 2 0", "none",
		"not where lists differ in length", 0},
	    {"a,0,0,b,0\ta\na,b\tb\n", "2 3|1 2", "none",
		"nor then where K cuts them", 2},
	    {"a,0,b\ta\na,b,0\tb\n", "1 3 2|1 2 3", "none",
		"nor where it stands before an item", 0},
	    {"0,a,b\ta\na,b,0\tb\n", "3 1 2|1 2 3", "none",
		"nor where it stands first", 0},
	    {"a,-1,0\ta\na,b,0\tb\n", "1 3 0|1 2 0", "0",
		"of two the one that ends all its lists", 0},
	    {"0\ta\na\tb\n", "3|1", "none", "nor in lists of a single item", 0},
	};
	struct examples_columns c = {0};
	size_t i;

	for (i = 0; i < COUNTOF(tries); i++) {
		const char *pad =
		    found(tries[i].text, tries[i].contexts, tries[i].k);

		ok(pad && !strcmp(pad, tries[i].pad), "%s: '%s'", tries[i].what,
		    pad ? pad : "");
	}
	letters("ab");
	ok(!read_text("a,b,0\t0\na,0,0\tb\n", c, 1) && !e.guessed &&
		is("1 2 3|1 3 3", "3 2"),
	    "nor where it is a label");
	examples_free(&e);
	ok(read_text("a,b,0\ta\na,b,PAD\tb\n", c, 1) &&
		strstr(f.msg, "'0' and 'PAD' both look like padding"),
	    "two that look like padding are an error: %s", f.msg);
	ok(read_text("a,b\ta\na,\tb\na\tb\n", c, 1) &&
		strstr(f.msg, "line 2: a token is empty"),
	    "an empty token that is none is told with its line: %s", f.msg);
}

static void
test_columns(void)
{
	struct examples_columns c = {.pad = "0", .header = 1};
	static const char text[] = "x\tlabel_movie_id\tcontext_movie_id\ty\n"
				   "1\ta\tb,c\td\n";

	letters("abcd");
	ok(!read_text(text, c, 0) && is("2 3", "1"),
	    "columns are found by their usual names");
	examples_free(&e);
	ok(!read_text("label\tx\tcontext\na\tx\tb,c\n", c, 0) && is("2 3", "1"),
	    "and by the tutorial's");
	examples_free(&e);
	ok(read_text("label\tcontext\tcontext_movie_id\na\tb\tc\n", c, 0) &&
		strstr(f.msg, "two columns, 'context' and 'context_movie_id'"),
	    "both is an error: %s", f.msg);
	c.context = "4";
	c.label = "context_movie_id";
	ok(read_text(text, c, 0) && strstr(f.msg, "line 2: the label 'b,c'"),
	    "a label that is a list is an error: %s", f.msg);
	c.label = "";
	ok(!read_text(text, c, 0) && is("4", "") && !e.label,
	    "a column can be a number, and no label be wanted");
	examples_free(&e);
	c.label = NULL;
	c.context = "";
	ok(!read_text(text, c, 0) && e.n == 1 && !e.context && e.label[0] == 1,
	    "nor a context");
	examples_free(&e);
	c.context = "label_movie_id";
	ok(read_text(text, c, 0) && strstr(f.msg, "both"),
	    "one column for both is an error: %s", f.msg);
	c.context = "z";
	ok(read_text(text, c, 0) && strstr(f.msg, "no column 'z'"),
	    "so is a column that is not there: %s", f.msg);
	c = (struct examples_columns){.pad = "0", .context = "3"};
	ok(read_text("a\tb\n", c, 0) && strstr(f.msg, "no column 3, only 2"),
	    "by number too: %s", f.msg);
	ok(read_text("a\n", plain, 0) && strstr(f.msg, "both"),
	    "a single column without header is not enough for both");
	c = (struct examples_columns){.pad = "0", .label = ""};
	ok(!read_text("a,b\n", c, 0) && is("1 2", ""),
	    "but is for contexts alone");
	examples_free(&e);
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *why, *what;
		int header;
	} bad[] = {
	    {"", "is empty", "no byte", 0},
	    {"context_movie_id\tlabel_movie_id\n", "no example", "no row", 1},
	    {"a\tb\na\tb", "line 2: the line has no newline", "a cut row", 0},
	    {"a\tb\na\n", "line 2: 1 column,", "a short row", 0},
	    {"a\tb\na\t\\N\n", "line 2: the label '\\N' is not one",
		"an absent label", 0},
	    {"a\t\\E\n", "line 1: the label '\\E' is not", "an empty label", 0},
	    {"a\tb,c\n", "line 1: the label 'b,c' is not", "two labels", 0},
	    {"a\tb,\n", "line 1: the label 'b,' is not", "a label and a bit",
		0},
	    {"\\E\ta\n\\N\ta\n", "every context", "nothing but no context", 0},
	    {"a,,b\ta\n", "line 1: a token is empty", "an empty token", 0},
	};
	struct examples_columns c = plain;
	size_t i;

	for (i = 0; i < COUNTOF(bad); i++) {
		letters("abcd");
		c.header = bad[i].header;
		ok(read_text(bad[i].text, c, 1) && strstr(f.msg, bad[i].why) &&
			!e.context && !e.label,
		    "%s is an error: %s", bad[i].what, f.msg);
	}
}

static void
test_renumber(void)
{
	static const int32_t map[] = {0, 3, 0, 1};

	letters("abc");
	ok(!read_text("a,b,0\tc\nc,c,a\tb\n", plain, 0), "read");
	examples_renumber(&e, map);
	ok(is("3 0 0|1 1 3", "1 0"), "ids are mapped, pads stay 0");
	ok(e.items->n == 1 && e.labels->n == 1,
	    "what has no new id is counted as unknown");
	examples_free(&e);
}

/* Contexts that grow during reading end like those read with a given K. */
static void
test_growing(void)
{
	static char text[600000];
	struct examples_columns c = plain;
	struct examples first;
	struct rng rng;
	size_t i, j, n, at = 0, most = 0;

	letters("abcdefghij");
	rng_seed(&rng, 1, 2);
	for (i = 0; i < 5000; i++) {
		n = 1 + rng_below(&rng, 1 + i / 100);
		most = size_max(most, n);
		for (j = 0; j < n; j++) {
			text[at++] = (char)('a' + rng_below(&rng, 10));
			text[at++] = j + 1 < n ? ',' : '\t';
		}
		text[at++] = (char)('a' + rng_below(&rng, 10));
		text[at++] = '\n';
	}
	text[at] = '\0';
	ok(!read_text(text, c, 0) && e.n == 5000 && e.k == most,
	    "5000 contexts of up to %zu items", most);
	first = e;
	c.k = most;
	ok(!read_text(text, c, 0) &&
		!memcmp(
		    first.context, e.context, e.n * e.k * sizeof(*e.context)) &&
		!memcmp(first.label, e.label, e.n * sizeof(*e.label)),
	    "K found equals K given");
	examples_free(&first);
	examples_free(&e);
}

int
main(void)
{
	scratch_enter();
	test_contexts();
	test_pads();
	test_columns();
	test_errors();
	test_renumber();
	test_growing();
	vocab_free(v);
	return done();
}
