/* test_vocab_disk - a large vocabulary that stays in its file. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/threads.h"
#include "io/buffer.h"
#include "scratch.h"
#include "tap.h"

static struct fail f;
static const char path[] = "vocab.tsv";

#define LINES 1500000 /* lines of 12 bytes or more: such a file stays on disk */
#define KEPT 100000   /* the text of so many lines is kept in memory */

/* Line i is "item <i>"; every third line has a count; line 7 is the given
 * one. */
static void
put_lines(int n, const char *seventh)
{
	FILE *file = fopen(path, "w");
	int i;

	for (i = 1; file && i <= n; i++) {
		if (i == 7)
			(void)fprintf(file, "%s\n", seventh);
		else
			(void)fprintf(file, "item %d\t%d\n", i, i % 3 ? 0 : i);
	}
	if (!file || fclose(file))
		ok(0, "%s can be written", path);
}

static void
put_large(const char *seventh)
{
	put_lines(LINES, seventh);
}

/* The first line has one column, so all have; plain and others take turns. */
static void
test_one_column(void)
{
	FILE *file = fopen(path, "w");
	struct vocab *v;
	struct buffer t = {0};
	int i, good;

	for (i = 1; file && i <= KEPT; i++)
		(void)fprintf(file, i % 5 ? "tt%07d\n" : "an \\x41, %07d\n", i);
	if (!file || fclose(file))
		ok(0, "%s can be written", path);
	v = vocab_open(path, &f);
	ok(!v && strstr(f.msg, ":line 5: "),
	    "a line that is a list is told among plain lines: %s", f.msg);
	vocab_free(v);
	file = fopen(path, "w");
	for (i = 1; file && i <= KEPT; i++)
		(void)fprintf(file, i % 5 ? "tt%07d\n" : "a \\x41%07d\n", i);
	if (!file || fclose(file))
		ok(0, "%s can be written", path);
	v = vocab_open(path, &f);
	good = v && vocab_size(v) == KEPT && !vocab_index(v, &f) &&
	       vocab_find(v, "tt0000001", 9) == 1 &&
	       vocab_find(v, "tt0099999", 9) == 99999 &&
	       vocab_count(v, 99999) == 0;
	if (good)
		vocab_put_token(v, 99999, &t);
	ok(good && t.n == 9 && !memcmp(t.p, "tt0099999", 9),
	    "lines without a count are found and written");
	vocab_free(v);
	buffer_free(&t);
}

static void
test_kept(void)
{
	struct vocab *v;
	struct buffer t = {0};
	int good;

	put_lines(KEPT, "item 7\t70");
	v = vocab_open(path, &f);
	good = v && !truncate(path, 1000) && !vocab_index(v, &f) &&
	       vocab_find(v, "item 77777", 10) == 77777 &&
	       vocab_count(v, 7) == 70 && vocab_count(v, KEPT) == 0 &&
	       vocab_count(v, 77778) == 77778;
	ok(good, "a shorter text is in memory, whatever becomes of the file");
	if (v)
		vocab_put_token(v, 77777, &t);
	ok(v && t.n == 10 && !memcmp(t.p, "item 77777", 10) &&
		!vocab_check(v, &f),
	    "and so are its tokens");
	vocab_free(v);
	buffer_free(&t);
}

static void
test_large(void)
{
	struct vocab *v;
	struct buffer t = {0};
	char s[32];
	int i, wrong = 0;

	put_large("item 7\t9223372036854775807");
	v = vocab_open(path, &f);
	ok(v && !truncate(path, 1000000) && vocab_index(v, &f) == -1,
	    "a file that is cut before its index is made is told: %s", f.msg);
	vocab_free(v);
	put_large("item 7\t9223372036854775807");
	v = vocab_open(path, &f);
	ok(v && vocab_size(v) == LINES && !vocab_index(v, &f),
	    "a large file is opened and indexed");
	for (i = 1; v && i <= LINES; i += i < 100 ? 1 : 97) {
		size_t n = (size_t)snprintf(s, sizeof(s), "item %d", i);

		t.n = 0;
		vocab_put_token(v, i, &t);
		wrong += vocab_find(v, s, n) != i || t.n != n ||
		         memcmp(t.p, s, n) != 0;
		wrong +=
		    i != 7 && vocab_count(v, i) != (uint64_t)(i % 3 ? 0 : i);
	}
	ok(wrong == 0, "its tokens and counts are those of the lines");
	ok(v && vocab_count(v, 7) == VOCAB_MAX_COUNT, "up to the greatest");
	ok(v && !vocab_find(v, "item", 4) && !vocab_find(v, "", 0) &&
		!vocab_find(v, "item 1500001", 12),
	    "what is not there is not found");
	ok(v && !vocab_check(v, &f) && !truncate(path, 1000000) &&
		!vocab_find(v, "item 1400001", 12) && vocab_check(v, &f),
	    "a file that is cut meanwhile is told: %s", f.msg);
	vocab_free(v);
	buffer_free(&t);
	put_large("item 1400000\t1");
	v = vocab_open(path, &f);
	ok(v && vocab_index(v, &f) &&
		strstr(f.msg, ":line 1400000: the token 'item 1400000' is also "
			      "on line 7"),
	    "a token that is there twice is refused: %s", f.msg);
	vocab_free(v);
	put_large("item,7\t1");
	ok(!vocab_open(path, &f) && strstr(f.msg, ":line 7: 'item,7' is not"),
	    "and so is what is no token: %s", f.msg);
	put_large("\t1");
	ok(!vocab_open(path, &f) && strstr(f.msg, ":line 7:"), "or none: %s",
	    f.msg);
}

int
main(void)
{
	scratch_enter();
	threads_set(3); /* all threads build the index */
	test_large();
	test_kept();
	test_one_column();
	return done();
}
