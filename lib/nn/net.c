/* net - the two towers: their layers, and the candidates as they are scored. */
/* SPDX-License-Identifier: MIT */
#include "nn/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/field.h"
#include "data/item_values.h"
#include "nn/batch.h"
#include "nn/encoder.h"
#include "nn/layer.h"
#include "nn/params.h"
#include "nn/tower.h"

/* Numbers below this are for dropout between layers; layers with dropout inside
 * use higher ones. */
#define DROPOUTS 64

#define SOME 64 /* events in one chunk of a mean */

static int
is_none(const char *layers)
{
	return !*layers || !strcmp(layers, "none");
}

/* Declares the tables, in the order of the model's files. */
static int
declare_tables(struct net *n, struct fail *f)
{
	const struct param_kind table = {.init = params_init_at(n->is.init),
				    .table = PARAM_ITEMS},
				bias = {.table = PARAM_ITEMS};
	const size_t rows = n->is.items + 1, D = n->is.dim;
	int p = params_add(n->params, "query_embedding", rows, D, table, f);

	if (p < 0)
		return -1;
	n->query_table = n->item_table = (size_t)p;
	if (!n->is.tied) {
		p = params_add(n->params,
		    net_is_plain(n) ? "candidate_embedding" : "candidate_table",
		    rows, D, table, f);
		if (p < 0)
			return -1;
		n->item_table = (size_t)p;
	}
	if (!n->is.item_bias)
		return 0;
	p = params_add(n->params, "item_bias", rows, 1, bias, f);
	n->item_bias = (size_t)p;
	return p < 0 ? -1 : 0;
}

static int
add_unit(struct tower *t, int unit, double temperature, struct fail *f)
{
	struct layer *l = tower_add(t, &layer_unit, tower_out(t), f);

	if (!l)
		return -1;
	l->unit = unit;
	l->temperature = temperature;
	return 0;
}

/* The layers over events, from the bottom up. */
static int
declare_encoder(struct net *n, const struct encoder *e, struct fail *f)
{
	struct tower *t = n->query;
	struct layer_options o = {.heads = n->is.heads,
	    .positions = n->is.positions,
	    .placed = n->is.placed,
	    .norm = (enum layer_norm)n->is.norm};
	int dropped = 0;
	char prefix[32];
	size_t l;

	for (l = 0; l < e->layers; l++) {
		const struct layer_kind *kind = e->layer[l].kind,
					*next = l + 1 < e->layers
		                                    ? e->layer[l + 1].kind
		                                    : NULL;

		(void)snprintf(prefix, sizeof(prefix), "%s%zu", kind->stem, l);
		o.width = e->layer[l].width;
		o.dropout = DROPOUTS + l * LAYER_DROPOUTS;
		if ((!dropped && tower_add_dropout(t, l, f)) ||
		    kind->declare(t, n->params, prefix, &o, f))
			return -1;
		(void)snprintf(
		    prefix, sizeof(prefix), "%s%zu_final_norm", kind->stem, l);
		if (kind->own_norm && next != kind &&
		    tower_add_norm(t, n->params, prefix, f))
			return -1;
		if (kind == &layer_attention)
			n->longest = n->is.positions;
		dropped = kind->own_dropout;
	}
	return dropped ? 0 : tower_add_dropout(t, l, f);
}

/*
 * The dense layers, of which the first goes into the tower `first`, the others
 * into t; and a projection if the output is not dim columns wide.  Their names
 * begin with prefix.
 */
static int
declare_hidden(struct net *n, const struct encoder_hidden *h,
    const char *prefix, struct tower *first, struct tower *t, struct fail *f)
{
	char name[32];
	size_t l;

	for (l = 0; l < h->layers; l++) {
		const size_t width = h->layer[l].width;

		(void)snprintf(name, sizeof(name), "%shidden%zu", prefix, l);
		if (tower_add_dense(l ? t : first, n->params, name, width, f))
			return -1;
		if (first != t && !l)
			t->width = width;
		if (h->layer[l].relu && !tower_add(t, &layer_relu, width, f))
			return -1;
	}
	(void)snprintf(name, sizeof(name), "%sprojection", prefix);
	return tower_out(t) == n->is.dim
	           ? 0
	           : tower_add_dense(t, n->params, name, n->is.dim, f);
}

/* Returns 1 if the query is a field's row, with no layer in between. */
static int
is_direct(const struct net *n, const struct encoder *e)
{
	const struct net_field_shape *is = n->is.field;

	while (is->place != FIELD_QUERY && is < n->is.field + n->is.nfields)
		is++;
	return !e->layers && is_none(n->is.hidden) && n->query_fields == 1 &&
	       !is->is_number && is->size == n->is.dim;
}

