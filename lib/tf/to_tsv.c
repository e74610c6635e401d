/* to_tsv - converts Examples to rows of TSV (examples-tsv(5)). */
/* SPDX-License-Identifier: MIT */
#include "tf/to_tsv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/tsv.h"
#include "tf/column.h"
#include "tf/feature.h"
#include "tf/feature_cell.h"
#include "tf/schema.h"

struct to_tsv {
	const struct columns *columns;
	int strict;
	struct column **sorted; /* [n], by column_compare() */
	/* [n] 1 if a row had a value for this column */
	unsigned char *seen;
	struct buffer *fallbacks; /* [n] the cell of a missing feature */
};

/* Finds the type of a column that was named without one. */
static int
find_kind(struct column *c, const struct schema *s, struct fail *f)
{
	const struct column *found = schema_find(s, c->name, c->steps);

	if (!found && schema_find(s, c->name, !c->steps))
		return fail_set(f,
		    c->steps ? "'%.*s' is a feature, not a feature list: "
			       "leave out steps"
			     : "'%.*s' is a feature list: name it as "
			       "NAME:TYPE:steps",
		    COLUMN_NAME(c));
	c->told = c->kind != FEATURE_NONE;
	if (c->told)
		return 0;
	if (found)
		c->kind = found->kind;
	else if (schema_records(s))
		return fail_set(f,
		    "there is no %s '%.*s' in the first %llu record%s; "
		    "if it comes later, give its type: NAME:TYPE",
		    column_noun(c), COLUMN_NAME(c),
		    (unsigned long long)schema_records(s),
		    num_s(schema_records(s)));
	return 0;
}

/* Writes a default, as often as the column's length says. */
static int
put_fallback(struct buffer *t, const struct column *c, struct fail *f)
{
	struct slice x = c->fallback;
	char *room;
	size_t i, n = c->length ? c->length : 1, start = t->n, one;
	int64_t whole;
	float x32;

	room = x.n < SIZE_MAX / 4 ? buffer_room(t, 4 * x.n + NUM_MAX) : NULL;
	if (!room)
		return fail_memory(f);
	if (c->kind == FEATURE_BYTES) {
		t->n += tsv_escape(x.s, x.n, room);
	} else if (c->kind == FEATURE_FLOAT && !num_get_float(x.s, x.n, &x32)) {
		t->n += (size_t)(num_put_float(room, x32) - room);
	} else if (c->kind == FEATURE_INT64 && !num_get_int(x.s, x.n, &whole)) {
		t->n += (size_t)(num_put_int(room, whole) - room);
	} else if (c->kind != FEATURE_NONE) {
		return fail_set(f, "the default of '%.*s', '%.*s', is not %s",
		    COLUMN_NAME(c), (int)size_min(x.n, 100), x.s,
		    feature_kind_name(c->kind));
	}
	one = t->n - start;
	for (i = 1; i < n && !t->failed; i++) {
		buffer_char(t, ',');
		if (buffer_room(t, one)) {
			memcpy(t->p + t->n, t->p + start, one);
			t->n += one;
		}
	}
	return t->failed ? fail_memory(f) : 0;
}

static int
by_name(const void *a, const void *b)
{
	return column_compare(
	    *(struct column *const *)a, *(struct column *const *)b);
}

static int
prepare(struct to_tsv *t, struct columns *cs, const struct schema *s,
    struct fail *f)
{
	size_t i;

	t->sorted = calloc(cs->n + 1, sizeof(*t->sorted));
	t->seen = calloc(cs->n + 1, 1);
	t->fallbacks = calloc(cs->n + 1, sizeof(*t->fallbacks));
	if (!t->sorted || !t->seen || !t->fallbacks)
		return fail_memory(f);
	for (i = 0; i < cs->n; i++) {
		t->sorted[i] = &cs->at[i];
		if (find_kind(&cs->at[i], s, f))
			return -1;
		if (cs->at[i].fallback.s &&
		    put_fallback(&t->fallbacks[i], &cs->at[i], f))
			return -1;
	}
	qsort(t->sorted, cs->n, sizeof(*t->sorted), by_name);
	return 0;
}

