/* update - the change that a step's gradient makes; see nn/step.h. */
/* SPDX-License-Identifier: MIT */
#include "nn/step.h"

#include "base/par.h"
#include "nn/batch.h"
#include "nn/net.h"
#include "nn/optim.h"

#define BLOCK 256 /* rows that are one task */

struct update {
	struct net *net;
	const struct batch *batch;
	const struct gradient *d;
	const struct optim *o;
	real rate;
};

static size_t
blocks(size_t rows)
{
	return (rows + BLOCK - 1) / BLOCK;
}

/* Block i of the rows [n] of p that the batch has touched; g [n,cols]. */
static void
update_rows(const struct update *u, struct param *p, const int32_t *row,
    size_t n, const real *g, size_t i)
{
	size_t end = size_min((i + 1) * BLOCK, n), k;

	for (k = i * BLOCK; k < end; k++) {
		size_t at = (size_t)row[k] * p->cols;

		u->o->update(
		    p->cols, p->w + at, p->acc + at, g + k * p->cols, u->rate);
	}
}

/* First the blocks of the query table, then those of the candidates'. */
static void
update_task(void *ctx, size_t i, int thread)
{
	const struct update *u = ctx;
	const struct batch *b = u->batch;
	size_t queries = blocks(b->nitems);

	(void)thread; /* the rows are its own */
	if (i < queries)
		update_rows(u, &u->net->p[NET_QUERY], b->item, b->nitems,
		    u->d->query, i);
	else
		update_rows(u, &u->net->p[NET_CANDIDATE], b->label, b->nlabels,
		    u->d->candidate, i - queries);
}

static void
update_all(const struct update *u, struct param *p, const real *g)
{
	u->o->update(p->rows * p->cols, p->w, p->acc, g, u->rate);
}

void
step_update(struct net *n, const struct batch *b, const struct gradient *d,
    const struct optim *o, real rate)
{
	struct update u = {n, b, d, o, rate};

	par_for(blocks(b->nitems) + blocks(b->nlabels), update_task, &u);
	update_all(&u, &n->p[NET_KERNEL], d->kernel);
	update_all(&u, &n->p[NET_RECURRENT], d->recurrent);
	update_all(&u, &n->p[NET_BIAS], d->bias);
}
