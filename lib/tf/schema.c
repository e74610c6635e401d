/* schema - which features a file of Examples has, and what is in them. */
/* SPDX-License-Identifier: MIT */
#include "tf/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/tsv.h"
#include "tf/column.h"
#include "tf/feature.h"

#define NAMES ((size_t)1 << 30) /* bytes that all names may take */
#define SHOWN 40                /* bytes of a value that the table shows */

/* The least and greatest value so far. */
struct schema_range {
	int any; /* value at all */
	float least_float, most_float;
	int64_t least_int, most_int;
	struct buffer least_bytes, most_bytes;
};

struct schema_entry {
	struct column column;
	uint64_t count;
	size_t shortest, longest;
	struct schema_range range;
};

struct schema {
	struct schema_entry *at; /* [n], sorted by column_compare() */
	size_t n, room;
	uint64_t records;
	struct arena *names;
};

struct schema *
schema_new(struct fail *f)
{
	struct schema *s = calloc(1, sizeof(*s));

	if (!s || !(s->names = arena_new(NAMES))) {
		free(s);
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
	for (i = 0; i < s->n; i++) {
		buffer_free(&s->at[i].range.least_bytes);
		buffer_free(&s->at[i].range.most_bytes);
	}
	free(s->at);
	arena_free(s->names);
	free(s);
}

uint64_t
schema_records(const struct schema *s)
{
	return s->records;
}

/* The first entry that is not before c. */
static size_t
place(const struct schema *s, const struct column *c)
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

/* Makes room for a column of that name before entry i. */
static int
insert(struct schema *s, size_t i, const struct column *c, struct fail *f)
{
	struct schema_entry *at;
	char *name = arena_copy(s->names, c->name.s, c->name.n);

	if (!name)
		return fail_memory(f);
	if (ARRAY_ROOM(&s->at, &s->room, s->n + 1, f))
		return -1;
	at = s->at;
	memmove(at + i + 1, at + i, (s->n - i) * sizeof(*at));
	s->n++;
	at[i] = (struct schema_entry){.column = *c, .shortest = SIZE_MAX};
	at[i].column.name.s = name;
	return 0;
}

static void
add_ints(struct schema_range *r, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		int64_t x = f->ints[i];

		if (!r->any || x < r->least_int)
			r->least_int = x;
		if (!r->any || x > r->most_int)
			r->most_int = x;
		r->any = 1;
	}
}

/* A nan is neither less nor more than anything. */
static void
add_floats(struct schema_range *r, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		float x = f->floats[i];

		if (isnan(x))
			continue;
		if (!r->any || x < r->least_float)
			r->least_float = x;
		if (!r->any || x > r->most_float)
			r->most_float = x;
		r->any = 1;
	}
}

static void
add_bytes(struct schema_range *r, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		struct slice x = f->bytes[i];
		struct slice least = {r->least_bytes.p, r->least_bytes.n};
		struct slice most = {r->most_bytes.p, r->most_bytes.n};

		if (!r->any || feature_compare(x, least) < 0) {
			r->least_bytes.n = 0;
			buffer_put(&r->least_bytes, x.s, x.n);
		}
		if (!r->any || feature_compare(x, most) > 0) {
			r->most_bytes.n = 0;
			buffer_put(&r->most_bytes, x.s, x.n);
		}
		r->any = 1;
	}
}

/* Takes the values of a feature, or of one step, into account. */
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
	if (kind == FEATURE_INT64)
		add_ints(&e->range, x);
	else if (kind == FEATURE_FLOAT)
		add_floats(&e->range, x);
	else
		add_bytes(&e->range, x);
	if (e->range.least_bytes.failed || e->range.most_bytes.failed)
		return fail_memory(f);
	return 0;
}

static int
add_feature(struct schema_entry *e, const struct feature *x, struct fail *f)
{
	size_t i;

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

/* Both are sorted: one walk over the two. */
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
		i = place(s, &c);
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
	size_t i = place(s, &c);

	if (i == s->n || column_compare(&s->at[i].column, &c))
		return NULL;
	return &s->at[i].column;
}

static void
put_count(struct buffer *t, uint64_t n)
{
	char *room;

	buffer_char(t, '\t');
	room = buffer_room(t, NUM_MAX);
	if (room)
		t->n += (size_t)(num_put_int(room, (int64_t)n) - room);
}

/* The least or the greatest value of an entry. */
static void
put_value(struct buffer *t, const struct schema_entry *e, int greatest)
{
	const struct schema_range *r = &e->range;
	const struct buffer *b = greatest ? &r->most_bytes : &r->least_bytes;
	size_t shown = size_min(b->n, SHOWN);
	char *room = buffer_room(t, NUM_MAX + 4 * SHOWN), *p = room;

	if (!room)
		return;
	if (!r->any)
		p = stpcpy(p, "\\N");
	else if (e->column.kind == FEATURE_INT64)
		p = num_put_int(p, greatest ? r->most_int : r->least_int);
	else if (e->column.kind == FEATURE_FLOAT)
		p = num_put_float(p, greatest ? r->most_float : r->least_float);
	else if (shown)
		p += tsv_escape(b->p, shown, p);
	t->n += (size_t)(p - room);
	if (e->column.kind == FEATURE_BYTES && shown < b->n)
		buffer_put(t, "...", 3);
}

void
schema_put(const struct schema *s, struct buffer *t)
{
	static const char titles[] = "feature\ttype\tcount\tmissing\tshortest\t"
				     "longest\tleast\tgreatest\n";
	size_t i;

	buffer_put(t, titles, sizeof(titles) - 1);
	for (i = 0; i < s->n; i++) {
		const struct schema_entry *e = &s->at[i];
		const char *kind = feature_kind_name(e->column.kind);
		struct column name = {.name = e->column.name};

		column_put_header(&name, 0, t);
		buffer_char(t, '\t');
		buffer_put(t, kind, strlen(kind));
		if (e->column.steps)
			buffer_put(t, ":steps", 6);
		put_count(t, e->count);
		put_count(t, s->records - e->count);
		put_count(t, e->shortest);
		put_count(t, e->longest);
		buffer_char(t, '\t');
		put_value(t, e, 0);
		buffer_char(t, '\t');
		put_value(t, e, 1);
		buffer_char(t, '\n');
	}
}
