/* layer_norm - normalises each row by its mean and deviation; see
 * math/attention.h. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/attention.h"
#include "nn/grads.h"
#include "nn/layer_nodes.h"
#include "nn/params.h"

enum { GAMMA, BETA }; /* parameters */

static size_t
keeps(const struct layer *l, const struct layer_tile *t, size_t n)
{
	(void)l;
	(void)t;
	return 2 * n;
}

static struct attention_norm
norm(const struct layer_pass *p)
{
	const struct param *w = p->params->p;

	return (struct attention_norm){
	    .rows = p->n,
	    .width = p->layer->out,
	    .x = p->x,
	    .gamma = w[p->layer->param[GAMMA]].w,
	    .beta = w[p->layer->param[BETA]].w,
	    .y = p->y,
	    .stat = p->keep,
	};
}

static void
forward(const struct layer_pass *p)
{
	const struct attention_norm n = norm(p);

	attention_norm(&n);
}

static void
backward(const struct layer_pass *p)
{
	struct attention_norm n = norm(p);

	n.dy = p->dy;
	n.dx = p->dx;
	n.dgamma = grads_bias(p->grads, p->params, p->layer->param[GAMMA]);
	n.dbeta = grads_bias(p->grads, p->params, p->layer->param[BETA]);
	memset(n.dx, 0, p->n * p->layer->out * sizeof(*n.dx));
	attention_norm_back(&n);
}

static const char *
nodes(const struct layer_nodes *p)
{
	return layer_nodes_norm(p, GAMMA, p->x);
}

const struct layer_kind layer_norm = {
    .name = "norm",
    .help = "each row normalised by its mean and deviation",
    .per_row = 1,
    .keeps = keeps,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
