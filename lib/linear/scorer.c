/* scorer - answers queries from models without a network. */
/* SPDX-License-Identifier: MIT */
#include "linear/scorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/threads.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "model/model.h"

/* Answers computed at a time: enough for all threads, and small enough for a
 * cache. */
#define BLOCK_FLOATS ((size_t)1 << 20)
#define BLOCK_MOST ((size_t)4096)

static const struct scorer_kind *const kinds[] = {
    &scorer_pop,
    &scorer_s_pop,
    &scorer_last,
    &scorer_distinct,
    &scorer_decayed,
    &scorer_sessions,
    &scorer_factors,
};

/* The memory of a thread. */
struct scorer_thread {
	void *scratch;
	double *x;  /* [D] */
	int32_t *q; /* [room] known items of a query */
	size_t room;
	int failed; /* no memory */
};

struct scorer {
	const struct scorer_kind *kind;
	void *with;
	size_t columns, threads;
	struct scorer_thread *thread; /* [threads] */
};

int
scorer_has(const struct model *m)
{
	return model_setting(m, "scorer") != NULL;
}

static const struct scorer_kind *
find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(kinds); i++) {
		if (!strcmp(kinds[i]->name, name))
			return kinds[i];
	}
	return NULL;
}

static int
open_threads(struct scorer *s, struct fail *f)
{
	size_t i, size = s->kind->scratch ? s->kind->scratch(s->with) : 0;

	s->thread = calloc(s->threads, sizeof(*s->thread));
	if (!s->thread)
		return fail_memory(f);
	for (i = 0; i < s->threads; i++) {
		s->thread[i].x = malloc(s->columns * sizeof(double));
		s->thread[i].scratch = calloc(size + 1, 1);
		if (!s->thread[i].x || !s->thread[i].scratch)
			return fail_memory(f);
	}
	return 0;
}

/* The number of columns of an answer. */
static int
find_columns(struct scorer *s, struct model *m, struct fail *f)
{
	const struct tensor *t;

	s->columns = vocab_size(m->vocab);
	if (!s->kind->vector)
		return 0;
	t = model_need(m, "candidate_embedding", s->columns + 1, 0, f);
	if (!t)
		return -1;
	s->columns = t->cols;
	return 0;
}

struct scorer *
scorer_open(struct model *m, struct fail *f)
{
	const char *name = model_setting(m, "scorer");
	struct scorer *s = calloc(1, sizeof(*s));

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->threads = (size_t)threads_count();
	s->kind = name ? find_kind(name) : NULL;
	if (!s->kind) {
		(void)fail_set(f,
		    "the model's scorer is '%s', which this program does not "
		    "know",
		    name ? name : "");
		free(s);
		return NULL;
	}
	if (find_columns(s, m, f) || !(s->with = s->kind->open(m, f)) ||
	    open_threads(s, f)) {
		scorer_close(s);
		return NULL;
	}
	return s;
}

void
scorer_close(struct scorer *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->threads && s->thread; i++) {
		free(s->thread[i].scratch);
		free(s->thread[i].x);
		free(s->thread[i].q);
	}
	free(s->thread);
	s->kind->close(s->with);
	free(s);
}

size_t
scorer_columns(const struct scorer *s)
{
	return s->columns;
}

void
scorer_answer(
    struct scorer *s, int thread, size_t l, const int32_t *q, double *x)
{
	struct scorer_thread *t = &s->thread[thread];
	size_t i, known = 0;

	memset(x, 0, s->columns * sizeof(*x));
	if (ARRAY_ROOM(&t->q, &t->room, l, NULL)) {
		t->failed = 1;
		return;
	}
	for (i = 0; i < l; i++) {
		if (q[i])
			t->q[known++] = q[i];
	}
	s->kind->answer(s->with, t->scratch, known, t->q, x);
}

/* The present block of answers. */
struct scorer_block {
	struct scorer *s;
	size_t first;      /* number of its first query */
	const int32_t **q; /* [n] */
	size_t *l;         /* [n] */
	float *x;          /* [n,D] */
};

static void
answer_one(void *ctx, size_t i, int thread)
{
	struct scorer_block *b = ctx;
	struct scorer *s = b->s;
	double *x = s->thread[thread].x;
	float *to = b->x + i * s->columns;
	size_t k;

	scorer_answer(s, thread, b->l[i], b->q[i], x);
	for (k = 0; k < s->columns; k++)
		to[k] = (float)x[k];
}

/* Answers the n collected queries and passes them on. */
static int
put_block(struct scorer_block *b, size_t n,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *x, struct fail *),
    void *ctx, struct fail *f)
{
	size_t i;
	int r;

	threads_for(n, answer_one, b);
	for (i = 0; i < b->s->threads; i++) {
		if (b->s->thread[i].failed)
			return fail_memory(f);
	}
	r = put(ctx, b->first, n, b->x, f);
	b->first += n;
	return r;
}

/* Finds query k: an example, or event *p of sequence *s; moves *p and *s on.
 * Returns 0 if no query is left. */
static int
next_query(const struct examples *x, const struct sequences *q, size_t *s,
    size_t *p, const int32_t **at, size_t *l)
{
	if (*s < x->n) {
		*at = x->context + *s * x->k;
		*l = (size_t)x->length[*s];
		++*s;
		return 1;
	}
	for (; *s - x->n < q->n; ++*s, *p = 0) {
		const size_t i = *s - x->n;

		if (++*p >= q->start[i + 1] - q->start[i])
			continue;
		*at = q->item + q->start[i];
		*l = *p;
		return 1;
	}
	return 0;
}

int
scorer_run(struct scorer *s, const struct examples *x,
    const struct sequences *q,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *x, struct fail *),
    void *ctx, struct fail *f)
{
	const size_t most = size_min(
	    size_max(BLOCK_FLOATS / s->columns, s->threads), BLOCK_MOST);
	struct scorer_block b = {.s = s,
	    .q = malloc(most * sizeof(*b.q)),
	    .l = malloc(most * sizeof(*b.l)),
	    .x = malloc(most * s->columns * sizeof(*b.x))};
	size_t at = 0, place = 0, n = 0;
	int r = b.q && b.l && b.x ? 0 : fail_memory(f);

	while (!r && next_query(x, q, &at, &place, &b.q[n], &b.l[n])) {
		if (++n < most)
			continue;
		r = put_block(&b, n, put, ctx, f);
		n = 0;
	}
	if (!r && n)
		r = put_block(&b, n, put, ctx, f);
	free(b.q);
	free(b.l);
	free(b.x);
	return r < 0 ? -1 : 0;
}
