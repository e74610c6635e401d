/* holdout - takes a validation part out of the training data. */
/* SPDX-License-Identifier: MIT */
#include "data/holdout.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"

struct holdout_row {
	uint64_t hash, tie;
	size_t row, predictions;
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

/*
 * A heap of the rows that are held out, the last of them on top.  The top
 * leaves the heap once the others have enough predictions.
 */
struct holdout {
	struct holdout_row *row; /* [n] */
	size_t n, room;
	size_t want, have; /* predictions */
};

/* Returns 1 if x is held out after y. */
static int
is_after(const struct holdout_row *x, const struct holdout_row *y)
{
	if (x->hash != y->hash)
		return x->hash > y->hash;
	if (x->tie != y->tie)
		return x->tie > y->tie;
	return x->row > y->row;
}

static void
swap(struct holdout *h, size_t i, size_t j)
{
	const struct holdout_row was = h->row[i];

	h->row[i] = h->row[j];
	h->row[j] = was;
}

/* Removes the top. */
static void
pop(struct holdout *h)
{
	size_t i = 0, child;

	h->have -= h->row[0].predictions;
	h->row[0] = h->row[--h->n];
	while ((child = 2 * i + 1) < h->n) {
		if (child + 1 < h->n &&
		    is_after(&h->row[child + 1], &h->row[child]))
			child++;
		if (!is_after(&h->row[child], &h->row[i]))
			break;
		swap(h, i, child);
		i = child;
	}
}

/* Adds row number `row` with its number of predictions and, if there are
 * groups, its group. */
static int
push(struct holdout *h, size_t row, size_t predictions, const uint64_t *group,
    uint64_t seed, struct fail *f)
{
	const uint64_t own = mix(row + 1 + mix(seed));
	const struct holdout_row x = {
	    group ? mix(*group ^ mix(seed)) : own, own, row, predictions};
	size_t i = h->n;

	if (h->have >= h->want && is_after(&x, &h->row[0]))
		return 0;
	if (ARRAY_ROOM(&h->row, &h->room, h->n + 1, f))
		return -1;
	h->row[h->n++] = x;
	h->have += predictions;
	for (; i && is_after(&h->row[i], &h->row[(i - 1) / 2]); i = (i - 1) / 2)
		swap(h, i, (i - 1) / 2);
	while (h->have - h->row[0].predictions >= h->want)
		pop(h);
	return 0;
}

static int
by_row(const void *a, const void *b)
{
	const size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* Returns the held out rows, ascending, which the caller frees; NULL if memory
 * runs out.  At least one row stays. */
static size_t *
rows_of(struct holdout *h, size_t all, size_t *n, struct fail *f)
{
	size_t *row, i;

	if (h->n == all)
		pop(h);
	row = malloc((h->n + 1) * sizeof(*row));
	for (i = 0; row && i < h->n; i++)
		row[i] = h->row[i].row;
	if (row)
		qsort(row, h->n, sizeof(*row), by_row);
	else
		(void)fail_memory(f);
	*n = h->n;
	free(h->row);
	return row;
}

/* Chooses the held out examples. */
static size_t *
choose_examples(
    const struct examples *x, size_t *n, uint64_t seed, struct fail *f)
{
	struct holdout h = {.want = *n};
	struct cache_walk *w = cache_walk_new(x, NULL, f);
	const struct examples *part;
	const struct sequences *none;
	size_t i, at = 0;
	int more = w ? 0 : -1;

	while (w && (more = cache_walk_next(w, &part, &none, f)) > 0)
		for (i = 0; i < part->n; i++, at++)
			if (push(&h, at, 1,
				part->group ? &part->group[i] : NULL, seed,
				f)) {
				more = -1;
				goto out;
			}
out:
	cache_walk_free(w);
	if (!more)
		return rows_of(&h, x->n, n, f);
	free(h.row);
	return NULL;
}

/* Chooses the held out sequences. */
static size_t *
choose_sequences(
    const struct sequences *s, size_t *n, uint64_t seed, struct fail *f)
{
	struct holdout h = {.want = *n};
	size_t i;

	for (i = 0; i < s->n; i++) {
		const size_t length = s->start[i + 1] - s->start[i];

		if (push(&h, i, length ? length - 1 : 0, NULL, seed, f)) {
			free(h.row);
			return NULL;
		}
	}
	return rows_of(&h, s->n, n, f);
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

/* Rows [n] become the held out part, all others the rest. */
static int
split_examples(struct examples *x, const size_t *gone, size_t n,
    struct examples *held, struct fail *f)
{
	size_t i, kept = 0;

	if (x->cache) {
		int32_t *row = malloc((n + 1) * sizeof(*row));
		int r = row ? 0 : fail_memory(f);

		for (i = 0; row && i < n; i++)
			row[i] = (int32_t)gone[i];
		r = r || cache_read(x->cache, row, n, held, f) ||
		    cache_leave_out(x->cache, gone, n, NULL, f);
		free(row);
		x->n -= n;
		return r ? -1 : 0;
	}
	for (i = 0; i < x->n; i++) {
		if (held->n < n && i == gone[held->n])
			copy_example(held, held->n++, x, i);
		else
			copy_example(x, kept++, x, i);
	}
	x->n = kept;
	return 0;
}

int
holdout_examples(struct examples *x, size_t n, uint64_t seed,
    struct examples *held, struct fail *f)
{
	size_t *gone = choose_examples(x, &n, seed, f);
	int r;

	if (!gone)
		return -1;
	r = examples_like(held, x, f) || examples_room_all(held, n, x->k, f) ||
	    split_examples(x, gone, n, held, f);
	free(gone);
	free(held->weight); /* all examples count the same in validation */
	held->weight = NULL;
	return r ? -1 : 0;
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

/* Holds out sequences of a cache; they are read into memory. */
static int
split_cache(struct sequences *s, const size_t *gone, size_t n,
    struct sequences *held, struct fail *f)
{
	struct cache_part *part = malloc((n + 1) * sizeof(*part));
	size_t i, kept, next = 0, at = 0;
	int r;

	if (!part)
		return fail_memory(f);
	for (i = 0; i < n; i++)
		part[i] = (struct cache_part){gone[i], s->start[gone[i]],
		    s->start[gone[i] + 1] - s->start[gone[i]]};
	r = cache_read_parts(s->cache, part, n, held, f) ||
	    cache_leave_out(s->cache, gone, n, s, f);
	free(part);
	if (r)
		return -1;
	for (kept = i = 0; i < s->n; i++) {
		const size_t length = s->start[i + 1] - s->start[i];

		if (next < n && i == gone[next]) {
			next++;
			at += length;
			continue;
		}
		s->start[kept] = s->start[i] - at;
		s->start[++kept] = s->start[i + 1] - at;
	}
	s->n = kept;
	s->events -= at;
	return 0;
}

static void
split_sequences(
    struct sequences *s, const size_t *gone, size_t n, struct sequences *held)
{
	const size_t all = s->n;
	size_t start = 0, end, i;

	held->start[0] = 0;
	s->n = s->events = 0;
	for (i = 0; i < all; i++, start = end) {
		end = s->start[i + 1]; /* read before copies can overwrite it */
		copy_sequence(held->n < n && i == gone[held->n] ? held : s, s,
		    i, start, end - start);
	}
}

int
holdout_sequences(struct sequences *s, size_t n, uint64_t seed,
    struct sequences *held, struct fail *f)
{
	size_t *gone = choose_sequences(s, &n, seed, f), events = 0, i;
	int r;

	if (!gone)
		return -1;
	for (i = 0; i < n; i++)
		events += s->start[gone[i] + 1] - s->start[gone[i]];
	r = sequences_like(held, s, f) ||
	    sequences_room(held, n + 1, events + 1, f);
	if (!r && s->cache)
		r = split_cache(s, gone, n, held, f);
	else if (!r)
		split_sequences(s, gone, n, held);
	free(gone);
	return r ? -1 : 0;
}
