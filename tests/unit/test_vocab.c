/* test_vocab - items to ids: finding, adding, orders, and the file. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/decimal.h"
#include "io/output.h"
#include "scratch.h"
#include "tap.h"

static struct fail f;

static int32_t
add(struct vocab *v, const char *s)
{
	return vocab_add(v, s, strlen(s), &f);
}

static int32_t
find(const struct vocab *v, const char *s)
{
	return vocab_find(v, s, strlen(s));
}

static int
token_is(const struct vocab *v, int32_t id, const char *s)
{
	struct slice t = vocab_token(v, id);

	return t.n == strlen(s) && !memcmp(t.s, s, t.n);
}

static void
test_numbers(void)
{
	struct vocab *v = vocab_new(&f);

	ok(find(v, "a") == 0, "an empty vocabulary knows nothing");
	ok(add(v, "a") == 1 && add(v, "b") == 2, "ids go up from 1");
	ok(add(v, "a") == 1 && vocab_size(v) == 2,
	    "adding what is there changes nothing");
	ok(add(v, "") == -1 && vocab_size(v) == 2,
	    "an empty token is refused: %s", f.msg);
	ok(find(v, "") == 0, "and not found");
	ok(vocab_tally_cell(v, ",a345678", 0, &f) == -1 && vocab_size(v) == 2,
	    "nor counted: %s", f.msg);
	ok(vocab_add(v, "\0", 1, &f) == 3 && vocab_add(v, "\0\0", 2, &f) == 4 &&
		vocab_find(v, "\0", 1) == 3,
	    "bytes are bytes, and so is NUL");
	vocab_free(v);
	vocab_free(NULL);
}

/* Token i of many: lengths 1 to 40, often equal but for one byte. */
static size_t
make(char *s, unsigned i)
{
	static const char pad[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

	switch (i % 4) {
	case 0:
		return (size_t)sprintf(s, "%u", i);
	case 1:
		return (size_t)sprintf(s, "%u%.*s", i, (int)(i % 31), pad);
	case 2:
		return (size_t)sprintf(s, "%.*s%u", (int)(i % 31), pad, i);
	default:
		return (size_t)sprintf(s, "item-%08x", i);
	}
}

#define MANY 200000u

static void
test_many(void)
{
	struct vocab *v = vocab_new(&f);
	unsigned i, good = 0, found = 0, absent = 0;
	char s[80];

	for (i = 0; i < MANY; i++)
		good += vocab_add(v, s, make(s, i), &f) == (int32_t)i + 1;
	ok(good == MANY, "%u different tokens have %u ids", MANY, good);
	for (i = 0; i < MANY; i++) {
		size_t n = make(s, i);
		struct slice t = vocab_token(v, (int32_t)i + 1);

		found += vocab_find(v, s, n) == (int32_t)i + 1 && t.n == n &&
		         !memcmp(t.s, s, n);
		s[n++] = '!';
		absent += vocab_find(v, s, n) == 0;
	}
	ok(found == MANY, "each is found again, and its bytes");
	ok(absent == MANY, "what was not added is not found");
	vocab_free(v);
}

/* Every token of 1 to 3 bytes out of a few, and tokens of up to 9 bytes that
 * differ in one byte.  Short tokens are compared as numbers; none may be
 * taken for another. */
static void
test_short(void)
{
	static const char bytes[] = {0, 1, 'a', 127, -128, -1};
	struct vocab *v = vocab_new(&f);
	size_t i, j, k, n, want = 0;
	char s[16];
	int good = 1;

	for (i = 0; i < sizeof(bytes); i++)
		for (j = 0; j < sizeof(bytes); j++)
			for (k = 0; k < sizeof(bytes); k++) {
				s[0] = bytes[i];
				s[1] = bytes[j];
				s[2] = bytes[k];
				good &=
				    vocab_add(v, s, 3, &f) == (int32_t)++want;
			}
	for (i = 0; i < sizeof(bytes); i++) {
		good &= vocab_add(v, bytes + i, 1, &f) == (int32_t)++want;
		for (j = 0; j < sizeof(bytes); j++) {
			s[0] = bytes[i];
			s[1] = bytes[j];
			good &= vocab_add(v, s, 2, &f) == (int32_t)++want;
		}
	}
	for (n = 4; n < 10; n++)
		for (i = 0; i < n; i++)
			for (j = 1; j < 256; j++) {
				memset(s, 0, sizeof(s));
				s[i] = (char)j;
				good &=
				    vocab_add(v, s, n, &f) == (int32_t)++want;
			}
	ok(good && vocab_size(v) == want, "%zu short tokens stay apart", want);
	for (i = 1; i <= want; i++) {
		struct slice t = vocab_token(v, (int32_t)i);
		char cell[32];

		memset(cell, (int)i, sizeof(cell));
		memcpy(cell, t.s, t.n);
		good &= !vocab_tally_cell(v, cell, t.n, &f) &&
		        vocab_count(v, (int32_t)i) == 1;
	}
	ok(good && vocab_size(v) == want,
	    "and are the same before whatever bytes");
	vocab_free(v);
}

static void
test_tally(void)
{
	struct vocab *v = vocab_new(&f);

	ok(!vocab_tally(v, "a", 1, 2, &f) && !vocab_tally(v, "a", 1, 3, &f) &&
		vocab_count(v, 1) == 5,
	    "counts add up");
	ok(vocab_tally(v, "a", 1, VOCAB_MAX_COUNT, &f) == -1 &&
		vocab_count(v, 1) == 5,
	    "past the largest count is an error: %s", f.msg);
	ok(!vocab_tally(v, "a", 1, VOCAB_MAX_COUNT - 5, &f) &&
		vocab_count(v, 1) == VOCAB_MAX_COUNT,
	    "the largest count itself is not");
	vocab_free(v);
}

/* Are the tokens of v, in order, the words in list? */
static int
reads(const struct vocab *v, const char *list)
{
	char all[256] = "";
	size_t id;

	for (id = 1; id <= vocab_size(v); id++) {
		struct slice t = vocab_token(v, (int32_t)id);
		size_t at = strlen(all);

		(void)snprintf(all + at, sizeof(all) - at, "%s%.*s",
		    at ? " " : "", (int)t.n, t.s);
	}
	return !strcmp(all, list) || (printf("# %s\n", all), 0);
}

static struct vocab *
sample(void)
{
	static const char *const tokens[] = {
	    "10", "9", "b", "ab", "a", "-2", "007", "7", "2.50", "2.5"};
	static const uint64_t counts[] = {1, 5, 5, 1, 2, 9, 1, 1, 1, 0};
	struct vocab *v = vocab_new(&f);
	size_t i;

	for (i = 0; i < COUNTOF(tokens); i++)
		vocab_set_count(v, add(v, tokens[i]), counts[i]);
	return v;
}

static void
test_orders(void)
{
	static const struct {
		enum vocab_order order;
		uint64_t least;
		const char *name, *list;
	} cases[] = {
	    {VOCAB_FIRST, 0, "first", "10 9 b ab a -2 007 7 2.50 2.5"},
	    {VOCAB_COUNT, 0, "count", "-2 9 b a 007 10 2.50 7 ab 2.5"},
	    {VOCAB_BYTES, 0, "bytes", "-2 007 10 2.5 2.50 7 9 a ab b"},
	    {VOCAB_NUMBER, 0, "number", "-2 2.5 2.50 007 7 9 10 a ab b"},
	    {VOCAB_COUNT, 2, "count", "-2 9 b a"},
	    {VOCAB_FIRST, 10, "first", ""},
	};
	size_t i;
	int32_t id, *map, good;

	for (i = 0; i < COUNTOF(cases); i++) {
		struct vocab *was = sample(), *v = sample();

		ok(!vocab_sort(v, cases[i].order, cases[i].least, &map, &f) &&
			reads(v, cases[i].list),
		    "order %s, at least %d", cases[i].name,
		    (int)cases[i].least);
		ok(!strcmp(
		       vocab_order_choice(cases[i].order).name, cases[i].name),
		    "which is called %s", cases[i].name);
		for (good = map[0] == 0, id = 1; id <= 10; id++) {
			struct slice t = vocab_token(was, id);

			good &= vocab_find(v, t.s, t.n) == map[id];
			good &= !map[id] ||
			        vocab_count(v, map[id]) == vocab_count(was, id);
		}
		ok(good, "the map leads from old ids to new ones");
		free(map);
		vocab_free(v);
		vocab_free(was);
	}
	ok(!vocab_order_choice(4).name, "there is no fifth order");
}

static int
sign(int x)
{
	return (x > 0) - (x < 0);
}

static struct decimal
decimal(const char *s)
{
	struct decimal x;

	if (!decimal_parse(&x, (struct slice){s, strlen(s)}))
		ok(0, "%s is a number", s);
	return x;
}

static void
test_decimal(void)
{
	/* Groups of equal counts, ascending. */
	static const char *const up[][3] = {
	    {"-100000000000000000000000000000001"},
	    {"-100000000000000000000000000000000"}, {"-10", "-010", "-10.0"},
	    {"-9.5"}, {"-9"}, {"-0.01"}, {"0", "-0", "+0.00"}, {"0.001"},
	    {"0.01"}, {"0.1", "0.10"}, {"1", "01", "+1.000"}, {"1.05"}, {"1.5"},
	    {"2"}, {"10"}, {"9007199254740992"}, {"9007199254740993"},
	    {"100000000000000000000000000000000"}};
	static const char *const none[] = {
	    "", "-", "+", ".", "1.", "a", "1a", "1e5", "1.2.3", "--1", " 1"};
	struct decimal x, y;
	size_t i, j, k, l;
	int good = 1;

	for (i = 0; i < COUNTOF(up); i++)
		for (j = 0; j < COUNTOF(up); j++)
			for (k = 0; k < 3 && up[i][k]; k++)
				for (l = 0; l < 3 && up[j][l]; l++) {
					x = decimal(up[i][k]);
					y = decimal(up[j][l]);
					good &= sign(decimal_compare(&x, &y)) ==
					        (i > j) - (i < j);
				}
	ok(good, "decimal numbers of any length compare by value");
	for (good = 1, i = 0; i < COUNTOF(none); i++)
		good &= !decimal_parse(
		    &x, (struct slice){none[i], strlen(none[i])});
	ok(good, "what is no decimal number is not taken for one");
}

static const char path[] = "vocab.tsv";

static struct vocab *
read_text(const char *text, size_t n)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(text, 1, n, file) != n || fclose(file))
		ok(0, "%s can be written", path);
	return vocab_read(path, &f);
}

