/* test_lists - lists as text, byte by byte. */
/* SPDX-License-Identifier: MIT */
#include "rank/lists.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/shard.h"
#include "data/vocab.h"
#include "io/output.h"
#include "rank/candidates.h"
#include "rank/queries.h"
#include "rank/score_tiles.h"
#include "rank/titles.h"
#include "rank/topk.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;
static struct candidates c;
static struct topk *t;
static const struct queries_block both = {.m = 2};

/* The lists of two queries as text. */
static const char *
lists(const struct shard *shard, uint64_t query, double min_score,
    const struct titles *titles)
{
	struct output *o = output_open("lists", OUTPUT_TEXT, &f);
	const struct lists_plan p = {.candidates = &c,
	    .titles = titles,
	    .text.titles = titles != NULL,
	    .shard = shard,
	    .min_score = min_score};

	if (!o || lists_put(o, &p, t, query, &both, &f) || output_commit(o, &f))
		ok(0, "%s", f.msg);
	return text_read("lists");
}

/* The lists above 1.5, in the form of the plan. */
static const char *
dressed(uint64_t query, struct lists_plan p)
{
	struct output *o = output_open("dressed", OUTPUT_TEXT, &f);

	p.candidates = &c;
	p.text.titles = p.titles != NULL;
	p.min_score = 1.5;
	if (!o || lists_put(o, &p, t, query, &both, &f) || output_commit(o, &f))
		ok(0, "%s", f.msg);
	return text_read("dressed");
}

int
main(void)
{
	/* a, b, c are 1, 2.5 and -1; one query prefers large numbers, one
	 * small ones. */
	static const float x[] = {1, 2.5F, -1}, q[] = {1, -1};
	const struct shard second = {1, 3};
	struct vocab *v = text_letters(NULL, "abc", &f);
	struct score_tiles *tiles = score_tiles_new(x, 3, 1, &f);
	struct titles *titles;

	scratch_enter();
	candidates_of(&c, v, x, 1);
	t = tiles ? topk_new(tiles, 2, 2, &f) : NULL;
	if (!t || topk_run(t, 2, q, NULL, &f) ||
	    text_write("titles", "a\tAlien\nc\tA\\\\B\n", &f) ||
	    !(titles = titles_read("titles", v, &f))) {
		ok(0, "%s", f.msg);
		return done();
	}
	ok(!strcmp(dressed(0, (struct lists_plan){.text.header = 1}),
	       "query\trank\titem\tscore\n1\t1\tb\t2.5\n") &&
		!strcmp(dressed(0, (struct lists_plan){.text.header = 1,
				       .titles = titles}),
		    "query\trank\titem\tscore\ttitle\n"
		    "1\t1\tb\t2.5\t\\N\n"),
	    "the header line, without titles and with");
	ok(!strcmp(dressed(8, (struct lists_plan){.text.header = 1}),
	       "9\t1\tb\t2.5\n"),
	    "the header stands before the first query alone");
	ok(!strcmp(dressed(0, (struct lists_plan){.text.header = 1,
				  .text.in_columns = 1}),
	       "query  rank  item   score\n    1     1  b     2.5000\n"),
	    "for people lists stand in columns, with scores of four digits");
	ok(!strcmp(lists(NULL, 0, NAN, NULL),
	       "1\t1\tb\t2.5\n1\t2\ta\t1.0\n2\t1\tc\t1.0\n2\t2\ta\t-1.0\n"),
	    "a line an item: query and rank from 1, item, score");
	ok(!strcmp(lists(NULL, 8, 1.5, NULL), "9\t1\tb\t2.5\n"),
	    "a list ends before a score that is too low");
	ok(!strcmp(lists(&second, 1, 1, NULL),
	       "5\t1\tb\t2.5\n5\t2\ta\t1.0\n8\t1\tc\t1.0\n"),
	    "queries of a shard have their number in the whole");
	ok(!strcmp(lists(NULL, 0, 1, titles),
	       "1\t1\tb\t2.5\t\\N\n1\t2\ta\t1.0\tAlien\n"
	       "2\t1\tc\t1.0\tA\\\\B\n"),
	    "titles are a cell, \\N where there is none");
	titles_free(titles);
	topk_free(t);
	score_tiles_free(tiles);
	candidates_close(&c);
	vocab_free(v);
	return done();
}
