/* evaluate - where the labels of queries come among all candidates, and what of
 * that is reported. */
/* SPDX-License-Identifier: MIT */
#include "rank/evaluate.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/mat.h"
#include "rank/candidates.h"
#include "rank/coverage.h"
#include "rank/exclude.h"
#include "rank/metric.h"
#include "rank/popularity.h"
#include "rank/rank.h"
#include "rank/report.h"
#include "rank/results.h"
#include "rank/score_tiles.h"
#include "rank/side_column.h"
#include "rank/topk.h"

/* Queries at a time: their packing of the candidates is shared by many, and
 * what they need, also with lists, is a few MiB. */
#define BLOCK_FLOATS ((size_t)1 << 18)
#define BLOCK_LISTS ((size_t)1 << 21)
#define BLOCK_SCORES ((size_t)1 << 20) /* of queries that are scores */

/* Some queries and what goes with each; the next are read beside the counting
 * of these, or, where candidates are so many that they are packed anew for each
 * block, beside that. */
struct evaluate_block {
	size_t m;           /* less than a whole block: the last of them */
	float *q;           /* [B,d] */
	int32_t *id;        /* [B] */
	struct slice *text; /* [B] in texts */
	struct arena *texts;
	struct exclude *skip; /* NULL without exclude */
	int failed;           /* they could not be read: f */
	struct fail f;
};

struct evaluate_state {
	const struct evaluate_plan *plan;
	const struct candidates *c;
	struct coverage *coverage; /* NULL: nobody asks */
	size_t longest;            /* of the cut-offs */
	size_t most;               /* B, queries in a block */
	struct input *in;
	struct mat_rows rows;
	struct side_column *labels, *exclude; /* exclude: or NULL */
	struct evaluate_block block[2];
	int now;               /* which of them is counted */
	const uint32_t *place; /* [n] the order of equals; NULL: none */
	struct score_tiles *scan;
	struct topk *topk;         /* NULL without coverage */
	uint64_t *greater, *equal; /* [B] */
};

/* What goes with the queries.  Opened when the first of them are there: who
 * makes them may write the labels just before, as seq-embed does. */
static int
open_beside(struct evaluate_state *e, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;

	e->labels = side_column_open(
	    p->labels, SIDE_COLUMN_LABELS, p->label, p->header, p->shard, f);
	if (!e->labels)
		return -1;
	if (!p->exclude)
		return 0;
	e->exclude = side_column_open(
	    p->exclude, SIDE_COLUMN_LISTS, p->context, p->header, p->shard, f);
	return e->exclude ? 0 : -1;
}

static int
block_alloc(struct evaluate_block *b, size_t most, size_t d, int excludes,
    struct fail *f)
{
	b->q = malloc(most * d * sizeof(*b->q));
	b->id = malloc(most * sizeof(*b->id));
	b->text = malloc(most * sizeof(*b->text));
	b->texts = arena_new(SIDE_COLUMN_TEXTS);
	if (!b->q || !b->id || !b->text || !b->texts)
		return fail_memory(f);
	b->skip = excludes ? exclude_new(f) : NULL;
	return excludes && !b->skip ? -1 : 0;
}

static void
block_free(struct evaluate_block *b)
{
	free(b->q);
	free(b->id);
	free(b->text);
	arena_free(b->texts);
	exclude_free(b->skip);
}

static int
take_memory(struct evaluate_state *e, struct fail *f)
{
	const struct candidates *c = e->c;
	size_t most = c->x ? size_max(BLOCK_FLOATS / c->d, 64)
	                   : size_max(BLOCK_SCORES / c->d, 1);
	size_t i;

	most = size_min(most, 8192);
	if (e->coverage)
		most = size_min(most, size_max(BLOCK_LISTS / e->longest, 1));
	e->most = most;
	e->scan = candidates_scan(c, f);
	if (!e->scan)
		return -1;
	if (e->coverage) {
		e->topk = topk_new(e->scan, e->longest, most, f);
		if (!e->topk)
			return -1;
	}
	for (i = 0; i < COUNTOF(e->block); i++) {
		if (block_alloc(
			&e->block[i], most, c->d, e->plan->exclude != NULL, f))
			return -1;
	}
	e->greater = malloc(most * sizeof(*e->greater));
	e->equal = malloc(most * sizeof(*e->equal));
	return e->greater && e->equal ? 0 : fail_memory(f);
}