static void
test_file(void)
{
	static const struct {
		const char *text, *why, *what;
	} bad[] = {
	    {"", "is empty", "an empty file"},
	    {"a\t1\nb\t2", "cut short", "a last line without newline"},
	    {"a\t1\nb\t2\na\t3\n", "line 3: the token 'a' is also on line 1",
		"a token that is there twice"},
	    {"a\t1\nb\tx\n", "line 2: 'x' is not a count", "a count of x"},
	    {"a\t-1\n", "not a count", "a negative count"},
	    {"a\t\n", "not a count", "an empty count"},
	    {"a\t9223372036854775808\n", "not a count", "a count of 2^63"},
	    {"a\t1\n\t1\n", "line 2: a token is empty", "an empty token"},
	    {"a,b\t1\n", "not one token", "a list of tokens"},
	    {"\\N\t1\n", "not one token", "an absent token"},
	    {"a\t1\t2\n", "3 columns", "a third column"},
	    {"a\t1\nb\n", "1 column, but", "a line without its count"},
	    {"a\r\n", "carriage return", "a line that ends in CR LF"},
	};
	static const char good[] = "b\t2\na\\,c\t9223372036854775807\nd\t0\n";
	struct vocab *v;
	struct output *o;
	size_t i, n;
	char text[100];
	FILE *file;

	for (i = 0; i < COUNTOF(bad); i++) {
		v = read_text(bad[i].text, strlen(bad[i].text));
		ok(!v && strstr(f.msg, bad[i].why) && strstr(f.msg, path),
		    "%s is an error: %s", bad[i].what, f.msg);
		vocab_free(v);
	}
	v = read_text("x\ny\n", 4);
	ok(v && vocab_size(v) == 2 && find(v, "y") == 2 &&
		vocab_count(v, 2) == 0,
	    "without counts every count is 0");
	vocab_free(v);
	v = read_text(good, sizeof(good) - 1);
	ok(v && token_is(v, 2, "a\\,c") && vocab_count(v, 2) == VOCAB_MAX_COUNT,
	    "line i is id i, escapes and all");
	o = output_open(path, OUTPUT_TEXT, &f);
	if (v && o)
		vocab_put(o, v);
	ok(o && !output_commit(o, &f), "a vocabulary is written");
	file = fopen(path, "r");
	n = file ? fread(text, 1, sizeof(text), file) : 0;
	ok(n == sizeof(good) - 1 && !memcmp(text, good, n),
	    "and is the file it was read from");
	if (file)
		(void)fclose(file); /* opened for reading only */
	vocab_free(v);
	ok(!vocab_read("no such file", &f), "no file is an error: %s", f.msg);
}

int
main(void)
{
	scratch_enter();
	test_numbers();
	test_many();
	test_short();
	test_tally();
	test_orders();
	test_decimal();
	test_file();
	return done();
}
