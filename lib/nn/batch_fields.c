/* batch_fields - the fields of a batch, by different values. */
/* SPDX-License-Identifier: MIT */
#include "nn/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/field.h"

/* [n] filled with -1; returns NULL if memory runs out. */
static int32_t *
no_places(size_t n)
{
	int32_t *p = malloc(n * sizeof(*p));

	if (p)
		memset(p, 0xff, n * sizeof(*p));
	return p;
}

/* Memory for the values of a field of events. */
static int
alloc_events(struct batch_field *k, size_t events, struct fail *f)
{
	k->at = malloc((events + 1) * sizeof(*k->at));
	k->value =
	    malloc((size_min(events, k->values) + 1) * sizeof(*k->value));
	k->place_of = no_places(k->values + 1);
	if (k->start) {
		k->row = malloc((k->rows + 1) * sizeof(*k->row));
		k->row_at = no_places(k->rows + 1);
	}
	return k->at && k->value && k->place_of &&
	               (!k->start || (k->row && k->row_at))
	           ? 0
	           : fail_memory(f);
}

/* Memory for the rows of a field of queries. */
static int
alloc_queries(
    struct batch_field *k, size_t rows, size_t queries, struct fail *f)
{
	const size_t all = k->number ? k->values : k->rows;
	size_t v, n;

	for (k->longest = 1, v = 0; k->start && v <= k->values; v++)
		k->longest =
		    size_max(k->longest, k->start[v + 1] - k->start[v]);
	if (size_mul(rows, k->longest, &n))
		return fail_memory(f);
	k->at = malloc((n + 1) * sizeof(*k->at));
	k->of = malloc((queries + 1) * sizeof(*k->of));
	k->first = malloc((rows + 1) * sizeof(*k->first));
	k->value = malloc((size_min(n, all) + 1) * sizeof(*k->value));
	k->place_of = no_places(all + 1);
	return k->at && k->of && k->first && k->value && k->place_of
	           ? 0
	           : fail_memory(f);
}

struct batch_fields *
batch_fields_new(const struct batch_fields *like, size_t rows, size_t events,
    size_t queries, struct fail *f)
{
	struct batch_fields *b = calloc(1, sizeof(*b));

	if (b)
		b->field = calloc(like->n + 1, sizeof(*b->field));
	if (!b || !b->field) {
		(void)fail_memory(f);
		batch_fields_free(b);
		return NULL;
	}
	b->items = like->items;
	while (b->n < like->n) {
		struct batch_field *k = &b->field[b->n];

		*k = like->field[b->n++];
		k->owned = NULL;
		if (k->place == FIELD_QUERY ? alloc_queries(k, rows, queries, f)
					    : alloc_events(k, events, f)) {
			batch_fields_free(b);
			return NULL;
		}
	}
	return b;
}

void
batch_fields_free(struct batch_fields *b)
{
	size_t i;

	if (!b)
		return;
	for (i = 0; i < b->n; i++) {
		free(b->field[i].at);
		free(b->field[i].of);
		free(b->field[i].first);
		free(b->field[i].value);
		free(b->field[i].place_of);
		free(b->field[i].row);
		free(b->field[i].row_at);
	}
	free(b->field);
	free(b);
}

/* Index of v in the list of values; appends v if the list lacks it. */
static int32_t
put(struct batch_field *k, int32_t v)
{
	if (k->place_of[v] < 0) {
		k->place_of[v] = (int32_t)k->n;
		k->value[k->n++] = v;
	}
	return k->place_of[v];
}

/* Fills the events of a tile, step by step, in the order of nn/batch. */
static void
fill_events(struct batch_field *k, const struct batch *b,
    const struct batch_tile *t, const int32_t *items)
{
	const int32_t *active = b->active + t->active;
	int32_t *at = k->at + t->event;
	size_t step, i;

	for (step = 0; step < t->steps; step++)
		for (i = 0; i < (size_t)active[step]; i++) {
			const int32_t *item =
			    b->source[b->order[t->row + i]].item + step;

			*at++ = put(k, k->id ? k->id[item - items] : 0);
		}
}

/* Fills the rows of sequence i, which has value v, from index *n on. */
static void
fill_sequence(struct batch_field *k, size_t i, int32_t v, size_t *n)
{
	size_t j;

	k->first[i] = *n;
	if (!k->start)
		k->at[(*n)++] = put(k, v);
	else
		for (j = k->start[v]; j < k->start[v + 1]; j++)
			k->at[(*n)++] = put(k, k->part[j]);
	k->first[i + 1] = *n;
}

/* Fills the queries of a tile and the rows of its sequences, from index *n
 * on. */
static void
fill_queries(struct batch_field *k, const struct batch *b,
    const struct batch_tile *t, size_t *n)
{
	const int32_t *active = b->active + t->active;
	int32_t *of = k->of + t->query;
	size_t step, i;

	for (i = t->row; i < t->row + t->rows; i++)
		fill_sequence(
		    k, i, k->id ? k->id[b->source[b->order[i]].row] : 0, n);
	for (i = 0; i < t->rows && !b->every; i++)
		*of++ = (int32_t)(t->row + i);
	for (step = 0; step < t->steps && b->every; step++)
		for (i = 0; i < (size_t)active[step]; i++)
			*of++ = (int32_t)(t->row + i);
}

/* Lists the table rows of the values, each once. */
static void
collect_rows(struct batch_field *k)
{
	size_t i, j;

	for (i = 0; i < k->nrows; i++) /* of the previous batch */
		k->row_at[k->row[i]] = -1;
	for (k->nrows = i = 0; i < k->n; i++)
		for (j = k->start[k->value[i]]; j < k->start[k->value[i] + 1];
		     j++) {
			const int32_t row = k->part[j];

			if (k->row_at[row] >= 0)
				continue;
			k->row_at[row] = (int32_t)k->nrows;
			k->row[k->nrows++] = row;
		}
}

void
batch_fields_fill(struct batch_fields *b, const struct batch *of)
{
	size_t f, i, n;

	for (f = 0; f < b->n; f++) {
		struct batch_field *k = &b->field[f];

		for (n = k->n = i = 0; i < of->ntiles; i++) {
			if (k->place == FIELD_QUERY)
				fill_queries(k, of, &of->tile[i], &n);
			else
				fill_events(k, of, &of->tile[i], b->items);
		}
		for (i = 0; i < k->n; i++)
			k->place_of[k->value[i]] = -1;
		if (k->row)
			collect_rows(k);
	}
}
