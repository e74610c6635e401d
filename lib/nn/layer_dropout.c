/* layer_dropout - in training, sets random numbers to 0; see nn/dropout.h. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include "math/vec.h"
#include "nn/dropout.h"
#include "nn/layer_nodes.h"

/* The mask. */
static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)t;
	return n * l->out;
}

static void
forward(const struct layer_pass *p)
{
	const struct layer *l = p->layer;
	const size_t n = p->n * l->out;

	dropout_mask(p->dropout, dropout_rate(p->dropout, l->number),
	    (uint32_t)l->number, (uint32_t)p->use, n, p->keep);
	vec_mul(n, p->y, p->x, p->keep);
}

static void
backward(const struct layer_pass *p)
{
	vec_mul(p->n * p->layer->out, p->dx, p->dy, p->keep);
}

/* A finished model has no dropout. */
static const char *
nodes(const struct layer_nodes *p)
{
	return p->x;
}

const struct layer_kind layer_dropout = {
    .name = "dropout",
    .help = "random numbers become 0 in training",
    .per_row = 1,
    .in_place = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
