/* workspace - the memory of a training step. */
/* SPDX-License-Identifier: MIT */
#include "nn/workspace.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/threads.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/loss.h"
#include "nn/params.h"
#include "nn/tower.h"

#define LINE 16 /* parts begin at a multiple of so many numbers */

/* A block of scores is to stay in the second cache, or if it is too large for
 * that, to have enough rows that what is read for all of them costs little.
 * Rows come in twelves, which the matrix kernel takes at a time. */
#define SCORE_BYTES (512u << 10)
#define SCORE_ROWS 48
#define TWELVE 12

static int
need(struct step_space *s, size_t n, struct fail *f)
{
	if (n <= s->n)
		return 0;
	free(s->p);
	s->n = 0;
	s->p = n <= SIZE_MAX / 2 / sizeof(real)
	           ? aligned_alloc(64, (n * sizeof(real) + 63) / 64 * 64)
	           : NULL;
	if (!s->p)
		return fail_memory(f);
	s->n = n;
	return 0;
}

static size_t
round_up(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

size_t
workspace_gates(const struct step *s)
{
	return s->net->is.cell->gates * s->net->is.units;
}

/* A place for each dense parameter, *to [PARAM_COUNT], in one block of s->ndense
 * numbers. */
static int
new_dense(const struct step *s, real ***to, real **block)
{
	real *at;
	size_t i;

	*to = calloc(PARAM_COUNT, sizeof(**to));
	*block = at = malloc(s->ndense * sizeof(**block));
	if (!*to || !at)
		return -1;
	for (i = 0; i < PARAM_COUNT; i++) {
		const struct param *p = &s->net->p[i];

		if (params_is_table(i) || !p->rows)
			continue;
		(*to)[i] = at;
		at += p->rows * p->cols;
	}
	return 0;
}

static int
new_groups(struct step *s)
{
	size_t i;

	s->group = calloc(GROUPS, sizeof(*s->group));
	for (i = 0; s->group && i < GROUPS; i++) {
		struct step_group *g = &s->group[i];

		g->bias = malloc(s->nbias * sizeof(*g->bias));
		if (!g->bias || new_dense(s, &g->g, &g->dense))
			return -1;
	}
	return s->group ? 0 : -1;
}

struct step *
workspace_new(const struct params *net, struct fail *f)
{
	struct step *s = calloc(1, sizeof(*s));
	size_t i;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->net = net;
	s->threads = threads_count();
	for (i = 0; i < PARAM_COUNT; i++)
		if (!params_is_table(i))
			s->ndense += net->p[i].rows * net->p[i].cols;
	s->nbias = net->is.layers * 2 * workspace_gates(s) + net->is.dim;
	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	if (!s->scratch || new_groups(s) ||
	    new_dense(s, &s->transposed, &s->turned)) {
		(void)fail_memory(f);
		workspace_free(s);
		return NULL;
	}
	return s;
}

void
workspace_free(struct step *s)
{
	int i;

	if (!s)
		return;
	free(s->embedded.p);
	free(s->mask.p);
	free(s->table.p);
	free(s->candidates.p);
	free(s->divisor.p);
	free(s->packed.p);
	free(s->query.p);
	for (i = 0; i < s->threads && s->scratch; i++)
		free(s->scratch[i].p);
	free(s->scratch);
	free(s->transposed);
	free(s->turned);
	for (i = 0; i < GROUPS && s->group; i++) {
		free(s->group[i].candidate.p);
		free(s->group[i].table.p);
		free(s->group[i].g);
		free(s->group[i].dense);
		free(s->group[i].bias);
	}
	free(s->group);
	free(s->row);
	free(s);
}

size_t
workspace_tower(const struct step *s)
{
	const struct tower w = {
	    .net = s->net, .batch = s->batch, .dropout = s->dropout};
	size_t i, most = 0;

	for (i = 0; i < s->batch->ntiles; i++)
		most = size_max(most, tower_scratch(&w, i));
	return round_up(most);
}

size_t
workspace_queries(const struct step *s)
{
	size_t i, most = 0;

	for (i = 0; i < s->batch->ntiles; i++)
		most = size_max(most, s->batch->tile[i].queries);
	return round_up(most * params_columns(s->net));
}

size_t
workspace_ld(const struct step *s)
{
	return mm_stride(s->batch->ncandidates);
}

size_t
workspace_score_rows(const struct step *s)
{
	size_t n = SCORE_BYTES / (workspace_ld(s) * sizeof(real));

	return n < TWELVE ? SCORE_ROWS
	                  : size_min(n, SCORE_ROWS) / TWELVE * TWELVE;
}

/*
 * A group's sums are cleared, and added to the others': some 1.2 ns for each of
 * UE + I GH numbers, of memory.  A query costs some 0.06 ns for each of UE, and
 * 0.18 for each of its T events' H^2.  So many queries that the first is a third
 * of the second make a group; and there is a power of two of them, so that two
 * threads, or four, have equally many.
 */
size_t
workspace_groups(const struct step *s)
{
	const struct batch *b = s->batch;
	const double H = (double)s->net->is.units,
		     UE = (double)(b->ncandidates * params_columns(s->net)),
		     T = (double)(b->events + 1) / (double)(b->queries + 1);
	double sums = UE + (double)(b->nitems * workspace_gates(s));
	double n = 3 * 1.2 * sums / (0.06 * UE + 0.18 * T * H * H);

	n = (double)b->queries / n;
	return n < 1.5 ? 1 : n < 5 ? 2 : n < 10 ? 4 : GROUPS;
}

/* Memory of each thread. */
static int
scratch_room(struct step *s, struct fail *f)
{
	const size_t ld = workspace_ld(s), rows = workspace_score_rows(s);
	size_t n = workspace_tower(s) + 2 * workspace_queries(s);
	int i;

	if (s->objective)
		n +=
		    rows * (ld + 3 + params_columns(s->net)) + loss_scratch(ld);
	for (i = 0; i < s->threads; i++) {
		if (need(&s->scratch[i], n, f))
			return -1;
	}
	return 0;
}

int
workspace_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const size_t E = params_columns(s->net), U = b->ncandidates,
		     I = b->nitems, D = s->net->is.dim, GH = workspace_gates(s);
	size_t g;

	if (scratch_room(s, f) || need(&s->embedded, I * D, f) ||
	    need(&s->table, I * GH, f))
		return -1;
	if (s->objective &&
	    (need(&s->candidates, U * E, f) || need(&s->divisor, U, f) ||
		need(&s->packed, mm_packed(U, E), f)))
		return -1;
	if (s->dropout && need(&s->mask, I * D, f))
		return -1;
	if (!s->backward)
		return 0;
	if (need(&s->query, I * D, f))
		return -1;
	for (g = 0; g < s->groups; g++) {
		if (need(&s->group[g].candidate, U * E, f) ||
		    need(&s->group[g].table, I * GH, f))
			return -1;
	}
	return 0;
}

int
workspace_rows(struct step *s, size_t n, struct fail *f)
{
	return ARRAY_ROOM(&s->row, &s->rows, n, f);
}
