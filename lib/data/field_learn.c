/* field_learn - counts a field's values and assigns them to rows. */
/* SPDX-License-Identifier: MIT */
#include "data/field.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/bags.h"
#include "data/unknown.h"
#include "data/vocab.h"

/* A number, and how often it occurs as a value. */
struct field_number {
	double x;
	uint64_t count;
};

void
field_count(struct field *k, const int32_t *id, size_t n, size_t width,
    const int32_t *length)
{
	size_t i, j;

	if (k->closed && k->kind == FIELD_ID)
		return; /* these are already rows */
	for (i = 0; i < n; i++)
		for (j = 0; j < (length ? (size_t)length[i] : width); j++) {
			int32_t v = id[i * width + j];

			if (v)
				vocab_set_count(
				    k->text, v, vocab_count(k->text, v) + 1);
		}
}

/* Checks that every text that occurs as a value is a number. */
static int
check(const struct field *k, struct fail *f)
{
	size_t i, n = vocab_size(k->text);

	for (i = 1; i <= n; i++)
		if (vocab_count(k->text, (int32_t)i) &&
		    field_is_wrong(k, (int32_t)i))
			return field_refuse(k, (int32_t)i, f) && *k->wrong
			           ? fail_at(f, "%s", k->wrong)
			           : -1;
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const struct field_number *x = a, *y = b;

	return x->x < y->x ? -1 : x->x > y->x;
}

/* Returns the numbers that occur as values, ascending; *all is the number of
 * values.  NULL if memory runs out. */
static struct field_number *
sorted(const struct field *k, size_t *n, uint64_t *all, struct fail *f)
{
	size_t i, texts = vocab_size(k->text);
	struct field_number *to = malloc((texts + 1) * sizeof(*to));

	*n = 0;
	*all = 0;
	if (!to) {
		(void)fail_memory(f);
		return NULL;
	}
	for (i = 1; i <= texts; i++) {
		uint64_t c = vocab_count(k->text, (int32_t)i);

		*all += c;
		if (c)
			to[(*n)++] = (struct field_number){k->number[i], c};
	}
	qsort(to, *n, sizeof(*to), by_number);
	return to;
}

/* The mean and the standard deviation of all values (population variance).
 * The deviation is 1 if all values are equal. */
static void
learn_moments(
    struct field *k, const struct field_number *x, size_t n, uint64_t all)
{
	double sum = 0, squares = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (double)x[i].count * x[i].x;
	k->mean = all ? sum / (double)all : 0;
	for (i = 0; i < n; i++)
		squares += (double)x[i].count * (x[i].x - k->mean) *
		           (x[i].x - k->mean);
	k->deviation = all ? sqrt(squares / (double)all) : 1;
	if (!(k->deviation > 0))
		k->deviation = 1;
}

static int
add_limit(struct field *k, double x, struct fail *f)
{
	char text[NUM_MAX];
	size_t n = (size_t)(num_put_double(text, x) - text);
	size_t before = vocab_size(k->limits);

	if (vocab_add(k->limits, text, n, f) < 0)
		return -1;
	if (vocab_size(k->limits) > before)
		k->limit[k->nlimits++] = x;
	return 0;
}

/*
 * The limits between buckets, by quantiles.  Limit b is the first number with
 * at least b of N shares of the values below it.  There are fewer buckets if
 * one number has more than one share.
 */
static int
learn_limits(struct field *k, const struct field_number *x, size_t n,
    uint64_t all, struct fail *f)
{
	uint64_t below = 0;
	size_t i, b = 1;

	k->limits = vocab_new(f);
	if (!k->limits || ARRAY_RESIZE(&k->limit, k->most, 1, f))
		return -1;
	for (i = 0; i < n; below += x[i++].count) {
		int full = 0;

		if (!i || !(x[i].x > x[i - 1].x))
			continue;
		for (; b < k->most && (double)below * (double)k->most >=
					  (double)b * (double)all;
		     b++)
			full = 1;
		if (full && add_limit(k, x[i].x, f))
			return -1;
	}
	if (!k->nlimits)
		return fail_set(f,
		    "column %s: all values are equal: they cannot fill two "
		    "buckets",
		    k->name);
	return 0;
}

/* The bucket of x, from 1: the number of limits <= x, plus 1. */
static int32_t
bucket(const struct field *k, double x)
{
	size_t low = 0, high = k->nlimits, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (k->limit[middle] <= x)
			low = middle + 1;
		else
			high = middle;
	}
	return (int32_t)low + 1;
}

/* The row of x seconds: below 1, below 2, below 4 and so on. */
static int32_t
time_row(double x)
{
	int32_t row = 1;
	double limit;

	for (limit = 1; row < FIELD_TIMES && x >= limit; limit *= 2)
		row++;
	return row;
}

/* The row of a text. */
static int32_t
row_of(const struct field *k, const struct vocab *items, int32_t id)
{
	const struct slice t = vocab_token(k->text, id);

	if (k->kind == FIELD_SHARED)
		return vocab_find(items, t.s, t.n);
	if (isnan(k->number[id]))
		return 0;
	return k->kind == FIELD_TIME ? time_row(k->number[id])
	                             : bucket(k, k->number[id]);
}

