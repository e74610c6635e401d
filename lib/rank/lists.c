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
#include "io/output.h"
#include "rank/candidates.h"
#include "rank/titles.h"
#include "rank/topk.h"

/* Numbers as text cost more than finding them; so parts of the queries are
 * written in parallel, each to its own text. */
#define PARTS 32

struct lists {
	struct buffer parts[PARTS];
	const struct shard *shard;
	uint64_t query; /* of the shard, the first */
	size_t m;
	const struct topk *topk;
	double min_score;
	int in_columns;
	const struct candidates *c;
	const struct titles *names; /* or NULL */
};

static void
put_header(struct buffer *t, int titles)
{
	static const char names[] = "query\trank\titem\tscore\ttitle";
	const size_t title = sizeof("\ttitle") - 1;

	buffer_put(t, names, sizeof(names) - 1 - (titles ? 0 : title));
	buffer_char(t, '\n');
}

/* A row up to its score. */
static void
put_row(const struct lists *l, struct buffer *t, uint64_t query, size_t rank,
    int32_t item, float score)
{
	char *p = buffer_room(t, 2 * NUM_MAX + 2), *q = p;

	if (!p)
		return;
	q = num_put_int(q, (int64_t)query);
	*q++ = '\t';
	q = num_put_int(q, (int64_t)rank);
	*q++ = '\t';
	t->n += (size_t)(q - p);
	vocab_put_token(l->c->vocab, item, t);
	p = q = buffer_room(t, 64); /* "%.4f" of any float fits, so NUM_MAX */
	if (!p)
		return;
	*q++ = '\t';
	if (l->in_columns)
		q += snprintf(q, 63, "%.4f", (double)score);
	else
		q = num_put_float(q, score);
	t->n += (size_t)(q - p);
}

static void
put_title(struct buffer *t, struct slice title)
{
	buffer_char(t, '\t');
	if (title.s)
		buffer_put(t, title.s, title.n);
	else
		buffer_put(t, "\\N", 2);
}

static void
put_list(const struct lists *l, size_t i, struct buffer *t)
{
	size_t r, n = topk_length(l->topk, i);

	for (r = 0; r < n; r++) {
		float score;
		int32_t item =
		    candidates_item(l->c, topk_at(l->topk, i, r, &score));

		if ((double)score < l->min_score)
			return;
		put_row(l, t, shard_row(l->shard, l->query + i) + 1, r + 1,
		    item, score);
		if (l->names)
			put_title(t, titles_find(l->names, item));
		buffer_char(t, '\n');
	}
}

static void
put_part(void *ctx, size_t part, int thread)
{
	struct lists *l = ctx;
	size_t i, end = (part + 1) * l->m / PARTS;

	(void)thread;
	for (i = part * l->m / PARTS; i < end; i++)
		put_list(l, i, &l->parts[part]);
}

/* The header, if it is due, and all parts, as they are or for people. */
static int
put_table(struct output *o, const struct lists_plan *p, struct lists *l,
    struct fail *f)
{
	struct buffer t = {0};
	int r = 0;
	size_t i;

	if (p->header && l->query == 0)
		put_header(&t, l->names != NULL);
	for (i = 0; i < PARTS && p->in_columns; i++) {
		if (l->parts[i].n)
			buffer_put(&t, l->parts[i].p, l->parts[i].n);
	}
	if (t.failed)
		r = fail_memory(f);
	else if (p->in_columns)
		r = aligned_table_put(o, t.p, t.n, f);
	else if (t.n)
		output_put(o, t.p, t.n);
	for (i = 0; i < PARTS && !p->in_columns && !r; i++) {
		if (l->parts[i].n)
			output_put(o, l->parts[i].p, l->parts[i].n);
	}
	buffer_free(&t);
	return r;
}

int
lists_put(struct output *o, const struct lists_plan *p, const struct topk *t,
    uint64_t query, size_t m, struct fail *f)
{
	struct lists l = {.shard = p->shard,
	    .query = query,
	    .m = m,
	    .topk = t,
	    .min_score = p->min_score,
	    .in_columns = p->in_columns,
	    .c = p->candidates,
	    .names = p->titles};
	size_t i;
	int failed = 0, r;

	threads_for(PARTS, put_part, &l);
	for (i = 0; i < PARTS; i++)
		failed |= l.parts[i].failed;
	r = failed ? fail_memory(f) : put_table(o, p, &l, f);
	for (i = 0; i < PARTS; i++)
		buffer_free(&l.parts[i]);
	return r ? -1 : vocab_check(p->candidates->vocab, f);
}