/* The layers over queries. */
static int
declare_query_hidden(struct net *n, const struct encoder *e, struct fail *f)
{
	struct encoder_hidden h;
	struct tower *t = n->query;

	if (encoder_parse_hidden(&h, "hidden", n->is.hidden, f))
		return -1;
	if (n->query_fields) /* beside the inputs of the dense layer that
	                        follows, or else to the query itself */
		t->joined = t->n + (h.layers || tower_out(t) != n->is.dim);
	if (is_direct(n, e)) {
		struct layer *zero = tower_add(t, &layer_dense, n->is.dim, f);

		if (zero)
			zero->no_bias = n->direct = 1;
		return zero ? 0 : -1;
	}
	return declare_hidden(n, &h, "", t, t, f);
}

static int
declare_query(struct net *n, struct fail *f)
{
	struct encoder e = {0};

	if (encoder_parse(&e, n->is.encoder, n->is.dim, f))
		return -1;
	if (!e.layers) {
		if (!n->query_fields)
			return fail_set(f,
			    "--encoder=none uses no events: give the fields "
			    "of queries, --query-field=NAME:KIND");
		n->query->width = 0;
	} else if (declare_encoder(n, &e, f)) {
		return -1;
	}
	if (declare_query_hidden(n, &e, f))
		return -1;
	n->widest = encoder_widest(&e);
	return n->is.normalize ? add_unit(n->query, 1, 1, f) : 0;
}

static int
declare_item(struct net *n, struct fail *f)
{
	const int shared = n->is.tied && n->query->width; /* with events */
	struct encoder_hidden h;

	if (encoder_parse_hidden(&h, "item-hidden", n->is.item_hidden, f) ||
	    declare_hidden(n, &h, "item_",
		net_has_items(n) && !shared ? n->item_own : n->item, n->item,
		f))
		return -1;
	if (!n->is.normalize && n->is.temperature == 1)
		return 0;
	return add_unit(n->item, n->is.normalize, n->is.temperature, f);
}

int
net_declare(struct net *n, const struct net_shape *is, struct fail *f)
{
	size_t i;

	*n = (struct net){.is = *is};
	for (i = 0; i < is->nfields; i++) {
		n->event_fields += is->field[i].place == FIELD_EVENT;
		n->query_fields += is->field[i].place == FIELD_QUERY;
	}
	n->params = calloc(1, sizeof(*n->params));
	n->query = calloc(1, sizeof(*n->query));
	n->item = calloc(1, sizeof(*n->item));
	n->item_own = calloc(1, sizeof(*n->item_own));
	if (!n->params || !n->query || !n->item || !n->item_own)
		return fail_memory(f);
	n->query->width = n->item->width = n->item_own->width = is->dim;
	return declare_tables(n, f) || declare_query(n, f) ||
	               declare_item(n, f) || net_declare_fields(n, f)
	           ? -1
	           : 0;
}

int
net_alloc(
    struct net *n, const struct net_shape *is, size_t slots, struct fail *f)
{
	return net_declare(n, is, f) || params_alloc(n->params, slots, f) ? -1
	                                                                  : 0;
}

static void
free_field(struct net_field *k)
{
	if (k->tower)
		tower_free(k->tower);
	free(k->tower);
}

void
net_free(struct net *n)
{
	size_t i;

	for (i = 0; i < n->is.nfields; i++)
		free_field(&n->field[i]);
	for (i = 0; i < COUNTOF(n->event_item_field); i++)
		free_field(&n->event_item_field[i]);
	item_values_free(n->values);
	if (n->params)
		params_free(n->params);
	if (n->query)
		tower_free(n->query);
	if (n->item)
		tower_free(n->item);
	if (n->item_own)
		tower_free(n->item_own);
	free(n->params);
	free(n->query);
	free(n->item);
	free(n->item_own);
	*n = (struct net){0};
}

struct batch_limits
net_limits(const struct net *n)
{
	struct batch_limits l = {
	    .kept = 6 * n->widest, /* as much as a recurrent layer keeps */
	    .longest = n->longest,
	    .filled = n->is.fill_context,
	};
	int32_t active[SOME];
	const struct layer_tile some = {SOME, SOME, active};
	size_t i;

	if (!n->longest)
		return l;
	l.reread = 1;
	for (i = 0; i < SOME; i++)
		active[i] = 1;
	for (l.kept = i = 0; i < n->query->events; i++) {
		const struct layer *a = &n->query->layer[i];

		l.kept +=
		    a->out + (a->kind->keeps
				     ? a->kind->keeps(a, &some, SOME) / SOME
				     : 0);
	}
	return l;
}

size_t
net_columns(const struct net *n)
{
	return n->is.dim + (n->is.item_bias != 0);
}

int
net_is_plain(const struct net *n)
{
	return !n->is.item_bias && !n->is.normalize && n->is.temperature == 1 &&
	       is_none(n->is.item_hidden) && !net_has_items(n);
}

const struct param *
net_candidates(const struct net *n)
{
	return &n->params->p[n->item_table];
}
