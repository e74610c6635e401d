/* test_examples_unknown - examples with unknown items, and lost examples. */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include <string.h>

#include "data/unknown.h"
#include "tap.h"
#include "text_examples.h"

static void
test_unknown(void)
{
	struct examples_columns c = plain;
	char words[UNKNOWN_WORDS];

	letters("ab");
	c.unknown = UNKNOWN_ROW0;
	ok(!read_text("x,a,y,b\tz\na,0\tb\n", c, 0) &&
		is("0 1 0 2|1 0 0 0", "0 2") && e.items->n == 2 &&
		e.labels->n == 1 && vocab_size(v) == 2,
	    "unknown items are 0 and counted");
	unknown_words(e.items, words);
	ok(!strcmp(words, "'x', 'y'"), "and named: %s", words);
	examples_free(&e);
	c.unknown = UNKNOWN_DROP;
	ok(!read_text("x,a,y,b\tz\na,0\tb\nx\ta\n", c, 0) &&
		is("1 2 0 0|1 0 0 0|0 0 0 0", "0 2 1") && e.items->n == 3 &&
		e.length[0] == 2 && e.length[2] == 0,
	    "or left out, and counted");
	examples_free(&e);
	c.lost = EXAMPLES_LEAVE_OUT;
	ok(!read_text("x,a,y,b\tz\na,0\tb\nx\ta\n", c, 0) &&
		is("1 0 0 0", "2") && e.left_out == 2,
	    "an example of which nothing is known can be left out");
	examples_free(&e);
	c.pad = NULL;
	ok(!read_text("x,0\ta\nb,0\tb\n0,0\ta\na,b\tz\n", c, 0) &&
		is("2 0|0 0", "2 1") && e.left_out == 2 && e.guessed,
	    "also where pads are found out; an empty context is none");
	examples_free(&e);
	c = plain;
	c.lost = EXAMPLES_KEEP;
	ok(read_text("x\tb\n", c, 0) && strstr(f.msg, "is in the vocabulary"),
	    "that is an error where examples are kept too");
	c.lost = EXAMPLES_ACCEPT;
	ok(!read_text("x\tb\n", c, 0) && is("0", "2"), "unless asked for");
	examples_free(&e);
	c.unknown = UNKNOWN_ERROR;
	ok(read_text("a\tb\na,x\tb\n", c, 0) &&
		strstr(f.msg, "line 2: the item 'x' is not in the vocabulary"),
	    "or the first ends it: %s", f.msg);
	letters("a");
	vocab_set_count(v, 1, 7);
	ok(!read_text("x,a,y,0\tz\na,0,x\ta\n", plain, 1) &&
		is("3 1 4 0|1 3 0 0", "2 1") && e.items->n == 0 &&
		vocab_size(v) == 4,
	    "grow adds what is new, but never the pad");
	ok(vocab_count(v, 1) == 7 && vocab_count(v, 2) == 0,
	    "and leaves the counts alone");
	examples_free(&e);
}

/* Are exactly the examples lost that are 1 in text, such as "0100"? */
static int
lost(const char *text)
{
	size_t i, n = 0, same = e.lost && strlen(text) == e.n;

	for (i = 0; same && i < e.n; i++) {
		same = e.lost[i] == (text[i] == '1');
		n += e.lost[i];
	}
	return same && n == e.nlost;
}

static void
test_lost(void)
{
	struct examples_columns c = plain;
	char much[8 * 2000] = "";
	size_t i;

	letters("ab");
	c.lost = EXAMPLES_MARK;
	c.unknown = UNKNOWN_DROP;
	ok(!read_text("a\tb\nx,y\tz\n\\E\tb\nx,a\ta\nx\ta\n", c, 0) &&
		is("1 0|0 0|0 0|1 0|0 0", "2 0 2 1 1") && lost("01001"),
	    "contexts of which nothing is known are marked, empty ones not");
	examples_free(&e);
	c.unknown = UNKNOWN_ROW0;
	ok(!read_text("a\tb\nx,y\tb\nx,0\tb\n", c, 0) && lost("011"),
	    "also where unknown items stay");
	examples_free(&e);
	c.pad = NULL;
	ok(!read_text("x,0\ta\nb,0\tb\n0,0\ta\na,b\tz\n", c, 0) &&
		lost("1000") && e.guessed,
	    "also where pads are found out");
	examples_free(&e);
	ok(!read_text("0\ta\nb,0,a\tb\n", c, 0) && lost("10"),
	    "where they turn out to be items, an unknown one is none");
	examples_free(&e);
	for (i = 0; i < 2000; i++)
		strcpy(much + 4 * i, i % 3 ? "a\tb\n" : "x\tb\n");
	ok(!read_text(much, c, 0) && e.nlost == 667 && e.lost[1998] &&
		!e.lost[1999],
	    "however many there are");
	examples_free(&e);
	ok(read_text("x,y\tb\nz,w\ta\n", c, 0) &&
		strstr(f.msg, "'x', 'y', 'z', ...)"),
	    "if all are unknown that is an error: %s", f.msg);
	c.lost = EXAMPLES_KEEP;
	ok(!read_text("a\tb\nx\tb\n", c, 0) && !e.lost && e.nlost == 0,
	    "none are marked where it is not asked for");
	examples_free(&e);
}

int
main(void)
{
	scratch_enter();
	test_unknown();
	test_lost();
	vocab_free(v);
	return done();
}