static void
close_all(struct evaluate_state *e)
{
	threads_extra_task(NULL, NULL);
	block_free(&e->block[0]);
	block_free(&e->block[1]);
	side_column_close(e->labels);
	side_column_close(e->exclude);
	input_close(e->in);
	topk_free(e->topk);
	score_tiles_free(e->scan);
	free(e->greater);
	free(e->equal);
}

/* Up to a block of queries, with labels and what is left out. */
static int
fill(struct evaluate_state *e, struct evaluate_block *b, struct fail *f)
{
	const struct candidates *c = e->c;

	if (mat_read(e->in, c->d, e->most, b->q, &b->m, &e->rows, f) ||
	    (!e->labels && open_beside(e, f)))
		return -1;
	arena_reset(b->texts);
	if (side_column_labels(
		e->labels, b->m, c->vocab, b->id, b->text, b->texts, f))
		return -1;
	if (e->exclude &&
	    side_column_lists(e->exclude, b->m, c, b->id, b->skip, f))
		return -1;
	return vocab_check(c->vocab, f);
}

/* Fills the block that is not counted now. */
static void
fill_next(void *ctx)
{
	struct evaluate_state *e = ctx;
	struct evaluate_block *b = &e->block[!e->now];

	b->failed = fill(e, b, &b->f);
}

static int
evaluate_block(struct evaluate_state *e, const struct evaluate_block *b,
    struct results *to, struct fail *f)
{
	const struct evaluate_plan *p = e->plan;
	const int32_t *skip = NULL;
	size_t i, n = 0;

	if (rank_count(e->scan,
		&(const struct rank_queries){.m = b->m,
		    .q = b->q,
		    .label = b->id,
		    .skip = b->skip,
		    .own = p->reduce_sum ? rank_reduce_sum : NULL,
		    .place = e->place,
		    .blank = e->c->blank},
		e->greater, e->equal, f))
		return -1;
	for (i = 0; i < b->m; i++) {
		if (b->skip)
			skip = exclude_row(b->skip, i, &n);
		if (results_add(to, b->text[i], b->id[i], skip, n,
			e->greater[i], e->equal[i], f))
			return -1;
	}
	if (!e->topk)
		return 0;
	if (topk_run(e->topk, b->m, b->q, b->skip, f))
		return -1;
	coverage_add(e->coverage, e->topk, b->m);
	return 0;
}

static int
evaluate_all(struct evaluate_state *e, struct results *to, struct fail *f)
{
	const struct evaluate_block *b;

	e->now = 1;
	fill_next(e);
	do {
		e->now = !e->now;
		b = &e->block[e->now];
		if (b->failed) {
			*f = b->f;
			return -1;
		}
		if (b->m == e->most)
			threads_extra_task(fill_next, e);
		if (b->m && evaluate_block(e, b, to, f))
			return -1;
	} while (b->m == e->most);
	if (side_column_end(e->labels, f))
		return -1;
	return e->exclude ? side_column_end(e->exclude, f) : 0;
}

/* What an evaluation is made of. */
struct evaluation {
	struct candidates
	    c; /* of ranks from files: perhaps a vocabulary alone */
	struct vocab *vocab; /* that one */
	const struct ties *ties;
	struct popularity *counts; /* the order of equals; NULL: none */
	struct coverage *coverage;
	struct results *results;
	struct report *report;
};

/* Counts the queries in the files. */
static int
add_queries(struct evaluation *v, const struct evaluate_plan *p,
    const char *const *paths, size_t npaths, struct fail *f)
{
	struct evaluate_state e = {.plan = p,
	    .c = &v->c,
	    .place = v->counts ? popularity_places(v->counts) + 1 : NULL};
	size_t i;
	int failed;

	if (p->coverage && !(v->coverage = coverage_new(v->c.n, f)))
		return -1;
	e.coverage = v->coverage;
	for (i = 0; i < p->ncuts; i++)
		e.longest = size_max(e.longest, p->cuts[i]);
	e.in = input_open(paths, npaths, &input_of_floats, f);
	failed = !e.in || take_memory(&e, f) || evaluate_all(&e, v->results, f);
	close_all(&e);
	return failed ? -1 : 0;
}