struct to_tsv *
to_tsv_new(
    struct columns *cs, const struct schema *s, int strict, struct fail *f)
{
	struct to_tsv *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)fail_memory(f);
		return NULL;
	}
	t->columns = cs;
	t->strict = strict;
	if (prepare(t, cs, s, f)) {
		to_tsv_free(t);
		return NULL;
	}
	return t;
}

void
to_tsv_free(struct to_tsv *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; t->fallbacks && i < t->columns->n; i++)
		buffer_free(&t->fallbacks[i]);
	free(t->fallbacks);
	free(t->sorted);
	free(t->seen);
	free(t);
}

const struct column *
to_tsv_unseen(const struct to_tsv *t, size_t k)
{
	size_t i;

	for (i = 0; i < t->columns->n; i++) {
		if (!t->seen[i] && k-- == 0)
			return &t->columns->at[i];
	}
	return NULL;
}

void
to_tsv_header(const struct to_tsv *t, int typed, struct buffer *out)
{
	size_t i;

	for (i = 0; i < t->columns->n; i++) {
		if (i)
			buffer_char(out, '\t');
		column_put_header(&t->columns->at[i], typed, out);
	}
	buffer_char(out, '\n');
}

/* Refuses feature x, which has no column, and names the -f that would add
 * one. */
static int
refuse_new(const struct to_tsv *t, const struct feature *x,
    const struct column *c, struct fail *f)
{
	char spec[700];
	struct column late = *c;

	late.kind = (int)feature_value_kind(x);
	if (!column_spec(t->columns, &late, spec, sizeof(spec)))
		(void)stpcpy(spec, "LIST");
	return fail_set(f,
	    "%s '%.*s' is new here, after the header was written; name it: "
	    "-f '%s', or give a file",
	    column_noun(c), COLUMN_NAME(c), spec);
}

/* Finds the features of columns from *k on; both are sorted, so one pass is
 * enough. */
static int
match(struct to_tsv *t, const struct feature *x, size_t n, int steps, size_t *k,
    const struct feature **cells, struct fail *f)
{
	struct column c = {.steps = steps};
	size_t i, at;
	int order = -1;

	for (i = 0; i < n; i++) {
		c.name = x[i].key;
		for (; *k < t->columns->n; ++*k) {
			order = column_compare(t->sorted[*k], &c);
			if (order >= 0)
				break;
		}
		if (*k < t->columns->n && order == 0) {
			if (x[i].kind == FEATURE_NONE)
				continue;
			at = (size_t)(t->sorted[*k] - t->columns->at);
			cells[at] = &x[i];
			if (!__atomic_load_n(&t->seen[at], __ATOMIC_RELAXED))
				__atomic_store_n(
				    &t->seen[at], 1, __ATOMIC_RELAXED);
		} else if (t->strict) {
			return refuse_new(t, &x[i], &c, f);
		}
	}
	return 0;
}

int
to_tsv_row(struct to_tsv *t, const struct example *e, struct arena *a,
    struct buffer *out, struct fail *f)
{
	size_t i, k = 0, n = t->columns->n, start = out->n;
	const struct feature **cells = arena_alloc(a, n * sizeof(*cells));

	if (!cells)
		return fail_memory(f);
	if (!n && t->strict && !e->nfeatures && !e->nlists)
		return fail_set(f, "an Example has no features, and there "
				   "are no columns yet; name them with -f");
	for (i = 0; i < n; i++)
		cells[i] = NULL;
	if (match(t, e->features, e->nfeatures, 0, &k, cells, f) ||
	    match(t, e->lists, e->nlists, 1, &k, cells, f))
		return -1;
	for (i = 0; i < n; i++) {
		if (i)
			buffer_char(out, '\t');
		if (feature_cell_put(out, &t->columns->at[i], cells[i],
			&t->fallbacks[i], f)) {
			out->n = start;
			return -1;
		}
	}
	buffer_char(out, '\n');
	return out->failed ? fail_memory(f) : 0;
}
