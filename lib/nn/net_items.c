/* net_items - rows of items in the net: sums with fields, candidates. */
/* SPDX-License-Identifier: MIT */
#include "nn/net.h"

#include <string.h>

#include "base/fail.h"
#include "data/item_values.h"
#include "nn/item_sums.h"
#include "nn/lookup.h"
#include "nn/params.h"
#include "nn/tower.h"

struct item_sums *
net_item_sums(const struct net *n, int candidates, struct fail *f)
{
	const int theirs = candidates || n->is.tied;
	const size_t first = net_item_fields(&n->is);
	const struct item_sums_of of = {.params = n->params,
	    .table = theirs ? n->item_table : n->query_table,
	    .own = theirs && n->item_own->n ? n->item_own : NULL,
	    .bias = theirs && n->is.item_bias ? &n->item_bias : NULL,
	    .disowned = n->is.only_fields,
	    .values = n->values};
	struct item_sums *s = item_sums_new(&of, f);
	size_t i;

	for (i = first; s && i < n->is.nfields; i++) {
		const struct net_field *k =
		    theirs ? &n->field[i] : &n->event_item_field[i - first];

		if (item_sums_add_field(s, k->tower, k->table, f)) {
			item_sums_free(s);
			return NULL;
		}
	}
	return s;
}

/* Computes the sums of items id [rows]; returns their indices, or NULL. */
static const int32_t *
add_up(struct item_sums *s, const int32_t *id, size_t rows, struct fail *f)
{
	const int32_t *at;
	size_t i;

	item_sums_clear(s);
	at = item_sums_list(s, ITEM_SUMS_CANDIDATES, id, rows, NULL);
	if (item_sums_begin(s, 0, f))
		return NULL;
	for (i = 0; i < item_sums_value_blocks(s); i++)
		item_sums_values(s, i);
	for (i = 0; i < item_sums_blocks(s); i++)
		item_sums_forward(s, i);
	return at;
}

/* Runs items id [n] through the item tower: out [n,E]. */
static int
fold(const struct net *n, struct item_sums *s, struct lookup *u,
    const int32_t *id, size_t rows, real *out, struct fail *f)
{
	const size_t D = n->is.dim, E = net_columns(n);
	const int32_t *at = id;
	size_t i;

	if (s && !(at = add_up(s, id, rows, f)))
		return -1;
	if (s)
		lookup_take(u, item_sums_rows(s));
	if (lookup_begin(u, at, rows, NULL, 0, f))
		return -1;
	lookup_forward(u, 0);
	for (i = 0; i < rows; i++, out += E) {
		memcpy(out, lookup_out(u) + i * D, D * sizeof(*out));
		if (n->is.item_bias)
			out[D] = n->params->p[n->item_bias]
			             .w[s ? item_sums_own(s, at[i]) : id[i]];
	}
	return 0;
}

int
net_fold(
    const struct net *n, size_t first, size_t rows, real *out, struct fail *f)
{
	struct lookup *u = lookup_new(n->item, n->params, n->item_table, f);
	struct item_sums *s = NULL;
	int32_t id[LOOKUP_BLOCK];
	size_t i, k, some;
	int r = u ? 0 : -1;

	if (!r && net_has_items(n) && !(s = net_item_sums(n, 1, f)))
		r = -1;
	for (i = 0; i < rows && !r; i += some) {
		some = size_min(LOOKUP_BLOCK, rows - i);
		for (k = 0; k < some; k++)
			id[k] = (int32_t)(first + i + k);
		r = fold(n, s, u, id, some, out + i * net_columns(n), f);
	}
	item_sums_free(s);
	lookup_free(u);
	return r;
}

int
net_event_items(const struct net *n, real *out, struct fail *f)
{
	struct item_sums *s = net_item_sums(n, 0, f);
	const size_t rows = n->is.items + 1, D = n->is.dim;
	int32_t id[LOOKUP_BLOCK];
	const int32_t *at = id;
	size_t i, k, some;

	for (i = 0; i < rows && s && at; i += some) {
		some = size_min(LOOKUP_BLOCK, rows - i);
		for (k = 0; k < some; k++)
			id[k] = (int32_t)(i + k);
		at = add_up(s, id, some, f);
		for (k = 0; k < some && at; k++, out += D)
			memcpy(out, item_sums_rows(s) + (size_t)at[k] * D,
			    D * sizeof(*out));
	}
	item_sums_free(s);
	return s && at ? 0 : -1;
}
