/*
 * context_nodes - which events of a context a model sees, as nodes of an ONNX graph.
 *
 * A context ends before its pads, which are at its end, and of one that is longer than
 * the model looks back over (K) only the last events count:
 *
 *   n = the place, from 1, of the last id that is no pad;   T = min(length, K)
 *   event t is the one at max(n - K, 0) + t, t < T;   n = min(n, K)
 *
 * Layers see T events, pads too: no layer looks ahead, so that what is asked, the
 * output at n - 1, does not depend on these.
 *
 * Where the model was trained on contexts filled up with row 0, which layers that look
 * back are not, pads are events like others: T = n = K.
 *
 * Letters: B queries, T events, H columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CONTEXT_NODES_H
#define NN_CONTEXT_NODES_H

#include "base/base.h"

struct net;
struct onnx_graph;

struct context_nodes {
	struct onnx_graph *graph;
	int filled;         /* with row 0 */
	int row0;           /* 0 is the unknown item, and no pad */
	size_t most;        /* K; 0: any */
	const char *start;  /* [B,T,1] where events stand; NULL: as they come */
	const char *length; /* n [B] */
};

/* For a model and its net.  -1: its settings are damaged. */
int context_nodes_open(struct context_nodes *, struct onnx_graph *,
    const struct net *, const struct model *, struct fail *);

/* The context's ids [B,length] are these. */
void context_nodes_take(struct context_nodes *, const char *ids);

/* Of values [B,length], or with parts [B,length,.], those of the events.  missing: a
 * constant, which fills them up. */
const char *context_nodes_events(const struct context_nodes *,
    const char *values, int parts, const char *missing);

/* What is asked of h [B,T,H]: the last output [B,H]; 0 of contexts without events. */
const char *context_nodes_asked(const struct context_nodes *, const char *h);

#endif
