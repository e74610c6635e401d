/*
 * context_nodes - selects the events of a context that a model sees, as nodes
 * of an ONNX graph.
 *
 * A context ends before its pads.  If the context is longer than the model sees
 * (K), only its last K events count:
 *
 *   n = the place, from 1, of the last id that is no pad;   T = min(length, K)
 *   event t is the one at max(n - K, 0) + t, t < T;   n = min(n, K)
 *
 * Layers see all T events, pads included: no layer looks ahead, so the output
 * at n - 1, which is the query, does not depend on later events.
 *
 * A model may have been trained on contexts filled up with row 0.  For such a
 * model pads are events: T = n = K.
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
	int filled;         /* contexts are filled up with row 0 */
	int row0;           /* id 0 is the unknown item, not a pad */
	size_t most;        /* K; 0: no limit */
	const char *start;  /* [B,T,1] places of the events; NULL: in input
                               order */
	const char *length; /* n [B] */
};

/* Prepares the nodes for a model and its net.  Returns -1 if the model's
 * settings are damaged. */
int context_nodes_open(struct context_nodes *, struct onnx_graph *,
    const struct net *, const struct model *, struct fail *);

/* Sets the context, ids [B,length]. */
void context_nodes_take(struct context_nodes *, const char *ids);

/* Returns the values of the selected events, from values [B,length] of all
 * events, or [B,length,.] with parts.  missing: a constant for events without a
 * value. */
const char *context_nodes_events(const struct context_nodes *,
    const char *values, int parts, const char *missing);

/* Returns the row of h [B,T,H] at the last event of each context, [B,H]; 0 for
 * contexts without events. */
const char *context_nodes_asked(const struct context_nodes *, const char *h);

#endif
