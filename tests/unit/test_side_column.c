/* test_side_column - labels and lists beside queries, row by row. */
/* SPDX-License-Identifier: MIT */
#include "rank/side_column.h"

#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "data/vocab.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;
static struct vocab *v;

/* Opens text as the file of labels or lists. */
static struct side_column *
column_of(const char *rows, enum side_column_kind kind, const char *column,
    int header, const struct shard *shard)
{
	if (text_write("side", rows, &f))
		return NULL;
	return side_column_open("side", kind, column, NULL, header, shard, &f);
}

/* The next cell's token. */
static int32_t
next_id(struct side_column *s)
{
	struct slice cell, also;

	return s && !side_column_next(s, &cell, &also, &f)
	           ? vocab_find(v, cell.s, cell.n)
	           : -1;
}

/* Are these the m cells of rows, and no more? */
static int
labels_are(const char *rows, const char *column, int header,
    const struct shard *shard, size_t m, const int32_t *want)
{
	struct side_column *s =
	    column_of(rows, SIDE_COLUMN_LABELS, column, header, shard);
	int good = s != NULL;
	size_t i;

	for (i = 0; i < m && good; i++)
		good = next_id(s) == want[i];
	good = good && !side_column_end(s, &f);
	side_column_close(s);
	return good;
}

static void
test_columns(void)
{
	static const int32_t ab[] = {1, 2}, cd[] = {3, 4};

	ok(labels_are("label_movie_id\tx\na\tc\nb\td\n", NULL, 1, NULL, 2, ab),
	    "label_movie_id has the labels");
	ok(labels_are("a\tc\nb\td\n", NULL, 0, NULL, 2, cd),
	    "without header the last column");
	ok(labels_are("any\na\nb\n", NULL, 1, NULL, 2, ab), "or the only one");
	ok(labels_are("p\tq\na\tc\nb\td\n", "q", 1, NULL, 2, cd) &&
		labels_are("a\tc\nb\td\n", "1", 0, NULL, 2, ab),
	    "or the one that is named or numbered");
	ok(!labels_are("p\tq\na\tc\nb\td\n", NULL, 1, NULL, 2, ab) &&
		strstr(f.msg, "no column 'label'"),
	    "of several none is guessed: %s", f.msg);
	ok(!labels_are("a\tc\nb\td\n", "3", 0, NULL, 2, ab) &&
		strstr(f.msg, "no column 3, only 2"),
	    "a number past the last is an error: %s", f.msg);
}

static void
test_ends(void)
{
	static const int32_t a[] = {1};
	struct side_column *s =
	    column_of("a\nb\n", SIDE_COLUMN_LABELS, NULL, 0, NULL);

	ok(next_id(s) == 1 && next_id(s) == 2, "cells come in order");
	ok(next_id(s) == -1 && strstr(f.msg, "side ends after 2 rows"),
	    "fewer rows than queries are an error: %s", f.msg);
	side_column_close(s);
	ok(!labels_are("a\nb\n", NULL, 0, NULL, 1, a) &&
		strstr(f.msg, "line 2: more rows than the 1 query"),
	    "and more are, too: %s", f.msg);
}

/* Is this the title of the column of keys? */
static int
title_is(const char *rows, const char *column, int header, const char *want)
{
	struct side_column *s =
	    column_of(rows, SIDE_COLUMN_KEYS, column, header, NULL);
	struct slice t = {"", 0};
	int good = next_id(s) >= 0;

	if (good)
		t = side_column_title(s);
	good = good && t.n == strlen(want) && !memcmp(t.s, want, t.n);
	side_column_close(s);
	return good;
}

static void
test_keys(void)
{
	ok(title_is("x\tuser\na\tb\n", NULL, 1, "user") &&
		title_is("x\tuser\na\tb\n", "x", 1, "x") &&
		title_is("shop\na\n", NULL, 1, "shop") &&
		title_is("a\tb\n", NULL, 0, "user"),
	    "keys have the title of their column");
}

static void
test_also(void)
{
	struct side_column *s = NULL;
	struct slice cell, also;

	ok(!text_write("side", "p\tlabel_movie_id\na\tc\n", &f) &&
		(s = side_column_open(
		     "side", SIDE_COLUMN_LABELS, NULL, "p", 1, NULL, &f)) &&
		!side_column_next(s, &cell, &also, &f) && *cell.s == 'c' &&
		*also.s == 'a',
	    "another column comes along");
	side_column_close(s);
}

static void
test_shard(void)
{
	static const int32_t want[] = {2, 4};
	const struct shard second = {1, 2};

	ok(labels_are("a\nb\nc\nd\na\n", NULL, 0, &second, 2, want),
	    "only the rows of the shard count");
}

int
main(void)
{
	scratch_enter();
	v = text_letters(NULL, "abcd", &f);
	test_columns();
	test_ends();
	test_keys();
	test_also();
	test_shard();
	side_column_close(NULL);
	vocab_free(v);
	return done();
}
