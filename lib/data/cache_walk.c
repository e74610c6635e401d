/* cache_walk - passes over data a part at a time, in memory or in a cache. */
/* SPDX-License-Identifier: MIT */
#include "data/cache.h"
#include "data/cache_rows.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"

#define PART ((size_t)1 << 20) /* words of a part; one long row may have more */

struct cache_walk {
	const struct examples *of; /* exactly one is given */
	const struct sequences *of_sequences;
	struct examples x; /* the current part */
	struct sequences s;
	size_t at; /* the next row */
};

/* Columns without room for rows, but not NULL. */
static struct field_column *
empty_fields(const struct cache_shape *is, size_t *n, struct fail *f)
{
	struct field_column *to;
	size_t k;

	*n = is->event_fields + is->row_fields;
	to = calloc(*n + 1, sizeof(*to));
	for (k = 0; to && k < *n; k++) {
		to[k].of_row = k >= is->event_fields;
		to[k].id = malloc(sizeof(*to[k].id));
		if (!to[k].id)
			break;
	}
	if (!to || k < *n) {
		(void)fail_memory(f);
		*n = to ? k : 0;
	}
	return to;
}

int
cache_columns(struct cache *c, struct examples *x, struct fail *f)
{
	const struct cache_shape *is = cache_shape(c);
	const size_t fields = is->event_fields + is->row_fields;

	x->n = is->n;
	x->k = is->k;
	x->cache = c;
	x->field = empty_fields(is, &x->nfields, f);
	if (x->nfields < fields)
		return -1;
	x->label = malloc(sizeof(*x->label));
	x->length = malloc(sizeof(*x->length));
	if (is->is & CACHE_WEIGHTS)
		x->weight = malloc(sizeof(*x->weight));
	if (is->is & CACHE_GROUPS)
		x->group = malloc(sizeof(*x->group));
	return x->field && x->label && x->length &&
	               (x->weight || !(is->is & CACHE_WEIGHTS)) &&
	               (x->group || !(is->is & CACHE_GROUPS))
	           ? 0
	           : fail_memory(f);
}

int
cache_sequence_columns(struct cache *c, struct sequences *s, struct fail *f)
{
	const struct cache_shape *is = cache_shape(c);

	s->cache = c;
	s->field = empty_fields(is, &s->nfields, f);
	return s->field && s->nfields == is->event_fields + is->row_fields ? 0
	                                                                   : -1;
}

static int
next_examples(struct cache_walk *w, struct fail *f)
{
	const struct examples *x = w->of;
	size_t n = PART / ((x->k + 4) * (x->nfields + 1));
	int32_t *row;
	size_t i;
	int r;

	n = size_min(n + !n, x->n - w->at);
	row = malloc(n * sizeof(*row));
	if (!row)
		return fail_memory(f);
	for (i = 0; i < n; i++)
		row[i] = (int32_t)(w->at + i);
	r = examples_room_all(&w->x, n, x->k, f) ||
	    cache_read(x->cache, row, n, &w->x, f);
	free(row);
	w->at += n;
	return r ? -1 : 0;
}

static int
next_sequences(struct cache_walk *w, struct fail *f)
{
	const struct sequences *s = w->of_sequences;
	const size_t first = w->at;
	struct cache_part *part;
	size_t end = first, i;
	int r;

	do
		end++;
	while (
	    end < s->n && (s->start[end + 1] - s->start[first] + end - first) *
				  (s->nfields + 1) <=
			      PART);
	part = malloc((end - first) * sizeof(*part));
	if (!part)
		return fail_memory(f);
	for (i = first; i < end; i++)
		part[i - first] = (struct cache_part){
		    i, s->start[i], s->start[i + 1] - s->start[i]};
	r = sequences_room(
		&w->s, end - first, s->start[end] - s->start[first] + 1, f) ||
	    cache_read_parts(s->cache, part, end - first, &w->s, f);
	free(part);
	w->at = end;
	return r ? -1 : 0;
}

int
cache_walk_next(struct cache_walk *w, const struct examples **part,
    const struct sequences **spart, struct fail *f)
{
	const struct examples *x = w->of;
	const struct sequences *s = w->of_sequences;

	*part = NULL;
	*spart = NULL;
	if (w->at >= (x ? x->n : s->n))
		return 0;
	if (x ? x->cache != NULL : s->cache != NULL) {
		if (x ? next_examples(w, f) : next_sequences(w, f))
			return -1;
	} else {
		w->at = x ? x->n : s->n;
	}
	if (x)
		*part = x->cache ? &w->x : x;
	else
		*spart = s->cache ? &w->s : s;
	return 1;
}

struct cache_walk *
cache_walk_new(
    const struct examples *x, const struct sequences *s, struct fail *f)
{
	struct cache_walk *w = calloc(1, sizeof(*w));

	if (!w) {
		(void)fail_memory(f);
		return NULL;
	}
	w->of = x;
	w->of_sequences = s;
	if ((x && x->cache && examples_like(&w->x, x, f)) ||
	    (s && s->cache && sequences_like(&w->s, s, f))) {
		cache_walk_free(w);
		return NULL;
	}
	return w;
}

void
cache_walk_free(struct cache_walk *w)
{
	if (!w)
		return;
	examples_free(&w->x);
	sequences_free(&w->s);
	free(w);
}
