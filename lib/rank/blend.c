/* blend - adds up the scores of all items over several models. */
/* SPDX-License-Identifier: MIT */
#include "rank/blend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/mat.h"
#include "io/output.h"
#include "math/vec.h"
#include "rank/blend_scale.h"
#include "rank/candidates.h"
#include "rank/queries.h"
#include "rank/score_tiles.h"

#define BLOCK_SCORES ((size_t)1 << 22) /* scores of a model at a time */
#define BLOCK_MOST ((size_t)1024)      /* queries */

/* A model at work; it has n items. */
struct blend_part {
	const struct blend_source *is;
	const struct blend_scale *scale; /* the requested one, or the model's
                                            default */
	struct candidates c;
	struct queries_plan asks;
	struct queries *in;
	struct queries_block *block;
	struct score_tiles *scan;
	int32_t *to;    /* [n] column of each item, or -1 */
	float *s, *one; /* [m,n] scores; [n] */
};

struct blend {
	const struct blend_plan *plan;
	struct blend_part *part; /* [plan->n] */
	struct candidates own;   /* of plan->vocab */
	const struct vocab *v;   /* the V items */
	size_t columns, most;    /* V; queries of a block */
	double *sum;             /* [threads,V] */
	float *x;                /* [m,V] */
	char *lost;              /* [m] */
};

static int
open_candidates(struct candidates *c, const char *path, struct fail *f)
{
	struct stat is;
	const int file = !stat(path, &is) && !S_ISDIR(is.st_mode);
	const struct candidates_source from = {.model = file ? NULL : path,
	    .vocab = file ? path : NULL,
	    .scores = file};

	return candidates_open(c, &from, f) || candidates_index(c, f) ? -1 : 0;
}

/* Finds the columns of the part's items; marks them in `has` [V]. */
static int
match_items(struct blend *b, struct blend_part *p, char *has, size_t *foreign,
    struct fail *f)
{
	struct buffer token = {0};
	size_t j;

	if (ARRAY_RESIZE(&p->to, p->c.n, 1, f))
		return -1;
	for (j = 0; j < p->c.n && !token.failed; j++) {
		token.n = 0;
		vocab_put_token(p->c.vocab, (int32_t)j + 1, &token);
		p->to[j] = vocab_find(b->v, token.p, token.n) - 1;
		if (p->to[j] >= 0)
			has[p->to[j]] = 1;
		*foreign += p->to[j] < 0;
	}
	buffer_free(&token);
	return token.failed ? fail_memory(f)
	       : vocab_check(p->c.vocab, f) || vocab_check(b->v, f) ? -1
	                                                            : 0;
}

static int
match_all(struct blend *b, struct blend_counts *counts, struct fail *f)
{
	char *has = calloc(b->columns, 1);
	size_t k, j;
	int r = has ? 0 : fail_memory(f);

	for (k = 0; k < b->plan->n && !r; k++)
		r = match_items(b, &b->part[k], has, &counts->foreign, f);
	for (j = 0; j < b->columns && !r; j++)
		counts->alone += !has[j];
	free(has);
	return r;
}

static int
open_part(struct blend *b, struct blend_part *p, struct fail *f)
{
	size_t j;

	/* A model without a net defines the form of its queries. */
	p->scale = p->is->scale->run ? p->is->scale
	                             : blend_scale_of(p->c.x && !p->c.blank);
	p->asks = (struct queries_plan){
	    .candidates = &p->c, .most = b->most, .header = 1};
	p->in = queries_open(&p->asks, &p->is->queries, 1, f);
	p->scan = p->in ? candidates_scan(&p->c, f) : NULL;
	p->block = p->scan ? queries_block_new(p->in, f) : NULL;
	if (!p->block || ARRAY_RESIZE(&p->s, b->most, p->c.n, f) ||
	    ARRAY_RESIZE(&p->one, p->c.n, 1, f))
		return -1;
	for (j = 0; j < p->c.n; j++)
		p->one[j] = 1;
	return 0;
}

static int
open_all(struct blend *b, struct blend_counts *counts, struct fail *f)
{
	const struct blend_plan *p = b->plan;
	const size_t threads = (size_t)threads_count();
	size_t k, widest = 0;

	b->part = calloc(p->n, sizeof(*b->part));
	if (!b->part)
		return fail_memory(f);
	if (p->vocab && open_candidates(&b->own, p->vocab, f))
		return -1;
	for (k = 0; k < p->n; k++) {
		b->part[k].is = &p->source[k];
		if (open_candidates(&b->part[k].c, p->source[k].model, f))
			return -1;
		widest = size_max(widest, b->part[k].c.n);
	}
	b->v = p->vocab ? b->own.vocab : b->part[0].c.vocab;
	b->columns = vocab_size(b->v);
	widest = size_max(widest, b->columns);
	b->most = size_min(size_max(BLOCK_SCORES / widest, 1), BLOCK_MOST);
	if (match_all(b, counts, f) ||
	    ARRAY_RESIZE(&b->sum, threads, b->columns, f) ||
	    ARRAY_RESIZE(&b->x, b->most, b->columns, f) ||
	    ARRAY_RESIZE(&b->lost, b->most, 1, f))
		return -1;
	for (k = 0; k < p->n; k++) {
		if (open_part(b, &b->part[k], f))
			return -1;
	}
	return 0;
}

