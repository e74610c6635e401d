/* lists - the best items of queries as text. */
/* SPDX-License-Identifier: MIT */
#include "rank/lists.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "io/aligned_table.h"
#include "io/buffer.h"
#include "io/json.h"
#include "io/output.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/popularity.h"
#include "rank/queries.h"
#include "rank/titles.h"
#include "rank/topk.h"

/* Numbers as text cost more than finding them; so parts of the queries are
 * written in parallel, each to its own text. */
#define PARTS 32

struct lists {
	const struct lists_plan *plan;
	struct buffer parts[PARTS];
	uint64_t query; /* of the shard, the first */
	const struct queries_block *b;
	const struct topk *topk;
	size_t most; /* items of a list */
};

/* One item of the list of query i. */
struct lists_item {
	size_t i, rank; /* rank: from 0 */
	int32_t item;
	float score;
	size_t place; /* in popularity's order, if that list it is */
};

struct choice
lists_format_choice(size_t k)
{
	static const struct choice formats[] = {
	    {"tsv", NULL, "a row an item"},
	    {"json", NULL, "an object a query, one a line"},
	};

	return k < COUNTOF(formats) ? formats[k] : (struct choice){0};
}

static void
put_text(struct buffer *t, const char *s)
{
	buffer_put(t, s, strlen(s));
}

static void
put_header(struct buffer *t, const struct lists_plan *p)
{
	if (p->key.s)
		buffer_put(t, p->key.s, p->key.n);
	else
		put_text(t, "query");
	if (p->format == LISTS_WIDE)
		put_text(t, "\titems\n");
	else
		put_text(t, p->titles ? "\trank\titem\tscore\ttitle\n"
				      : "\trank\titem\tscore\n");
}

static int
is_lost(const struct lists *l, size_t i)
{
	return l->b->lost && l->b->lost[i];
}

static int
is_popular(const struct lists *l, size_t i)
{
	return l->plan->popular &&
	       (is_lost(l, i) || (l->b->nobody && l->b->nobody[i]));
}

/* The next of what is popular that query i does not leave out; its score is how
 * often it came. */
static int
next_popular(const struct lists *l, struct lists_item *x)
{
	const struct candidates *c = l->plan->candidates;
	const int32_t *skip = NULL;
	size_t n = 0;
	int32_t j;

	if (x->rank >= l->most)
		return 0;
	if (l->b->skip)
		skip = exclude_row(l->b->skip, x->i, &n);
	while (x->place < c->n) {
		j = popularity_at(l->plan->popular, x->place++);
		if (exclude_has(skip, n, j))
			continue;
		x->item = candidates_item(c, (size_t)j);
		x->score = (float)vocab_count(c->vocab, x->item);
		return 1;
	}
	return 0;
}

/* The item in place x->rank of the list of query x->i; 0 at its end. */
static int
next_item(const struct lists *l, struct lists_item *x)
{
	if (is_popular(l, x->i))
		return next_popular(l, x);
	if (is_lost(l, x->i) || x->rank >= topk_length(l->topk, x->i))
		return 0;
	x->item = candidates_item(
	    l->plan->candidates, topk_at(l->topk, x->i, x->rank, &x->score));
	return !((double)x->score < l->plan->min_score);
}

static void
put_score(struct buffer *t, float score, int in_columns)
{
	char *p = buffer_room(t, 64); /* "%.4f" of any float fits, so NUM_MAX */

	if (p && in_columns)
		t->n += (size_t)snprintf(p, 64, "%.4f", (double)score);
	else if (p)
		t->n += (size_t)(num_put_float(p, score) - p);
}

static void
put_count(struct buffer *t, uint64_t x)
{
	char *p = buffer_room(t, NUM_MAX);

	if (p)
		t->n += (size_t)(num_put_int(p, (int64_t)x) - p);
}

/* Who asks: a key, or the number in the whole. */
static void
put_key(const struct lists *l, size_t i, struct buffer *t)
{
	if (l->plan->key.s)
		buffer_put(t, l->b->key[i].s, l->b->key[i].n);
	else
		put_count(t, shard_row(l->plan->shard, l->query + i) + 1);
}

static void
put_rows(const struct lists *l, size_t i, struct buffer *t)
{
	const struct lists_plan *p = l->plan;
	struct lists_item x = {.i = i};
	struct slice title;

	for (; next_item(l, &x); x.rank++) {
		put_key(l, i, t);
		buffer_char(t, '\t');
		put_count(t, x.rank + 1);
		buffer_char(t, '\t');
		vocab_put_token(p->candidates->vocab, x.item, t);
		buffer_char(t, '\t');
		put_score(t, x.score, p->in_columns);
		if (p->titles) {
			title = titles_find(p->titles, x.item);
			buffer_char(t, '\t');
			buffer_put(t, title.s ? title.s : "\\N",
			    title.s ? title.n : 2);
		}
		buffer_char(t, '\n');
	}
}

