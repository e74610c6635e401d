/* cell_values - reads the values in a TSV cell, or guesses their type. */
/* SPDX-License-Identifier: MIT */
#include "tf/cell_values.h"

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/tsv.h"
#include "tf/column.h"
#include "tf/feature.h"

static int
is_mark(struct slice cell, char letter)
{
	return cell.n == 2 && cell.s[0] == '\\' && cell.s[1] == letter;
}

/* Returns an upper bound of the pieces of a cell: escaped separators count
 * too. */
static size_t
count_pieces(struct slice cell, char separator)
{
	size_t i, n = 1;

	for (i = 0; i < cell.n; i++)
		n += cell.s[i] == separator;
	return n;
}

/* Takes the next step from *rest.  Returns 1, or 0 if none is left. */
static int
next_step(struct slice *rest, struct slice *step)
{
	const char *p = rest->s, *end;

	if (!p)
		return 0;
	for (end = p + rest->n; p < end && *p != ';'; p++)
		p += *p == '\\' && p + 1 < end;
	*step = (struct slice){rest->s, (size_t)(p - rest->s)};
	rest->s = p < end ? p + 1 : NULL;
	rest->n = p < end ? (size_t)(end - p) - 1 : 0;
	return 1;
}

static int
refuse(struct slice value, const char *what, struct fail *f)
{
	return fail_set(f, "'%.*s%s' %s", (int)size_min(value.n, 60), value.s,
	    value.n > 60 ? "..." : "", what);
}

static int
read_bytes(struct slice value, struct arena *a, struct slice *x, struct fail *f)
{
	char *out;
	int64_t n;

	*x = value;
	if (!value.n || !memchr(value.s, '\\', value.n))
		return 0;
	out = arena_alloc(a, value.n);
	if (!out)
		return fail_memory(f);
	n = tsv_unescape(value.s, value.n, out);
	if (n < 0)
		return refuse(value, "has a wrong escape", f);
	*x = (struct slice){out, (size_t)n};
	return 0;
}

static int
read_values(
    struct slice list, struct arena *a, struct feature *x, struct fail *f)
{
	size_t most = count_pieces(list, ',');
	struct slice value, *bytes;
	int64_t *ints;
	float *floats;
	void *room;

	room = most < SIZE_MAX / 16 ? arena_alloc(a, most * 16) : NULL;
	if (!room)
		return fail_memory(f);
	bytes = room;
	ints = room;
	floats = room;
	for (x->n = 0; tsv_list_next(&list, &value); x->n++) {
		if (x->kind == FEATURE_BYTES) {
			if (read_bytes(value, a, &bytes[x->n], f))
				return -1;
		} else if (x->kind == FEATURE_INT64) {
			if (num_get_int(value.s, value.n, &ints[x->n]))
				return refuse(value, "is not an int64", f);
		} else {
			if (num_get_float(value.s, value.n, &floats[x->n]))
				return refuse(value, "is not a float", f);
		}
	}
	x->bytes = room;
	return 0;
}

/* Reads a list, or one step of steps, that is not absent. */
static int
read_list(struct slice list, const struct column *c, struct arena *a,
    struct feature *x, struct fail *f)
{
	x->kind = (enum feature_kind)c->kind;
	x->n = 0;
	if (is_mark(list, 'E') && (c->steps || c->kind != FEATURE_NONE)) {
		x->ints = NULL;
		return 0;
	}
	if (c->kind == FEATURE_NONE)
		return fail_set(f,
		    "the first rows do not tell its type; give it with -f or "
		    "in the header");
	return read_values(list, a, x, f);
}

static int
read_steps(struct slice cell, const struct column *c, struct arena *a,
    struct feature *x, struct fail *f)
{
	size_t most = count_pieces(cell, ';'), bytes;
	struct slice step;

	x->kind = FEATURE_STEPS;
	x->n = 0;
	if (is_mark(cell, 'Z')) {
		x->steps = NULL;
		return 0;
	}
	x->steps = size_mul(most, sizeof(*x->steps), &bytes)
	               ? NULL
	               : arena_alloc(a, bytes);
	if (!x->steps)
		return fail_memory(f);
	for (; next_step(&cell, &step); x->n++) {
		x->steps[x->n].key = (struct slice){NULL, 0};
		if (read_list(step, c, a, &x->steps[x->n], f))
			return -1;
	}
	return 0;
}

int
cell_values_read(struct slice cell, const struct column *c, struct arena *a,
    struct feature *x, struct fail *f)
{
	x->key = c->name;
	x->kind = FEATURE_NONE;
	x->n = 0;
	if (is_mark(cell, 'N'))
		return 0;
	return c->steps ? read_steps(cell, c, a, x, f)
	                : read_list(cell, c, a, x, f);
}

/* A float must have a sign that it is not an integer. */
static int
guess_value(struct slice value)
{
	int64_t whole;
	float x;

	if (!num_get_int(value.s, value.n, &whole))
		return FEATURE_INT64;
	if (num_get_float(value.s, value.n, &x))
		return FEATURE_BYTES;
	return memchr(value.s, '.', value.n) || memchr(value.s, 'e', value.n) ||
	               memchr(value.s, 'E', value.n) ||
	               memchr(value.s, 'n', value.n)
	           ? FEATURE_FLOAT
	           : FEATURE_BYTES;
}

/* Kinds are numbered from bytes, which can hold every value, to int64. */
static int
wider(int a, int b)
{
	if (a == FEATURE_NONE || b == FEATURE_NONE)
		return a + b;
	return a < b ? a : b;
}

int
cell_values_guess(struct slice cell, int steps, int kind)
{
	struct slice list = cell, value;

	if (is_mark(cell, 'Z') && steps)
		return kind;
	while (steps ? next_step(&cell, &list) : list.s != NULL) {
		while (tsv_list_next(&list, &value))
			kind = wider(kind, guess_value(value));
		if (!steps)
			break;
	}
	return kind;
}