static void
close_all(struct blend *b)
{
	size_t k;

	for (k = 0; k < b->plan->n && b->part; k++) {
		struct blend_part *p = &b->part[k];

		queries_block_free(p->block);
		queries_close(p->in);
		score_tiles_free(p->scan);
		candidates_close(&p->c);
		free(p->to);
		free(p->s);
		free(p->one);
	}
	candidates_close(&b->own);
	free(b->part);
	free(b->sum);
	free(b->x);
	free(b->lost);
}

static void
keep_tile(void *ctx, const struct score_tile *t)
{
	struct blend_part *p = ctx;
	size_t i;

	for (i = 0; i < t->m; i++)
		memcpy(p->s + (t->i + i) * p->c.n + t->j, t->s + i * t->lds,
		    t->n * sizeof(*p->s));
}

static int
all_alike(size_t n, const float *s)
{
	size_t j = 1;

	while (j < n && s[j] == s[0])
		j++;
	return j >= n;
}

/* Computes row i of the block. */
static void
add_up(void *ctx, size_t i, int thread)
{
	struct blend *b = ctx;
	double *sum = b->sum + (size_t)thread * b->columns;
	float *x = b->x + i * b->columns;
	size_t k, j;

	memset(sum, 0, b->columns * sizeof(*sum));
	b->lost[i] = 1;
	for (k = 0; k < b->plan->n; k++) {
		const struct blend_part *p = &b->part[k];
		float *s = p->s + i * p->c.n;

		if (p->block->lost[i] || all_alike(p->c.n, s))
			continue;
		b->lost[i] = 0;
		p->scale->run(p->c.n, s, p->one);
		for (j = 0; j < p->c.n; j++) {
			if (p->to[j] >= 0)
				sum[p->to[j]] += p->is->weight * (double)s[j];
		}
	}
	for (j = 0; j < b->columns; j++)
		x[j] = b->lost[i] ? NAN : (float)sum[j];
}

/* Reads the next queries of all parts, equally many of each. */
static int
read_block(struct blend *b, uint64_t before, struct fail *f)
{
	const struct blend_part *first = b->part, *p, *less, *more;
	size_t k;

	for (k = 0; k < b->plan->n; k++) {
		p = &b->part[k];
		if (queries_next(p->in, p->block, f) < 0)
			return -1;
		less = p->block->m < first->block->m ? p : first;
		more = less == p ? first : p;
		if (less->block->m < more->block->m)
			return fail_set(f,
			    "%s ends after %llu quer%s, but %s continues: all "
			    "models need the same queries; seq-embed "
			    "--unknown=row0 keeps examples whose items a model "
			    "does not know",
			    less->is->queries,
			    (unsigned long long)(before + less->block->m),
			    num_y(before + less->block->m), more->is->queries);
	}
	return 0;
}

static int
put_block(struct blend *b, size_t m, struct output *o,
    struct blend_counts *counts, struct fail *f)
{
	size_t k, i;

	for (k = 0; k < b->plan->n; k++) {
		struct blend_part *p = &b->part[k];

		if (score_tiles_run(p->scan, m, p->block->q, keep_tile, p, f))
			return fail_at(f, "%s", p->is->queries);
	}
	threads_for(m, add_up, b);
	for (i = 0; i < m; i++) {
		counts->queries++;
		counts->lost += b->lost[i] != 0;
		if (!b->lost[i] &&
		    !vec_finite(b->columns, b->x + i * b->columns))
			return fail_set(f,
			    "query %llu: a sum of scores is too large; use "
			    "smaller --weights or a --scale",
			    (unsigned long long)counts->queries);
	}
	mat_put(o, m, b->columns, b->x);
	return 0;
}

int
blend_run(const struct blend_plan *plan, struct output *o,
    struct blend_counts *counts, struct fail *f)
{
	struct blend b = {.plan = plan};
	size_t m;
	int r;

	*counts = (struct blend_counts){0};
	r = open_all(&b, counts, f);
	do {
		if (!r)
			r = read_block(&b, counts->queries, f);
		m = r ? 0 : b.part->block->m;
		if (m)
			r = put_block(&b, m, o, counts, f);
	} while (!r && m == b.most && !output_failed(o));
	close_all(&b);
	if (!r && !counts->queries)
		return fail_set(f, "there are no queries");
	return r;
}
