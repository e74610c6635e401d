/* layer_last - the event itself, without the events before it. */
/* SPDX-License-Identifier: MIT */
#include "nn/layer.h"

#include <string.h>

#include "math/vec.h"
#include "nn/layer_nodes.h"
#include "nn/tower.h"

static int
declare(struct tower *t, struct params *n, const char *prefix,
    const struct layer_options *o, struct fail *f)
{
	return tower_widen(t, n, prefix, o->width, f) ||
	               !tower_add(t, &layer_last, o->width, f)
	           ? -1
	           : 0;
}

static void
forward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	size_t e;

	for (e = 0; e < p->n; e++)
		memcpy(p->y + e * D, p->x + (p->at ? (size_t)p->at[e] : e) * D,
		    D * sizeof(*p->y));
}

static void
backward(const struct layer_pass *p)
{
	const size_t D = p->layer->out;
	size_t e;

	for (e = 0; e < p->n; e++)
		vec_add(D, p->dx + (p->at ? (size_t)p->at[e] : e) * D,
		    p->dy + e * D);
}

static const char *
nodes(const struct layer_nodes *p)
{
	return p->x;
}

const struct layer_kind layer_last = {
    .name = "last",
    .help = "the last event alone",
    .stem = "last",
    .declare = declare,
    .forward = forward,
    .backward = backward,
    .nodes = nodes,
};
