/* workspace - the memory of a training step. */
/* SPDX-License-Identifier: MIT */
#include "nn/workspace.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/par.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/cell.h"
#include "nn/net.h"

#define LINE 16 /* parts begin at a multiple of so many numbers */

static int
need(struct space *s, size_t n, struct fail *f)
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

size_t
workspace_gates(const struct step *s)
{
	return s->net->cell->gates * s->net->units;
}

struct step *
workspace_new(const struct net *net, struct fail *f)
{
	struct step *s = calloc(1, sizeof(*s));
	size_t g, size;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->net = net;
	s->threads = par_threads();
	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	s->transposed = malloc(workspace_gates(s) * net->units * sizeof(real));
	s->bias = malloc(2 * workspace_gates(s) * sizeof(real));
	size = (net->dim + net->units) * workspace_gates(s);
	for (g = 0; g < GROUPS; g++) {
		struct group *to = &s->group[g];

		to->kernel = malloc(size * sizeof(real));
		to->bias = malloc(2 * workspace_gates(s) * sizeof(double));
		if (!to->kernel || !to->bias)
			break;
		to->recurrent = to->kernel + net->dim * workspace_gates(s);
	}
	if (!s->scratch || !s->transposed || !s->bias || g < GROUPS) {
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
	free(s->table.p);
	free(s->candidates.p);
	free(s->packed.p);
	free(s->query.p);
	for (i = 0; i < s->threads && s->scratch; i++)
		free(s->scratch[i].p);
	free(s->scratch);
	free(s->transposed);
	free(s->bias);
	for (i = 0; i < GROUPS; i++) {
		free(s->group[i].candidate.p);
		free(s->group[i].table.p);
		free(s->group[i].kernel);
		free(s->group[i].bias);
	}
	free(s);
}

static size_t
round_up(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

size_t
workspace_cell(const struct step *s)
{
	const struct net *n = s->net;

	return round_up(
	    n->cell->scratch(s->batch->steps, s->batch->tile, n->units));
}

size_t
workspace_state(const struct step *s)
{
	return round_up(s->batch->tile * s->net->units);
}

size_t
workspace_ld(const struct step *s)
{
	return mm_packed(s->batch->nlabels, 1);
}

int
workspace_room(struct step *s, struct fail *f)
{
	const struct batch *b = s->batch;
	const size_t H = s->net->units;
	size_t g, one;
	int i;

	s->groups = size_max(1, size_min(b->n / GROUP_ROWS, GROUPS));
	one = workspace_cell(s) + workspace_state(s) +
	      b->tile * (workspace_ld(s) + 1);
	for (i = 0; i < s->threads; i++) {
		if (need(&s->scratch[i], one, f))
			return -1;
	}
	if (need(&s->embedded, b->nitems * s->net->dim, f) ||
	    need(&s->table, b->nitems * workspace_gates(s), f) ||
	    need(&s->candidates, b->nlabels * H, f) ||
	    need(&s->packed, mm_packed(b->nlabels, H), f))
		return -1;
	if (!s->backward)
		return 0;
	if (need(&s->query, b->nitems * s->net->dim, f))
		return -1;
	for (g = 0; g < s->groups; g++) {
		if (need(&s->group[g].candidate, b->nlabels * H, f) ||
		    need(&s->group[g].table, b->nitems * workspace_gates(s), f))
			return -1;
	}
	return 0;
}
