/* lists - the best items of queries as text. */
/* SPDX-License-Identifier: MIT */
#include "rank/lists.h"

#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "io/aligned_table.h"
#include "io/buffer.h"
#include "io/output.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/popularity.h"
#include "rank/queries.h"
#include "rank/titles.h"
#include "rank/topk.h"

/* Formatting numbers costs more than finding them, so parts of the queries are
 * written in parallel, each to its own text. */
#define PARTS 32

struct lists {
	const struct lists_plan *plan;
	struct buffer parts[PARTS];
	uint64_t query; /* number of the first query within the shard */
	const struct queries_block *b;
	const struct topk *topk;
	size_t most; /* items of the longest list */
};

/* One item of the list of query i. */
struct lists_item {
	size_t i, rank; /* rank: from 0 */
	int32_t item;
	float score;
	size_t place; /* place in the popularity ranking, if the list comes from
                         there */
};

static int
is_lost(const struct lists *l, size_t i)
{
	return l->b->lost && l->b->lost[i];
}

/* The error of query i; s NULL: none. */
static struct slice
error_of(const struct lists *l, size_t i)
{
	return l->b->error ? l->b->error[i] : (struct slice){NULL, 0};
}

static int
is_popular(const struct lists *l, size_t i)
{
	return l->plan->popular && !error_of(l, i).s &&
	       (is_lost(l, i) || (l->b->nobody && l->b->nobody[i]));
}

/* The next popular item that query i does not exclude; its score is its
 * count. */
static int
next_popular(const struct lists *l, struct lists_item *x)
{
	const struct candidates *c = l->plan->candidates;
	const int32_t *skip = NULL, *only = NULL;
	size_t n = 0, allowed = 0;
	int32_t j;

	if (x->rank >= l->most)
		return 0;
	if (l->b->skip)
		skip = exclude_row(l->b->skip, x->i, &n);
	if (l->b->limited && l->b->limited[x->i])
		only = exclude_row(l->b->only, x->i, &allowed);
	while (x->place < c->n) {
		j = popularity_at(l->plan->popular, x->place++);
		if ((size_t)j < c->from || (size_t)j >= c->to ||
		    exclude_has(skip, n, j) ||
		    (only && !exclude_has(only, allowed, j)))
			continue;
		x->item = candidates_item(c, (size_t)j);
		x->score = (float)vocab_count(c->vocab, x->item);
		return 1;
	}
	return 0;
}

/* The item at place x->rank of the list of query x->i; 0 at its end. */
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

/* The next item as cells; token holds the item's name. */
struct lists_walk {
	const struct lists *lists;
	struct lists_item x;
	struct buffer token;
};

static int
next_cells(void *ctx, struct lists_text_item *to)
{
	struct lists_walk *w = ctx;
	const struct lists_plan *p = w->lists->plan;

	if (!next_item(w->lists, &w->x))
		return 0;
	w->token.n = 0;
	vocab_put_token(p->candidates->vocab, w->x.item, &w->token);
	to->item = (struct slice){w->token.p, w->token.n};
	to->title = (struct slice){0};
	if (p->titles)
		to->title = titles_find(p->titles, w->x.item);
	to->score = w->x.score;
	w->x.rank++;
	return 1;
}

/* The name of a query: its key, or its number in the whole input, written to
 * `number` [NUM_MAX]. */
static struct slice
key_of(const struct lists *l, size_t i, char *room)
{
	const uint64_t number = shard_row(l->plan->shard, l->query + i) + 1;

	if (l->plan->text.key.s)
		return l->b->key[i];
	return (struct slice){
	    room, (size_t)(num_put_int(room, (int64_t)number) - room)};
}

static void
put_part(void *ctx, size_t part, int thread)
{
	struct lists *l = ctx;
	const size_t m = l->b->m;
	struct buffer *t = &l->parts[part];
	struct lists_walk w = {.lists = l};
	size_t i, end = (part + 1) * m / PARTS;
	char room[NUM_MAX];

	(void)thread;
	for (i = part * m / PARTS; i < end; i++) {
		w.x = (struct lists_item){.i = i};
		lists_text_put(&l->plan->text, key_of(l, i, room),
		    error_of(l, i), next_cells, &w, t);
	}
	t->failed |= w.token.failed;
	buffer_free(&w.token);
}

/* Writes the header, if it is due, and all parts, aligned for people or not. */
static int
put_table(struct output *o, const struct lists *l, struct fail *f)
{
	const struct lists_plan *p = l->plan;
	struct buffer t = {0};
	int failed = 0;
	size_t i;

	if (l->query == 0)
		lists_text_header(&p->text, &t);
	for (i = 0; i < PARTS && p->text.in_columns; i++) {
		if (l->parts[i].n)
			buffer_put(&t, l->parts[i].p, l->parts[i].n);
	}
	if (t.failed)
		failed = fail_memory(f);
	else if (p->text.in_columns)
		failed = aligned_table_put(o, t.p, t.n, f);
	else if (t.n)
		output_put(o, t.p, t.n);
	for (i = 0; i < PARTS && !p->text.in_columns && !failed; i++) {
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