static void
put_wide(const struct lists *l, size_t i, struct buffer *t)
{
	struct lists_item x = {.i = i};

	put_key(l, i, t);
	buffer_char(t, '\t');
	for (; next_item(l, &x); x.rank++) {
		if (x.rank)
			buffer_char(t, ',');
		vocab_put_token(l->plan->candidates->vocab, x.item, t);
	}
	buffer_put(t, x.rank ? "\n" : "\\E\n", x.rank ? 1 : 3);
}

/* What stands in a cell, as a string of JSON; null for \N. */
static void
put_string(struct buffer *t, struct slice cell, struct buffer *spare)
{
	char *p;
	int64_t n;

	spare->n = 0;
	if (!cell.s || (cell.n == 2 && !memcmp(cell.s, "\\N", 2))) {
		buffer_put(t, "null", 4);
		return;
	}
	p = buffer_room(spare, cell.n + 1);
	n = p ? tsv_unescape(cell.s, cell.n, p) : -1;
	json_add_string(t, n < 0 ? cell : (struct slice){p, (size_t)n});
	t->failed |= spare->failed;
}

static void
put_object(const struct lists *l, size_t i, struct buffer *t)
{
	const struct lists_plan *p = l->plan;
	struct lists_item x = {.i = i};
	struct buffer token = {0}, spare = {0};

	buffer_char(t, '{');
	put_string(t, p->key.s ? p->key : (struct slice){"query", 5}, &spare);
	buffer_char(t, ':');
	if (p->key.s)
		put_string(t, l->b->key[i], &spare);
	else
		put_key(l, i, t);
	put_text(t, ",\"items\":[");
	for (; next_item(l, &x); x.rank++) {
		token.n = 0;
		vocab_put_token(p->candidates->vocab, x.item, &token);
		put_text(t, x.rank ? ",{\"id\":" : "{\"id\":");
		put_string(t, (struct slice){token.p, token.n}, &spare);
		if (p->titles) {
			put_text(t, ",\"title\":");
			put_string(t, titles_find(p->titles, x.item), &spare);
		}
		put_text(t, ",\"score\":");
		put_score(t, x.score, p->in_columns);
		buffer_char(t, '}');
	}
	put_text(t, "]}\n");
	t->failed |= token.failed;
	buffer_free(&token);
	buffer_free(&spare);
}

static void
put_part(void *ctx, size_t part, int thread)
{
	static void (*const put[])(
	    const struct lists *, size_t, struct buffer *) = {
	    [LISTS_TSV] = put_rows,
	    [LISTS_WIDE] = put_wide,
	    [LISTS_JSON] = put_object,
	};
	struct lists *l = ctx;
	const size_t m = l->b->m;
	size_t i, end = (part + 1) * m / PARTS;

	(void)thread;
	for (i = part * m / PARTS; i < end; i++)
		put[l->plan->format](l, i, &l->parts[part]);
}

/* The header, if it is due, and all parts, as they are or for people. */
static int
put_table(struct output *o, const struct lists *l, struct fail *f)
{
	const struct lists_plan *p = l->plan;
	struct buffer t = {0};
	int failed = 0;
	size_t i;

	if (p->header && p->format != LISTS_JSON && l->query == 0)
		put_header(&t, p);
	for (i = 0; i < PARTS && p->in_columns; i++) {
		if (l->parts[i].n)
			buffer_put(&t, l->parts[i].p, l->parts[i].n);
	}
	if (t.failed)
		failed = fail_memory(f);
	else if (p->in_columns)
		failed = aligned_table_put(o, t.p, t.n, f);
	else if (t.n)
		output_put(o, t.p, t.n);
	for (i = 0; i < PARTS && !p->in_columns && !failed; i++) {
		if (l->parts[i].n)
			output_put(o, l->parts[i].p, l->parts[i].n);
	}
	buffer_free(&t);
	return failed;
}

int
lists_put(struct output *o, const struct lists_plan *p, const struct topk *t,
    uint64_t query, const struct queries_block *b, struct fail *f)
{
	struct lists l = {
	    .plan = p, .query = query, .b = b, .topk = t, .most = topk_most(t)};
	int failed = 0;
	size_t i;

	threads_for(PARTS, put_part, &l);
	for (i = 0; i < PARTS; i++)
		failed |= l.parts[i].failed;
	failed = failed ? fail_memory(f) : put_table(o, &l, f);
	for (i = 0; i < PARTS; i++)
		buffer_free(&l.parts[i]);
	return failed ? -1 : vocab_check(p->candidates->vocab, f);
}
