/* test_side_column - labels and lists beside queries, row by row. */
/* SPDX-License-Identifier: MIT */
#include "rank/side_column.h"

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/shard.h"
#include "data/vocab.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "tap.h"
#include "text_rows.h"

enum { MOST = 8 };

static struct fail f;
static struct vocab *v;
static int32_t id[MOST];
static struct slice text[MOST];

/* Opens text as the file of labels or lists. */
static struct side_column *
column_of(const char *rows, enum side_column_kind kind, const char *column,
    int header, const struct shard *shard)
{
	if (text_write("side", rows, &f))
		return NULL;
	return side_column_open("side", kind, column, header, shard, &f);
}

/* Are the m labels of rows want, and are there no more? */
static int
labels_are(const char *rows, const char *column, int header,
    const struct shard *shard, size_t m, const int32_t *want)
{
	struct side_column *s =
	    column_of(rows, SIDE_COLUMN_LABELS, column, header, shard);
	struct arena *a = arena_new(SIZE_MAX);
	int good = s && a && !side_column_labels(s, m, v, id, text, a, &f) &&
	           !memcmp(id, want, m * sizeof(*id)) &&
	           !side_column_end(s, &f);

	side_column_close(s);
	arena_free(a);
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
test_labels(void)
{
	static const int32_t want[] = {1, 0, 2};
	struct side_column *s =
	    column_of("a\nnew\nb\n", SIDE_COLUMN_LABELS, NULL, 0, NULL);
	struct arena *a = arena_new(SIZE_MAX);

	ok(s && a && !side_column_labels(s, 3, v, id, text, a, &f) &&
		!memcmp(id, want, sizeof(want)) && text[1].n == 3 &&
		!memcmp(text[1].s, "new", 3),
	    "an unknown label is 0, and its text is kept");
	ok(s && side_column_labels(s, 1, v, id, text, a, &f) &&
		strstr(f.msg, "side: ends after 3 rows"),
	    "fewer rows than queries are an error: %s", f.msg);
	side_column_close(s);
	arena_free(a);
	ok(!labels_are("a\nb\n", NULL, 0, NULL, 1, want) &&
		strstr(f.msg, "line 2: a row more than the 1 queries"),
	    "and more are, too: %s", f.msg);
	ok(!labels_are("a,b\n", NULL, 0, NULL, 1, want) &&
		strstr(f.msg, "'a,b' is not one item"),
	    "a label is one item: %s", f.msg);
}

static void
test_shard(void)
{
	static const int32_t want[] = {2, 4};
	const struct shard second = {1, 2};

	ok(labels_are("a\nb\nc\nd\na\n", NULL, 0, &second, 2, want),
	    "only the rows of the shard count");
}

/* Is row i of e the numbers, from 0, in want? */
static int
row_is(const struct exclude *e, size_t i, size_t n, const int32_t *want)
{
	size_t m;
	const int32_t *row = exclude_row(e, i, &m);

	return m == n && (!n || !memcmp(row, want, n * sizeof(*row)));
}

static void
test_lists(void)
{
	static const float x[4] = {0};
	static const int32_t first[] = {1, 2}, but[] = {0, 4, 0};
	struct candidates c;
	struct exclude *e = exclude_new(&f);
	struct side_column *s =
	    column_of("context_movie_id\tlabel_movie_id\nc,new,b\ta\nd,a\tb\n"
		      "\\E\tb\n",
		SIDE_COLUMN_LISTS, NULL, 1, NULL);

	candidates_of(&c, v, x, 1);
	ok(e && s && !side_column_lists(s, 3, &c, but, e, &f) &&
		exclude_rows(e) == 3,
	    "a row of lists a query");
	ok(row_is(e, 0, 2, first), "in order, without items that are unknown");
	ok(row_is(e, 1, 1, (const int32_t[]){0}), "without the one of but");
	ok(row_is(e, 2, 0, NULL) && !side_column_end(s, &f), "or empty");
	side_column_close(s);
	exclude_free(e);
}

int
main(void)
{
	scratch_enter();
	v = text_letters(NULL, "abcd", &f);
	test_columns();
	test_labels();
	test_shard();
	test_lists();
	side_column_close(NULL);
	vocab_free(v);
	return done();
}