/* The rows of all texts, for kinds whose rows are not the texts. */
static int32_t *
make_map(const struct field *k, const struct vocab *items, struct fail *f)
{
	size_t i, n = vocab_size(k->text);
	int32_t *map = calloc(n + 1, sizeof(*map));

	if (!map)
		(void)fail_memory(f);
	for (i = 1; map && i <= n; i++)
		map[i] = row_of(k, items, (int32_t)i);
	return map;
}

static int
learn_numbers(struct field *k, struct fail *f)
{
	uint64_t all;
	size_t n;
	struct field_number *x = sorted(k, &n, &all, f);
	int r = x ? 0 : -1;

	if (!r && all && k->kind == FIELD_BUCKET)
		r = learn_limits(k, x, n, all, f);
	else if (!r && all)
		learn_moments(k, x, n, all);
	free(x);
	return r;
}

/* The texts of bags keep their numbers; their parts get new ones. */
static int
learn_parts(struct field *k, struct fail *f)
{
	const size_t n = vocab_size(k->text);
	uint64_t *times = calloc(n + 1, sizeof(*times));
	size_t i;
	int r;

	if (!times)
		return fail_memory(f);
	for (i = 1; i <= n; i++)
		times[i] = vocab_count(k->text, (int32_t)i);
	r = bags_close(k->bags, times, k->most, f);
	free(times);
	return r;
}

/* Learns from the counts.  *map gets the new numbers of texts, if they are
 * renumbered.  Returns -1 if there is nothing to learn from. */
static int
learn(struct field *k, int32_t **map, struct fail *f)
{
	size_t i, n = vocab_size(k->text);
	int r = 0;

	for (i = 1; i <= n && !vocab_count(k->text, (int32_t)i); i++)
		;
	if (i > n)
		return fail_set(f, "column %s: there are no values", k->name);
	switch (k->kind) {
	case FIELD_NUMBER:
	case FIELD_BUCKET:
		r = learn_numbers(k, f);
		break;
	case FIELD_ID:
		r = vocab_sort(k->text, VOCAB_COUNT, 1, map, f);
		break;
	case FIELD_BAG:
	case FIELD_TEXT:
		r = learn_parts(k, f);
		if (!r && !vocab_size(k->part))
			r = fail_set(
			    f, "column %s: there are no values", k->name);
		break;
	case FIELD_TIME:
	case FIELD_SHARED:
		break;
	}
	return r;
}

int
field_close(
    struct field *k, const struct vocab *items, int32_t **map, struct fail *f)
{
	*map = NULL;
	if (check(k, f) || (!k->closed && learn(k, map, f))) {
		free(*map);
		return -1;
	}
	k->closed = 1;
	*k->wrong = '\0';
	if (k->kind == FIELD_SHARED)
		k->items = vocab_size(items);
	if ((k->kind == FIELD_BUCKET || k->kind == FIELD_TIME ||
		k->kind == FIELD_SHARED) &&
	    !(*map = make_map(k, items, f)))
		return -1;
	return 0;
}

void
field_rename(struct field *k, const int32_t *map, int32_t *id, size_t n)
{
	size_t i;

	for (i = 0; i < n && map; i++) {
		if (k->kind == FIELD_SHARED && id[i] && !map[id[i]])
			unknown_add(k->unknown, vocab_token(k->text, id[i]));
		id[i] = map[id[i]];
	}
}

int
field_settle(struct field *k, const struct vocab *items, int32_t *id, size_t n,
    size_t width, const int32_t *length, struct fail *f)
{
	int32_t *map;

	field_count(k, id, n, width, length);
	if (field_close(k, items, &map, f))
		return -1;
	field_rename(k, map, id, n * width);
	free(map);
	return 0;
}

int
field_restore(struct field *k, struct vocab *kept, double mean,
    double deviation, struct fail *f)
{
	size_t i, n = kept ? vocab_size(kept) : 0;

	k->closed = 1;
	k->mean = mean;
	k->deviation = deviation;
	if (k->kind == FIELD_ID) {
		vocab_free(k->text);
		k->text = kept;
		return 0;
	}
	if (k->bags) {
		vocab_free(k->part);
		k->part = k->bags->part = kept;
		k->bags->closed = 1;
		return 0;
	}
	if (k->kind != FIELD_BUCKET)
		return 0;
	k->limits = kept;
	if (ARRAY_RESIZE(&k->limit, n + 1, 1, f))
		return -1;
	for (i = 1; i <= n; i++) {
		struct slice t = vocab_token(kept, (int32_t)i);
		double x;

		if (num_get_double(t.s, t.n, &x) || !isfinite(x) ||
		    (k->nlimits && x <= k->limit[k->nlimits - 1]))
			return fail_set(
			    f, "the limits of field %s do not ascend", k->name);
		k->limit[k->nlimits++] = x;
	}
	return 0;
}
