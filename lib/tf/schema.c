/* schema - the features of a file of Examples, and statistics of their
 * values. */
/* SPDX-License-Identifier: MIT */
#include "tf/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fail.h"
#include "tf/column.h"
#include "tf/feature.h"
#include "tf/value_counts.h"
#include "tf/value_summary.h"

#define NAMES ((size_t)1 << 30) /* limit of the memory for names */

struct schema_entry {
	struct column column;
	uint64_t count;
	size_t shortest, longest;
	struct value_summary *values;
};

struct schema {
	struct schema_entry *at; /* [n], sorted by column_compare() */
	size_t n, room;
	uint64_t records;
	struct arena *names;
	struct value_pool *pool;
};

struct schema *
schema_new(struct fail *f)
{
	struct schema *s = calloc(1, sizeof(*s));

	if (s) {
		s->names = arena_new(NAMES);
		s->pool = value_pool_new();
	}
	if (!s || !s->names || !s->pool) {
		schema_free(s);
		(void)fail_memory(f);
		return NULL;
	}
	return s;
}

void
schema_free(struct schema *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->n; i++)
		value_summary_free(s->at[i].values);
	free(s->at);
	value_pool_free(s->pool);
	arena_free(s->names);
	free(s);
}

uint64_t
schema_records(const struct schema *s)
{
	return s->records;
}

/* Returns the first entry that is not before c. */
static size_t
find_place(const struct schema *s, const struct column *c)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (column_compare(&s->at[mid].column, c) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Inserts a column of that name before entry i. */
static int
insert(struct schema *s, size_t i, const struct column *c, struct fail *f)
{
	struct schema_entry *at;
	char *name = arena_copy(s->names, c->name.s, c->name.n);
	struct value_summary *values;

	if (!name)
		return fail_memory(f);
	if (ARRAY_ROOM(&s->at, &s->room, s->n + 1, f))
		return -1;
	values = value_summary_new(s->pool);
	if (!values)
		return fail_memory(f);
	at = s->at;
	memmove(at + i + 1, at + i, (s->n - i) * sizeof(*at));
	s->n++;
	at[i] = (struct schema_entry){.column = *c, .shortest = SIZE_MAX};
	at[i].column.name.s = name;
	at[i].values = values;
	return 0;
}

/* Adds the values of a feature, or of one step. */
static int
add_values(struct schema_entry *e, const struct feature *x, struct fail *f)
{
	int kind = (int)x->kind;
	const struct column *c = &e->column;

	if (kind == FEATURE_NONE)
		return 0;
	if (c->kind != FEATURE_NONE && c->kind != kind)
		return fail_set(f, "%s '%.*s' is %s here and %s before",
		    column_noun(c), (int)size_min(c->name.n, 200), c->name.s,
		    feature_kind_name(kind), feature_kind_name(c->kind));
	e->column.kind = kind;
	return value_summary_add(e->values, x, f);
}

/* Counts a feature; an unset feature only adds its name. */
static int
add_feature(struct schema_entry *e, const struct feature *x, struct fail *f)
{
	size_t i;

	if (x->kind == FEATURE_NONE)
		return 0;
	e->count++;
	e->shortest = size_min(e->shortest, x->n);
	e->longest = size_max(e->longest, x->n);
	if (x->kind != FEATURE_STEPS)
		return add_values(e, x, f);
	for (i = 0; i < x->n; i++) {
		if (add_values(e, &x->steps[i], f))
			return -1;
	}
	return 0;
}

/* Adds all features; both lists are sorted, so one pass is enough. */
static int
add_all(struct schema *s, const struct feature *x, size_t n, int steps,
    size_t *i, struct fail *f)
{
	struct column c = {.steps = steps};
	size_t k;

	for (k = 0; k < n; k++) {
		c.name = x[k].key;
		while (*i < s->n && column_compare(&s->at[*i].column, &c) < 0)
			++*i;
		if ((*i == s->n || column_compare(&s->at[*i].column, &c)) &&
		    insert(s, *i, &c, f))
			return -1;
		if (add_feature(&s->at[*i], &x[k], f))
			return -1;
	}
	return 0;
}

int
schema_add(struct schema *s, const struct example *e, struct fail *f)
{
	size_t i = 0;

	if (add_all(s, e->features, e->nfeatures, 0, &i, f) ||
	    add_all(s, e->lists, e->nlists, 1, &i, f))
		return -1;
	s->records++;
	return 0;
}

static int
add_names(struct schema *s, const struct feature *x, size_t n, int steps,
    struct fail *f)
{
	struct column c = {.steps = steps};
	size_t i, k;

	for (k = 0; k < n; k++) {
		c.name = x[k].key;
		i = find_place(s, &c);
		if ((i == s->n || column_compare(&s->at[i].column, &c)) &&
		    insert(s, i, &c, f))
			return -1;
		if (s->at[i].column.kind == FEATURE_NONE)
			s->at[i].column.kind = (int)feature_value_kind(&x[k]);
	}
	return 0;
}

int
schema_add_names(struct schema *s, const struct example *e, struct fail *f)
{
	return add_names(s, e->features, e->nfeatures, 0, f) ||
	               add_names(s, e->lists, e->nlists, 1, f)
	           ? -1
	           : 0;
}

int
schema_columns(const struct schema *s, struct arena *a, struct columns *cs)
{
	size_t i;

	cs->n = s->n;
	cs->at = arena_alloc(a, s->n * sizeof(*cs->at));
	if (!cs->at)
		return -1;
	for (i = 0; i < s->n; i++)
		cs->at[i] = s->at[i].column;
	return 0;
}

const struct column *
schema_find(const struct schema *s, struct slice name, int steps)
{
	struct column c = {.name = name, .steps = steps};
	size_t i = find_place(s, &c);

	if (i == s->n || column_compare(&s->at[i].column, &c))
		return NULL;
	return &s->at[i].column;
}

int
schema_at(const struct schema *s, size_t k, struct schema_seen *x)
{
	const struct schema_entry *e = &s->at[k];

	if (k >= s->n)
		return 0;
	*x = (struct schema_seen){.column = &e->column,
	    .count = e->count,
	    .shortest = e->count ? e->shortest : 0,
	    .longest = e->longest,
	    .values = e->values};
	return 1;
}
