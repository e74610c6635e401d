/* test_sequences - whole sequences as item ids, and the counts of items. */
/* SPDX-License-Identifier: MIT */
#include "data/sequences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rng.h"
#include "data/pads.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "io/input.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;
static struct vocab *v;
static struct sequences s;

static const struct sequences_columns plain = {.pad = "0"};

/* Reads text as sequences into s, by the vocabulary v. */
static int
read_text(const char *text, struct sequences_columns c, int grow)
{
	struct input *in = text_open(text, &f);
	int r = in ? sequences_read(&s, in, &c, v, grow, &f) : -1;

	input_close(in);
	return r;
}

static void
letters(const char *list)
{
	v = text_letters(v, list, &f);
}

/* Do the sequences read "1 2 0|3|..." ? */
static int
is(const char *want)
{
	char got[512] = "";
	size_t i, j;

	for (i = 0; i < s.n; i++) {
		(void)strcat(got, i ? "|" : "");
		for (j = s.start[i]; j < s.start[i + 1]; j++)
			(void)sprintf(got + strlen(got), "%s%d",
			    j > s.start[i] ? " " : "", s.item[j]);
	}
	if (!strcmp(got, want) && s.events == s.start[s.n])
		return 1;
	printf("# %s\n", got);
	return 0;
}

/* Are the vocabulary's tokens and counts "a5 b2" ? */
static int
counts_are(const char *want)
{
	char got[512] = "";
	size_t i;

	for (i = 1; i <= vocab_size(v); i++) {
		struct slice t = vocab_token(v, (int32_t)i);

		(void)sprintf(got + strlen(got), "%s%.*s%d", i > 1 ? " " : "",
		    (int)t.n, t.s, (int)vocab_count(v, (int32_t)i));
	}
	if (!strcmp(got, want))
		return 1;
	printf("# %s\n", got);
	return 0;
}

static void
test_items(void)
{
	struct sequences_columns c = plain;
	static const char text[] = "a,b,c\na\n\\E\n\\N\nb,0,a,0,0\n0,0\nc,c\n";

	letters("abc");
	ok(!read_text(text, c, 0) && is("1 2 3|1|||2 1||3 3"),
	    "every row is a sequence; pads are not part of it");
	ok(s.unknown->n == 0 && s.pads == 5, "and no pad counts as unknown");
	sequences_free(&s);
	sequences_free(&s);
	c.pad = PADS_NONE;
	ok(!read_text("a,0,0\n", c, 1) && is("1 4 4"),
	    "without a pad its token is an item like others");
	sequences_free(&s);
}

static void
test_pads(void)
{
	static const struct sequences_columns c = {0};

	letters("ab");
	ok(!read_text("a,b,0\nb,0,0\n0,0,0\na,b,a\n", c, 1) &&
		is("1 2|2||1 2 1") && s.guessed && s.pads == 6 &&
		!strcmp(s.pad, "0"),
	    "what fills all up to one length is found out to be a pad");
	sequences_free(&s);
	ok(!read_text("a,b,0\nb,0,0\na,b\n", c, 1) && is("1 2 3|2 3 3|1 2") &&
		!s.guessed && !strcmp(s.pad, PADS_NONE),
	    "an item 0 is an item where lengths differ");
	sequences_free(&s);
	letters("ab");
	ok(!read_text("a,0,b\nb,0,0\n", c, 1) && is("1 3 2|2 3 3"),
	    "or where it stands before another");
	sequences_free(&s);
	letters("ab");
	ok(!read_text("a,0,x\nb,y,0\na,b,a\nb\n", c, 0) && is("1|2|1 2 1|2") &&
		s.unknown->n == 4,
	    "what is no pad may be unknown");
	sequences_free(&s);
}

static void
test_unknown(void)
{
	struct sequences_columns c = plain;

	letters("ab");
	c.unknown = UNKNOWN_ROW0;
	ok(!read_text("x,a,y,b\ny\n", c, 0) && is("0 1 0 2|0") &&
		s.unknown->n == 3 && vocab_size(v) == 2,
	    "unknown items are 0 and counted");
	sequences_free(&s);
	c.unknown = UNKNOWN_DROP;
	ok(!read_text("x,a,0,y,b,y\ny\n", c, 0) && is("1 2|") &&
		s.unknown->n == 4,
	    "or left out, and counted");
	sequences_free(&s);
	ok(read_text("x,y\nz\n", c, 0) && strstr(f.msg, "is in the vocabulary"),
	    "if all are unknown it is an error: %s", f.msg);
	vocab_set_count(v, 1, 7);
	ok(!read_text("x,a,0,y,0\nx\n", c, 1) && is("3 1 4|3") &&
		s.unknown->n == 0 && vocab_size(v) == 4,
	    "grow adds what is new, but never the pad");
	ok(vocab_count(v, 1) == 7 && vocab_count(v, 3) == 0,
	    "and leaves the counts alone");
	sequences_free(&s);
}

