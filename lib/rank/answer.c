/* answer - the best candidates of queries, as lists. */
/* SPDX-License-Identifier: MIT */
#include "rank/answer.h"

#include <stdlib.h>

#include "base/fail.h"
#include "io/input.h"
#include "io/mat.h"
#include "io/output.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/lists.h"
#include "rank/score_tiles.h"
#include "rank/side_column.h"
#include "rank/topk.h"

/* Queries answered at a time, and how much room their lists may take. */
#define BLOCK ((size_t)1024)
#define BLOCK_LISTS ((size_t)1 << 22)
#define BLOCK_SCORES ((size_t)1 << 21) /* of queries that are scores */

struct answer {
	const struct answer_plan *plan;
	struct score_tiles *scan;
	struct topk *topk;
	size_t block;         /* B, queries at a time */
	struct exclude *skip; /* NULL: nothing is left out */
	struct output *out;
	uint64_t queries; /* so far */
};

static int
answer_begin(struct answer *r, const struct answer_plan *p, int leaves_out,
    struct output *o, struct fail *f)
{
	const struct candidates *c = p->candidates;

	*r = (struct answer){.plan = p, .out = o};
	r->block =
	    size_min(BLOCK, size_max(BLOCK_LISTS / size_min(p->top, c->n), 1));
	if (!c->x)
		r->block = size_min(r->block, size_max(BLOCK_SCORES / c->d, 1));
	r->skip = leaves_out ? exclude_new(f) : NULL;
	if (leaves_out && !r->skip)
		return -1;
	r->scan = candidates_scan(c, f);
	r->topk = r->scan ? topk_new(r->scan, p->top, r->block, f) : NULL;
	return r->topk ? 0 : -1;
}

static void
answer_end(struct answer *r)
{
	exclude_free(r->skip);
	topk_free(r->topk);
	score_tiles_free(r->scan);
}

/* Writes the lists of q [m,d]: 0, -1, or 1 if the output has failed. */
static int
put_lists(struct answer *r, size_t m, const float *q, struct fail *f)
{
	const struct answer_plan *p = r->plan;
	const struct lists_plan lists = {.candidates = p->candidates,
	    .titles = p->titles,
	    .shard = p->shard,
	    .header = p->header,
	    .in_columns = p->in_columns,
	    .min_score = p->min_score};

	if (topk_run(r->topk, m, q, r->skip, f) ||
	    lists_put(r->out, &lists, r->topk, r->queries, m, f))
		return -1;
	r->queries += m;
	output_flush(r->out);
	return output_failed(r->out) ? 1 : 0;
}

static int
answer_input(struct answer *r, struct side_column *exclude, struct input *in,
    float *q, struct fail *f)
{
	const struct candidates *c = r->plan->candidates;
	struct mat_rows rows = {0};
	size_t m;
	int failed;

	do {
		if (mat_read(in, c->d, r->block, q, &m, &rows, f) ||
		    (exclude &&
			side_column_lists(exclude, m, c, NULL, r->skip, f)))
			return -1;
		failed = m ? put_lists(r, m, q, f) : 0;
		if (failed)
			return failed;
	} while (m == r->block);
	if (!rows.row) /* seq-embed always writes one, or fails */
		return fail_set(f, "there are no queries");
	return exclude ? side_column_end(exclude, f) : 0;
}

int
answer_queries(const struct answer_plan *p, const char *const *paths,
    size_t npaths, struct output *o, struct fail *f)
{
	struct side_column *exclude = NULL;
	struct input *in = NULL;
	struct answer r = {0};
	float *q = NULL;
	int failed = -1;

	if (p->exclude &&
	    !(exclude = side_column_open(p->exclude, SIDE_COLUMN_LISTS,
		  p->context, p->header, p->shard, f)))
		return -1;
	if (answer_begin(&r, p, exclude != NULL, o, f))
		goto out;
	q = malloc(r.block * p->candidates->d * sizeof(*q));
	if (!q)
		(void)fail_memory(f);
	else if ((in = input_open(paths, npaths, &input_of_floats, f)))
		failed = answer_input(&r, exclude, in, q, f) < 0 ? -1 : 0;
out:
	input_close(in);
	free(q);
	answer_end(&r);
	side_column_close(exclude);
	return failed;
}

/* Query i leaves out item[i]. */
static int
skip_items(struct answer *r, size_t m, const int32_t *item, struct fail *f)
{
	size_t i;

	exclude_clear(r->skip);
	for (i = 0; i < m; i++) {
		int32_t j = candidates_find(r->plan->candidates, item[i]);

		if ((j >= 0 && exclude_add(r->skip, j, f)) ||
		    exclude_end_row(r->skip, f))
			return -1;
	}
	return 0;
}

int
answer_similar(const struct answer_plan *p, size_t n, const float *q,
    const int32_t *item, struct output *o, struct fail *f)
{
	struct answer r;
	int failed = answer_begin(&r, p, 1, o, f);
	size_t i, m;

	for (i = 0; i < n && !failed; i += m) {
		m = size_min(r.block, n - i);
		failed = skip_items(&r, m, item + i, f);
		if (!failed)
			failed = put_lists(&r, m, q + i * p->candidates->d, f);
	}
	answer_end(&r);
	return failed < 0 ? -1 : 0;
}