/* The candidates; of ranks from files only the vocabulary, if one is named. */
static int
open_candidates(
    struct evaluation *v, const struct evaluate_plan *p, struct fail *f)
{
	const struct candidates_source *s = p->source;

	if (!p->from_ranks || s->model)
		return candidates_open(&v->c, s, f) ||
		               candidates_index(&v->c, f)
		           ? -1
		           : 0;
	if (!s->vocab)
		return 0;
	v->c.vocab = v->vocab = vocab_read(s->vocab, f);
	return v->vocab ? 0 : -1;
}

/* By which rule ties go, and the order of equals that it needs. */
static int
choose_ties(struct evaluation *v, const struct evaluate_plan *p, struct fail *f)
{
	v->ties = p->ties;
	if (!v->ties)
		v->ties = ties_find(v->c.ties ? v->c.ties : "standard");
	if (!v->ties)
		return fail_set(f,
		    "the model's ties go by '%s', which is "
		    "no rule of this program",
		    v->c.ties);
	if (!v->ties->counts || p->from_ranks)
		return 0;
	v->counts = popularity_new(v->c.vocab, f);
	if (!v->counts)
		return -1;
	if (!popularity_known(v->counts))
		return fail_set(f, "--ties=counts: the vocabulary has none");
	return 0;
}

static int
make_report(struct evaluation *v, const struct evaluate_plan *p, struct fail *f)
{
	const struct vocab *names = v->c.vocab;
	const struct report_plan r = {.cuts = p->cuts,
	    .ncuts = p->ncuts,
	    .ties = v->ties,
	    .drop = p->unknown == EVALUATE_DROP,
	    .model = results_model(v->results),
	    .popular = results_popularity(v->results),
	    .baseline = results_baseline(v->results),
	    .candidates = names ? vocab_size(names) : 0,
	    .coverage = v->coverage,
	    .all_listed = !p->exclude};

	v->report = report_new(&r, f);
	return v->report ? 0 : -1;
}

struct evaluation *
evaluate(const struct evaluate_plan *p, const char *const *paths, size_t npaths,
    struct fail *f)
{
	struct evaluation *v = calloc(1, sizeof(*v));
	struct results_plan r = {.baseline = p->baseline,
	    .ranks = p->ranks,
	    .header = p->header,
	    .refuse_unknown = p->unknown == EVALUATE_ERROR};

	if (!v) {
		(void)fail_memory(f);
		return NULL;
	}
	if (open_candidates(v, p, f))
		goto fail;
	if (p->reduce_sum && !v->c.x) {
		(void)fail_set(f, "--tfrs: queries that are scores have no "
				  "products to round");
		goto fail;
	}
	if (choose_ties(v, p, f))
		goto fail;
	r.vocab = v->c.vocab;
	v->results = results_new(&r, f);
	if (!v->results ||
	    (p->from_ranks ? results_add_files(v->results, paths, npaths, f)
			   : add_queries(v, p, paths, npaths, f)) ||
	    results_end(v->results, f) || make_report(v, p, f))
		goto fail;
	return v;
fail:
	evaluation_free(v);
	return NULL;
}

const struct report *
evaluation_report(const struct evaluation *v)
{
	return v->report;
}

const struct ties *
evaluation_ties(const struct evaluation *v)
{
	return v->ties;
}

void
evaluation_free(struct evaluation *v)
{
	if (!v)
		return;
	report_free(v->report);
	results_free(v->results); /* with its file, if that is half written */
	coverage_free(v->coverage);
	popularity_free(v->counts);
	candidates_close(&v->c);
	vocab_free(v->vocab);
	free(v);
}

struct choice
evaluate_unknown_choice(size_t k)
{
	/* In the order of enum evaluate_unknown. */
	static const struct choice choices[] = {
	    {"miss", NULL, "a miss at any cut-off"},
	    {"drop", NULL, "left out"},
	    {"error", NULL, "the end: exit 1"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}
