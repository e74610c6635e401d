/*
 * gradient_problems - the nets and batches that the gradient test tries, with
 * random values of their fields.
 */
/* SPDX-License-Identifier: MIT */
#ifndef GRADIENT_PROBLEMS_H
#define GRADIENT_PROBLEMS_H

#include <stdlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "data/field.h"
#include "data/item_values.h"
#include "nn/batch.h"
#include "nn/layer.h"
#include "nn/net.h"

#define MOST_ROWS 500
#define MOST_STEPS 7
#define CARRIED 3 /* rows whose states go along */

#define BAG_ROWS 7 /* of a table, that tell a field of bags */

/* A problem: n sequences of up to k items over v. */
struct gradient_problem {
	const char *what;
	size_t n, k, v;
	struct net_shape is;
	size_t units, layers; /* of the encoder */
	int ragged, every;    /* lengths differ; a query of every event */
	int all; /* candidates are all items, weighted at random; 2:
				 but those of a context are no negatives */
	int carry;
	double dropout;
};

/* One layer and a temperature of 1, if nothing else is said. */
#define SHAPE(v, d, h, ...) {.items = v, .dim = d, __VA_ARGS__}, h

/* A table, a number, and a table of more values than one block of a lookup. */
#define FIELDS                                                                 \
	.nfields = 3, .field = {{FIELD_EVENT, "event_field0", 5, 2},           \
			  {FIELD_EVENT, "event_field1", 3, 1, .is_number = 1}, \
			  {FIELD_EVENT, "event_field2", 150, 3}}

/* The same of items, of which a bag, and a number, which has no row to be
 * missing. */
#define ITEMS_OF(v)                                                          \
	.nfields = 4,                                                        \
	.field = {{0, "event_field0", 5, 2, 0}, {2, "item_field0", 5, 2, 0}, \
	    {2, "item_field1", v, 1, 1}, {2, "item_field2", 150, 3, 0}}

/* Every kind at both places: a table, a bag, a number, the items' table. */
#define ALL_FIELDS                                                             \
	.nfields = 8, .field = {{FIELD_EVENT, "event_field0", 5, 2},           \
			  {FIELD_EVENT, "event_field1", BAG_ROWS, 4},          \
			  {FIELD_EVENT, "event_field2", 3, 1, .is_number = 1}, \
			  {FIELD_EVENT, "event_field3", .is_item = 1},         \
			  {FIELD_QUERY, "query_field0", 150, 2},               \
			  {FIELD_QUERY, "query_field1", BAG_ROWS, 3},          \
			  {FIELD_QUERY, "query_field2", 3, 1, .is_number = 1}, \
			  {FIELD_QUERY, "query_field3", .is_item = 1}}

/* What every cell and loss is tried on. */
static const struct gradient_problem all_alike[] = {
    {"3 rows", 3, 2, 5, SHAPE(5, 4, 4), 1, 0, 0, 0, 0, 0},
    {"9 rows, ragged", 9, 4, 6, SHAPE(6, 3, 3), 1, 1, 0, 0, 0, 0},
    {"131 rows", 131, 3, 40, SHAPE(40, 4, 4), 1, 0, 0, 0, 0, 0},
    {"300 rows, ragged, every event", 300, 5, 30, SHAPE(30, 4, 4), 1, 1, 1, 1,
	0, 0},
};

/* What the shapes of the towers are tried on, with softmax.  The last dense
 * layer of items has a ReLU or is normalised: otherwise its bias would add a
 * constant to a row of scores, which changes no softmax. */
