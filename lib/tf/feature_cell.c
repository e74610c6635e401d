/* feature_cell - writes a feature as a TSV cell. */
/* SPDX-License-Identifier: MIT */
#include "tf/feature_cell.h"

#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/tsv.h"
#include "tf/column.h"
#include "tf/feature.h"

static void
put_bytes(struct buffer *t, const struct feature *x)
{
	char *room;
	size_t i;

	for (i = 0; i < x->n; i++) {
		struct slice s = x->bytes[i];

		room = s.n < SIZE_MAX / 8 ? buffer_room(t, 4 * s.n + 1) : NULL;
		if (!room) {
			t->failed = 1;
			return;
		}
		if (i)
			*room++ = ',';
		t->n += (i > 0) + tsv_escape(s.s, s.n, room);
	}
}

static void
put_numbers(struct buffer *t, const struct feature *x)
{
	size_t i = 0, end;
	char *room, *p;

	while (i < x->n) {
		end = i + size_min(x->n - i, 256);
		room = p = buffer_room(t, 256 * (NUM_MAX + 1));
		if (!room)
			return;
		for (; i < end; i++) {
			if (i)
				*p++ = ',';
			if (x->kind == FEATURE_INT64)
				p = num_put_int(p, x->ints[i]);
			else
				p = num_put_float(p, x->floats[i]);
		}
		t->n += (size_t)(p - room);
	}
}

/* Writes whole numbers as floats if they are exact. */
static int
put_as_floats(struct buffer *t, const struct feature *x, struct fail *f)
{
	char *room;
	size_t i;

	for (i = 0; i < x->n; i++) {
		float y = (float)x->ints[i];

		if (y >= 0x1p63f || (int64_t)y != x->ints[i])
			return fail_set(f,
			    "%lld is not exact as a float; it would become "
			    "%.0f",
			    (long long)x->ints[i], (double)y);
		room = buffer_room(t, NUM_MAX + 1);
		if (!room)
			return fail_memory(f);
		*room = ',';
		t->n += (size_t)(num_put_float(room + (i > 0), y) - room);
	}
	return 0;
}

/* Writes the list of a feature, or of one step, as values of kind. */
static int
put_list(struct buffer *t, const struct feature *x, int kind, struct fail *f)
{
	if (x->n && kind == FEATURE_FLOAT && x->kind == FEATURE_INT64)
		return put_as_floats(t, x, f);
	if (x->n == 0)
		buffer_put(t, "\\E", 2);
	else if (x->kind == FEATURE_BYTES)
		put_bytes(t, x);
	else
		put_numbers(t, x);
	return 0;
}

static int
check_kind(const struct column *c, const struct feature *x, struct fail *f)
{
	if ((int)x->kind == c->kind ||
	    (c->told && c->kind == FEATURE_FLOAT && x->kind == FEATURE_INT64))
		return 0;
	if (c->kind == FEATURE_NONE)
		return fail_set(f,
		    "%s '%.*s' has its first value here; name the columns "
		    "and their types with -f",
		    column_noun(c), COLUMN_NAME(c));
	return fail_set(f, "%s '%.*s' is %s here, not %s%s", column_noun(c),
	    COLUMN_NAME(c), feature_kind_name(x->kind),
	    feature_kind_name(c->kind),
	    x->kind + c->kind == FEATURE_FLOAT + FEATURE_INT64
		? "; as float with -f, both are accepted"
		: "");
}

static int
put_steps(struct buffer *t, const struct column *c, const struct feature *x,
    struct fail *f)
{
	size_t i;

	if (x->n == 0)
		buffer_put(t, "\\Z", 2);
	for (i = 0; i < x->n; i++) {
		if (i)
			buffer_char(t, ';');
		if (x->steps[i].kind != FEATURE_NONE &&
		    check_kind(c, &x->steps[i], f))
			return -1;
		if (put_list(t, &x->steps[i], c->kind, f))
			return -1;
	}
	return 0;
}

int
feature_cell_put(struct buffer *t, const struct column *c,
    const struct feature *x, const struct buffer *fallback, struct fail *f)
{
	if (!x && c->fallback.s) {
		buffer_put(t, fallback->p, fallback->n);
		return 0;
	}
	if (!x && c->length)
		return fail_set(f,
		    "feature '%.*s' is required but missing; NAME:TYPE:%zu="
		    "DEFAULT gives it a default",
		    COLUMN_NAME(c), c->length);
	if (!x) {
		buffer_put(t, "\\N", 2);
		return 0;
	}
	if (c->steps)
		return put_steps(t, c, x, f);
	if (check_kind(c, x, f))
		return -1;
	if (c->length && x->n != c->length)
		return fail_set(f, "feature '%.*s' has %zu values, not %zu",
		    COLUMN_NAME(c), x->n, c->length);
	return put_list(t, x, c->kind, f);
}
