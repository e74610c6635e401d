/* holdout - takes a validation part out of the training data. */
/* SPDX-License-Identifier: MIT */
#include "data/holdout.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"

struct holdout_row {
	uint64_t hash, tie;
	size_t row;
};

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of x
 * changes about half of the result's bits. */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static int
by_hash(const void *a, const void *b)
{
	const struct holdout_row *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->tie != y->tie)
		return x->tie < y->tie ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Returns the n rows in the order in which they are held out; NULL without
 * memory. */
static struct holdout_row *
order(size_t n, const uint64_t *group, uint64_t seed, struct fail *f)
{
	struct holdout_row *rows = NULL;
	size_t i;

	if (ARRAY_RESIZE(&rows, n, 1, f))
		return NULL;
	for (i = 0; i < n; i++) {
		uint64_t hash = mix(i + 1 + mix(seed));

		rows[i] = (struct holdout_row){
		    group ? mix(group[i] ^ mix(seed)) : hash, hash, i};
	}
	qsort(rows, n, sizeof(*rows), by_hash);
	return rows;
}

/* Marks the first `count` rows of the order. */
static char *
mark_held(
    size_t n, const struct holdout_row *rows, size_t count, struct fail *f)
{
	char *is_held = calloc(n + 1, 1);
	size_t i;

	if (!is_held)
		(void)fail_memory(f);
	for (i = 0; is_held && i < count; i++)
		is_held[rows[i].row] = 1;
	return is_held;
}

static void
copy_example(struct examples *to, size_t i, const struct examples *x, size_t j)
{
	size_t k;

	if (x->k)
		memmove(to->context + i * x->k, x->context + j * x->k,
		    x->k * sizeof(*x->context));
	for (k = 0; k < x->nfields; k++) {
		const size_t n = x->field[k].of_row ? 1 : x->k;

		memmove(to->field[k].id + i * n, x->field[k].id + j * n,
		    n * sizeof(*x->context));
	}
	to->label[i] = x->label[j];
	if (x->length)
		to->length[i] = x->length[j];
	if (x->group)
		to->group[i] = x->group[j];
	if (to->weight)
		to->weight[i] = x->weight[j];
}

/* Allocates columns for n fields like those given, without values; NULL
 * without memory. */
static struct field_column *
alloc_fields(const struct field_column *like, size_t n, struct fail *f)
{
	struct field_column *to = calloc(n + 1, sizeof(*to));
	size_t k;

	if (!to)
		(void)fail_memory(f);
	for (k = 0; to && k < n; k++)
		to[k].of_row = like[k].of_row;
	return to;
}

static int
alloc_examples(
    struct examples *to, size_t n, const struct examples *like, struct fail *f)
{
	*to = (struct examples){.k = like->k};
	to->field = alloc_fields(like->field, like->nfields, f);
	if (!to->field)
		return -1;
	to->nfields = like->nfields;
	return examples_room(to, n, like->k, f) ||
	               ARRAY_RESIZE(&to->label, n, 1, f) ||
	               (like->length && ARRAY_RESIZE(&to->length, n, 1, f)) ||
	               (like->group && ARRAY_RESIZE(&to->group, n, 1, f))
	           ? -1
	           : 0;
}

int
holdout_examples(struct examples *x, size_t n, uint64_t seed,
    struct examples *held, struct fail *f)
{
	struct holdout_row *rows = order(x->n, x->group, seed, f);
	char *is_held = rows ? mark_held(x->n, rows, n, f) : NULL;
	size_t i, kept = 0;

	free(rows);
	if (!is_held || alloc_examples(held, n, x, f)) {
		free(is_held);
		return -1;
	}
	for (i = 0; i < x->n; i++) {
		if (is_held[i])
			copy_example(held, held->n++, x, i);
		else
			copy_example(x, kept++, x, i);
	}
	x->n = kept;
	free(is_held);
	return 0;
}

/* Copies sequence i, n events from start on, to the end of `to`. */
static void
copy_sequence(struct sequences *to, const struct sequences *s, size_t i,
    size_t start, size_t n)
{
	size_t k;

	memmove(to->item + to->events, s->item + start, n * sizeof(*s->item));
	for (k = 0; k < s->nfields; k++) {
		const int32_t *x = s->field[k].id;

		if (s->field[k].of_row)
			to->field[k].id[to->n] = x[i];
		else
			memmove(to->field[k].id + to->events, x + start,
			    n * sizeof(*x));
	}
	to->events += n;
	to->start[++to->n] = to->events;
}

/* Returns how many rows are held out, and counts their events. */
static size_t
count_held(const struct sequences *s, const struct holdout_row *rows, size_t n,
    size_t *events)
{
	size_t i, length, labels = 0;

	*events = 0;
	for (i = 0; i + 1 < s->n && labels < n; i++) {
		length = s->start[rows[i].row + 1] - s->start[rows[i].row];
		labels += length ? length - 1 : 0;
		*events += length;
	}
	return i;
}

static int
alloc_sequences(struct sequences *to, size_t n, size_t events,
    const struct sequences *like, struct fail *f)
{
	size_t k;

	to->field = alloc_fields(like->field, like->nfields, f);
	if (!to->field)
		return -1;
	to->nfields = like->nfields;
	for (k = 0; k < to->nfields; k++)
		if (ARRAY_RESIZE(&to->field[k].id,
			(to->field[k].of_row ? n : events) + 1, 1, f))
			return -1;
	return ARRAY_RESIZE(&to->start, n + 1, 1, f) ||
	               ARRAY_RESIZE(&to->item, events + 1, 1, f)
	           ? -1
	           : 0;
}

int
holdout_sequences(struct sequences *s, size_t n, uint64_t seed,
    struct sequences *held, struct fail *f)
{
	struct holdout_row *rows = order(s->n, NULL, seed, f);
	size_t count = 0, events = 0, all = s->n, start = 0, end, i;
	char *is_held = NULL;

	if (rows)
		count = count_held(s, rows, n, &events);
	*held = (struct sequences){0};
	if (rows && !alloc_sequences(held, count, events, s, f))
		is_held = mark_held(s->n, rows, count, f);
	free(rows);
	if (!is_held)
		return -1;
	held->start[0] = 0;
	s->n = s->events = 0;
	for (i = 0; i < all; i++, start = end) {
		end = s->start[i + 1]; /* read before copies can overwrite it */
		copy_sequence(is_held[i] ? held : s, s, i, start, end - start);
	}
	free(is_held);
	return 0;
}