static const struct gradient_problem shapes[] = {
    {"467 rows, ragged", 467, 7, 77, SHAPE(77, 5, 5), 1, 1, 0, 0, 0, 0},
    {"projected", 20, 4, 9, SHAPE(9, 3, 5), 1, 1, 1, 0, 0, 0},
    {"tied, bias", 20, 4, 9, SHAPE(9, 4, 4, .tied = 1, .item_bias = 1), 1, 1, 1,
	1, 0, 0},
    {"normalised", 20, 4, 9, SHAPE(9, 4, 4, .normalize = 1, .temperature = 0.3),
	1, 0, 1, 1, 0, 0},
    {"normalised, projected, tied, bias", 300, 4, 19,
	SHAPE(19, 5, 3, .temperature = 0.2, .tied = 1, .item_bias = 1,
	    .normalize = 1),
	1, 1, 1, 1, 0, 0},
    {"3 layers", 40, 5, 9, SHAPE(9, 4, 6), 3, 1, 1, 0, 0, 0},
    {"2 layers, dropout", 200, 3, 9, SHAPE(9, 4, 4), 2, 1, 1, 0, 0, 0.3},
    {"dropout", 200, 3, 9, SHAPE(9, 4, 5), 1, 0, 0, 0, 0, 0.5},
    {"2 layers, hidden", 20, 4, 9,
	SHAPE(9, 4, 4, .hidden = "7:relu,5", .norm = LAYER_NORM_PRE), 2, 1, 1,
	0, 0, 0},
    {"2 layers, hidden of another kind", 20, 4, 9,
	SHAPE(9, 4, 6, .hidden = "3", .norm = LAYER_NORM_POST, .heads = 2), 2,
	1, 1, 0, 0, 0.2},
    {"2 heads", 30, 6, 9, SHAPE(9, 4, 6, .heads = 2), 1, 1, 1, 0, 0, 0},
    {"2 layers, carried", CARRIED, 1, 9, SHAPE(9, 4, 5), 2, 0, 1, 1, 1, 0},
    {"2 layers, carried, dropout", CARRIED, 1, 9, SHAPE(9, 4, 5), 2, 0, 1, 1, 1,
	0.2},
    {"fields", 30, 4, 9, SHAPE(9, 4, 5, FIELDS), 1, 1, 1, 0, 0, 0},
    {"131 rows, fields, tied, bias, dropout", 131, 5, 9,
	SHAPE(9, 4, 4, FIELDS, .tied = 1, .item_bias = 1), 2, 1, 0, 1, 0, 0.2},
    {"items' fields", 30, 4, 9, SHAPE(9, 4, 5, ITEMS_OF(9)), 1, 1, 1, 0, 0, 0},
    {"items' fields, tied, bias, dropout", 131, 5, 140,
	SHAPE(140, 6, 6, ITEMS_OF(140), .tied = 1, .item_bias = 1,
	    .normalize = 1),
	2, 1, 0, 1, 0, 0.2},
    {"items' fields, bias, dropout", 40, 5, 9,
	SHAPE(9, 4, 4, ITEMS_OF(9), .item_bias = 1), 1, 1, 1, 0, 0, 0.3},
    {"fields of all kinds and places", 30, 4, 9, SHAPE(9, 4, 5, ALL_FIELDS), 1,
	1, 0, 0, 0, 0},
    {"139 rows, fields of all kinds and places, hidden, every event", 139, 4, 9,
	SHAPE(9, 4, 4, ALL_FIELDS, .hidden = "7:relu,5", .tied = 1), 1, 1, 1, 0,
	0, 0},
    {"fields of all kinds and places, no dense layer", 40, 4, 9,
	SHAPE(9, 4, 4, ALL_FIELDS, .tied = 1, .normalize = 1), 1, 1, 1, 0, 0,
	0.2},
    {"fields of all kinds and places, carried", CARRIED, 1, 9,
	SHAPE(9, 4, 5, ALL_FIELDS), 2, 0, 1, 1, 1, 0.2},
    {"items' hidden layers, bias", 20, 4, 9,
	SHAPE(9, 4, 5, .item_hidden = "7:relu,4:relu", .item_bias = 1), 1, 1, 1,
	1, 0, 0},
    {"items' hidden layer, tied, normalised", 300, 4, 150,
	SHAPE(150, 5, 5, .item_hidden = "3:relu", .tied = 1, .normalize = 1,
	    .temperature = 0.4),
	1, 1, 1, 0, 0, 0},
    {"items' fields and hidden layers, bias, dropout", 131, 5, 140,
	SHAPE(140, 6, 6, ITEMS_OF(140), .item_hidden = "7:relu,5",
	    .item_bias = 1, .normalize = 1),
	1, 1, 0, 1, 0, 0.2},
    {"items' fields and hidden layer, tied, bias", 30, 4, 9,
	SHAPE(9, 4, 4, ITEMS_OF(9), .item_hidden = "4:relu", .tied = 1,
	    .item_bias = 1),
	1, 1, 1, 0, 0, 0},
    {"contexts masked", 20, 4, 9, SHAPE(9, 4, 4, .item_bias = 1), 1, 1, 0, 2, 0,
	0},
    {"contexts masked, 131 rows, every event", 131, 5, 30,
	SHAPE(30, 4, 4, .tied = 1), 1, 1, 1, 2, 0, 0},
};

#define QUERY_FIELDS                                                   \
	.nfields = 3, .field = {{FIELD_QUERY, "query_field0", 150, 2}, \
			  {FIELD_QUERY, "query_field1", BAG_ROWS, 3},  \
			  {FIELD_QUERY, "query_field2", 3, 1, .is_number = 1}}

