/* holdout - takes a part out of data, to look at what training cannot see. */
/* SPDX-License-Identifier: MIT */
#include "data/holdout.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"

struct holdout_row {
	uint64_t hash, tie;
	size_t row;
};

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of x moves
 * half of the result's. */
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

/* The n rows in the order that they leave in; NULL without memory. */
static struct holdout_row *
order(size_t n, const uint64_t *group, uint64_t seed, struct fail *f)
{
	struct holdout_row *rows = NULL;
	size_t i;

	if (ARRAY_RESIZE(&rows, n, 1, f))
		return NULL;
	for (i = 0; i < n; i++) {
		uint64_t own = mix(i + 1 + mix(seed));

		rows[i] = (struct holdout_row){
		    group ? mix(group[i] ^ mix(seed)) : own, own, i};
	}
	qsort(rows, n, sizeof(*rows), by_hash);
	return rows;
}

/* Which of n rows leave: those that are first in the order. */
static char *
leaves(size_t n, const struct holdout_row *rows, size_t count, struct fail *f)
{
	char *gone = calloc(n + 1, 1);
	size_t i;

	if (!gone)
		(void)fail_memory(f);
	for (i = 0; gone && i < count; i++)
		gone[rows[i].row] = 1;
	return gone;
}

static void
copy_example(struct examples *to, size_t i, const struct examples *x, size_t j)
{
	size_t k;

	memmove(to->context + i * x->k, x->context + j * x->k,
	    x->k * sizeof(*x->context));
	for (k = 0; k < x->nfields; k++)
		memmove(to->field[k] + i * x->k, x->field[k] + j * x->k,
		    x->k * sizeof(**x->field));
	to->label[i] = x->label[j];
	if (x->length)
		to->length[i] = x->length[j];
	if (x->group)
		to->group[i] = x->group[j];
	if (to->weight)
		to->weight[i] = x->weight[j];
}

static int
alloc_examples(
    struct examples *to, size_t n, const struct examples *like, struct fail *f)
{
	*to = (struct examples){.k = like->k, .nfields = like->nfields};
	to->field = calloc(like->nfields + 1, sizeof(*to->field));
	if (!to->field) {
		to->nfields = 0;
		return fail_memory(f);
	}
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
	char *gone = rows ? leaves(x->n, rows, n, f) : NULL;
	size_t i, kept = 0;

	free(rows);
	if (!gone || alloc_examples(held, n, x, f)) {
		free(gone);
		return -1;
	}
	for (i = 0; i < x->n; i++) {
		if (gone[i])
			copy_example(held, held->n++, x, i);
		else
			copy_example(x, kept++, x, i);
	}
	x->n = kept;
	free(gone);
	return 0;
}

static void
copy_sequence(
    struct sequences *to, const struct sequences *s, size_t start, size_t n)
{
	memmove(to->item + to->events, s->item + start, n * sizeof(*s->item));
	to->events += n;
	to->start[++to->n] = to->events;
}

/* How many rows leave, and the events they have. */
static size_t
count_leaving(const struct sequences *s, const struct holdout_row *rows,
    size_t n, size_t *events)
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

int
holdout_sequences(struct sequences *s, size_t n, uint64_t seed,
    struct sequences *held, struct fail *f)
{
	struct holdout_row *rows = order(s->n, NULL, seed, f);
	size_t count = 0, events = 0, all = s->n, start = 0, end, i;
	char *gone = NULL;

	if (rows)
		count = count_leaving(s, rows, n, &events);
	*held = (struct sequences){0};
	if (rows && !ARRAY_RESIZE(&held->start, count + 1, 1, f) &&
	    !ARRAY_RESIZE(&held->item, events + 1, 1, f))
		gone = leaves(s->n, rows, count, f);
	free(rows);
	if (!gone)
		return -1;
	held->start[0] = 0;
	s->n = s->events = 0;
	for (i = 0; i < all; i++, start = end) {
		end = s->start[i + 1]; /* what stays never overtakes it */
		copy_sequence(gone[i] ? held : s, s, start, end - start);
	}
	free(gone);
	return 0;
}