static void
test_columns(void)
{
	struct sequences_columns c = {.header = 1};
	static const char text[] = "user\titems\tn\na\tb,c\t2\n";

	letters("abc");
	ok(!read_text(text, c, 0) && is("2 3"), "items has a usual name");
	sequences_free(&s);
	c.items = "user";
	ok(!read_text(text, c, 0) && is("1"), "or is named");
	sequences_free(&s);
	c.items = "1";
	ok(!read_text(text, c, 0) && is("1"), "or is a number");
	sequences_free(&s);
	c.items = "z";
	ok(read_text(text, c, 0) && strstr(f.msg, "no column 'z'"),
	    "one that is not there is an error: %s", f.msg);
	c = plain;
	ok(!read_text("a\tb\tc,b\n", c, 0) && is("3 2"),
	    "without header it is the last");
	sequences_free(&s);
	c.items = "4";
	ok(read_text("a\tb\n", c, 0) && strstr(f.msg, "no column 4, only 2"),
	    "a number past the last is an error: %s", f.msg);
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *why, *what;
		int header;
	} bad[] = {
	    {"", "is empty", "no byte", 0},
	    {"items\n", "no sequence", "no row", 1},
	    {"a,b\na,b", "line 2: the line has no newline", "a cut row", 0},
	    {"a\tb\na\n", "line 2: 1 column,", "a short row", 0},
	    {"\\E\n\\N\n0,0\n", "every sequence", "nothing but no item", 0},
	    {"a\na,,b\n", "line 2: a token is empty", "an empty token", 0},
	    {"a\n\n", "line 2: a token is empty", "an empty line", 0},
	};
	struct sequences_columns c = plain;
	size_t i;

	for (i = 0; i < COUNTOF(bad); i++) {
		letters("abcd");
		c.header = bad[i].header;
		ok(read_text(bad[i].text, c, 1) && strstr(f.msg, bad[i].why) &&
			!s.start && !s.item && !s.n,
		    "%s is an error: %s", bad[i].what, f.msg);
	}
}

static void
test_numbering(void)
{
	letters("");
	ok(!read_text("x,b,b\nc,a,b\na\nx,0,c\n", plain, 1) &&
		!vocab_build_from_sequences(&s, v, &f) &&
		is("4 1 1|3 2 1|2|4 3"),
	    "numbers go by count, ties by bytes");
	ok(counts_are("b3 a2 c2 x2"), "and the counts are of all events");
	vocab_set_count(v, 1, 7);
	ok(!vocab_build_event_counts(&s, v, &f) && counts_are("b3 a2 c2 x2"),
	    "which take the place of others");
	sequences_free(&s);
}

static void
test_renumber(void)
{
	static const int32_t map[] = {0, 3, 0, 1};

	letters("abc");
	ok(!read_text("a,b,0,c\nx,b\n", plain, 0) && s.unknown->n == 1, "read");
	sequences_renumber(&s, map);
	ok(is("3 0 1|0") && s.unknown->n == 3,
	    "ids are mapped; what has no new id is counted as unknown");
	sequences_free(&s);
}

/* Many sequences of many lengths, against the data that were written. */
static void
test_growing(void)
{
	enum { N = 5000, MOST = 300000 };
	static char text[2 * MOST + 1];
	static int32_t item[MOST];
	static size_t start[N + 1];
	struct rng rng;
	size_t i, j, n, events = 0;
	char *p = text;

	letters("abcdefghij");
	rng_seed(&rng, 1, 2);
	for (i = 0; i < N; i++) {
		n = 1 + rng_below(&rng, 1 + i / 50);
		for (j = 0; j < n; j++) {
			item[events] = 1 + (int32_t)rng_below(&rng, 10);
			*p++ = (char)('a' + item[events++] - 1);
			*p++ = j + 1 < n ? ',' : '\n';
		}
		start[i + 1] = events;
	}
	ok(!read_text(text, plain, 0) && s.n == N && s.events == events &&
		!memcmp(s.start, start, sizeof(start)) &&
		!memcmp(s.item, item, events * sizeof(*item)),
	    "5000 sequences, %zu events", events);
	sequences_free(&s);
}

int
main(void)
{
	scratch_enter();
	test_items();
	test_pads();
	test_unknown();
	test_columns();
	test_errors();
	test_numbering();
	test_renumber();
	test_growing();
	vocab_free(v);
	return done();
}