/* Queries of fields alone. */
static const struct gradient_problem bare[] = {
    {"a field as it is", 30, 1, 9,
	SHAPE(9, 4, 4, .encoder = "none", .tied = 1, .nfields = 1,
	    .field = {{FIELD_QUERY, "query_field0", 15, 4}}),
	0, 0, 0, 0, 0, 0},
    {"a bag as it is, bias", 200, 1, 9,
	SHAPE(9, 4, 4, .encoder = "none", .tied = 1, .item_bias = 1,
	    .nfields = 1,
	    .field = {{FIELD_QUERY, "query_field1", BAG_ROWS, 4}}),
	0, 0, 0, 0, 0, 0},
    {"fields, projected", 30, 1, 9,
	SHAPE(9, 4, 4, .encoder = "none", .tied = 1, QUERY_FIELDS), 0, 0, 0, 1,
	0, 0},
    {"fields of queries and items, hidden layers", 30, 1, 9,
	SHAPE(9, 4, 4, .encoder = "none", .tied = 1, .item_bias = 1,
	    .hidden = "7:relu,5", .item_hidden = "4:relu", .nfields = 2,
	    .field = {{FIELD_QUERY, "query_field0", 150, 2},
		{FIELD_ITEM, "item_field0", 5, 2}}),
	0, 0, 0, 1, 0, 0},
    {"fields, hidden, normalised", 30, 1, 9,
	SHAPE(9, 4, 4, .encoder = "none", .tied = 1, .normalize = 1,
	    .temperature = 0.4, .hidden = "7:relu,5", QUERY_FIELDS),
	0, 0, 0, 1, 0, 0},
};

static struct rng rng;
static struct fail f;

static int32_t item[MOST_ROWS * MOST_STEPS];

/* Values of fields beside the items, or of the sequences, some of them missing;
 * those of bags are rows 0, 1 2, 2 1 1 and 3. */
static int32_t value[NET_FIELDS][MOST_ROWS * MOST_STEPS];
static const real numbers[] = {0, -1.2, 0.4, 2};
static const size_t bag_start[] = {0, 1, 3, 6, 7};
static const int32_t bag_part[] = {0, 1, 2, 2, 1, 1, 3};

static int
take_fields(struct batch *b, const struct gradient_problem *p)
{
	struct batch_field field[NET_FIELDS] = {{0}};
	const struct batch_fields like = {item, field, net_item_fields(&p->is)};
	size_t i, k;

	for (k = 0; k < like.n; k++) {
		const struct net_field_shape *is = &p->is.field[k];
		const int bag = is->rows == BAG_ROWS;
		const size_t rows = is->is_item ? p->v : is->rows,
			     values = is->is_number || bag ? 3 : rows;

		for (i = 0; i < p->n * p->k; i++)
			value[k][i] = (int32_t)rng_below(&rng, values + 1);
		field[k] = (struct batch_field){.place = is->place,
		    .id = value[k],
		    .values = values,
		    .rows = rows,
		    .number = is->is_number ? numbers : NULL,
		    .start = bag ? bag_start : NULL,
		    .part = bag ? bag_part : NULL};
	}
	return batch_take_fields(b, &like, &f);
}

/* Values of items: of a number one each, else none to three, some of them
 * alike. */
static int
take_items(struct net *net, const struct gradient_problem *p)
{
	const size_t first = net_item_fields(&p->is);
	size_t i, k, n, j;

	if (first == p->is.nfields)
		return 0;
	net->values = item_values_new(p->v, p->is.nfields - first, &f);
	if (!net->values)
		return -1;
	for (k = first; k < p->is.nfields; k++) {
		const struct net_field_shape *is = &p->is.field[k];
		struct item_values_field *to = &net->values->field[k - first];

		to->rows = is->rows;
		to->start = calloc(p->v + 2, sizeof(*to->start));
		to->value = calloc(3 * (p->v + 1), sizeof(*to->value));
		to->number = is->is_number
		                 ? calloc(p->v + 1, sizeof(*to->number))
		                 : NULL;
		if (!to->start || !to->value || (is->is_number && !to->number))
			return fail_memory(&f);
		for (i = n = 0; i <= p->v; i++) {
			j = is->is_number ? 1 : 1 + rng_below(&rng, 3);
			while (j--)
				to->value[n++] = is->is_number
				                     ? (int32_t)i
				                     : (int32_t)rng_below(
							   &rng, is->rows + 1);
			to->start[i + 1] = (int32_t)n;
			if (is->is_number)
				to->number[i] = 0.7 * rng_normal(&rng);
		}
	}
	return 0;
}

#endif
