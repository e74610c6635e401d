/*
 * slow_example - a second, slow reader of Examples, to compare lib/tf/example
 * with.
 *
 * It follows the encoding of protocol buffers and the promises of tf/example.h.
 * With lib/ it shares only the structs it fills and the arena.  It is plain: it
 * walks a message field by field, counts a list before it reads it, and sorts
 * features by looking for the least one again and again.
 *
 *   record        any number of 1: Features and of 2: FeatureLists
 *   Features      any number of 1: an entry, whose value is a Feature
 *   FeatureLists  any number of 1: an entry, whose value is a FeatureList
 *   entry         1: the key, the last one counts, else it is empty;
 *                 2: the value, at most one
 *   FeatureList   any number of 1: Feature
 *   Feature       at most one of 1: BytesList, 2: FloatList, 3: Int64List
 *   lists         1: values; numbers one by one or in packed runs
 *
 * Other fields are skipped, but a message that has only other fields is
 * refused.  So is an entry without a value whose key is an entry with a value
 * and with known fields only: such an entry is part of an
 * ExampleListWithContext.  The last of several entries with equal keys counts.
 * A feature without a list is missing; a feature list without values is empty.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SLOW_EXAMPLE_H
#define SLOW_EXAMPLE_H

#include <string.h>

#include "base/arena.h"
#include "tf/feature.h"

/* The bytes left of a message. */
struct slow_bytes {
	const unsigned char *p;
	size_t n;
};

enum {
	SLOW_VARINT = 0,
	SLOW_FIXED64 = 1,
	SLOW_BYTES = 2,
	SLOW_FIXED32 = 5,
};

struct slow_field {
	uint64_t number;
	int type;
	uint64_t x;               /* SLOW_VARINT, SLOW_FIXED32 */
	struct slow_bytes inside; /* SLOW_BYTES */
};

/* Takes a varint of at most `most` bytes; bits beyond the 64th are dropped. */
static inline int
slow_varint(struct slow_bytes *m, int most, uint64_t *x)
{
	int i;

	*x = 0;
	for (i = 0; i < most && (size_t)i < m->n; i++) {
		*x |= (uint64_t)(m->p[i] & 127) << (7 * i);
		if (m->p[i] < 128) {
			m->p += i + 1;
			m->n -= (size_t)i + 1;
			return 0;
		}
	}
	return -1;
}

/* Takes the next field.  Returns 1, 0 at the end, -1 if the field is
 * invalid. */
static inline int
slow_next(struct slow_bytes *m, struct slow_field *f)
{
	uint64_t n;
	int i;

	if (!m->n)
		return 0;
	if (slow_varint(m, 5, &n) || n < 8 || n > UINT32_MAX)
		return -1;
	*f = (struct slow_field){.number = n >> 3, .type = (int)(n & 7)};
	if (f->type == SLOW_VARINT)
		return slow_varint(m, 10, &f->x) ? -1 : 1;
	if (f->type == SLOW_FIXED32) {
		n = 4;
	} else if (f->type == SLOW_FIXED64) {
		n = 8;
	} else if (f->type != SLOW_BYTES || slow_varint(m, 5, &n)) {
		return -1;
	}
	if (n > m->n)
		return -1;
	f->inside = (struct slow_bytes){m->p, (size_t)n};
	for (f->x = 0, i = 0; f->type == SLOW_FIXED32 && i < 4; i++)
		f->x |= (uint64_t)m->p[i] << (8 * i);
	m->p += n;
	m->n -= (size_t)n;
	return 1;
}

/* Takes the next field with a number up to most, and skips others; *others
 * tells whether there were any. */
static inline int
slow_known(
    struct slow_bytes *m, uint64_t most, struct slow_field *f, int *others)
{
	int got;

	while ((got = slow_next(m, f)) > 0 && f->number > most)
		*others = 1;
	return got;
}

/* Stores the values of a field in f, from value f->n on; without room only
 * counts them. */
static inline int
slow_values(struct slow_field x, struct feature *f, void *room)
{
	struct slice *bytes = room;
	uint32_t *floats = room; /* as bits */
	int64_t *ints = room;
	struct slow_bytes run = x.inside;
	uint64_t u;
	int one = f->kind == FEATURE_FLOAT ? SLOW_FIXED32 : SLOW_VARINT;

	if (f->kind == FEATURE_BYTES) {
		if (x.type != SLOW_BYTES)
			return -1;
		if (room)
			bytes[f->n] =
			    (struct slice){(const char *)run.p, run.n};
		f->n++;
		return 0;
	}
	if (x.type != one && x.type != SLOW_BYTES)
		return -1;
	while (x.type == one || run.n) {
		u = x.x;
		if (x.type != one && one == SLOW_VARINT &&
		    slow_varint(&run, 10, &u))
			return -1;
		if (x.type != one && one == SLOW_FIXED32) {
			if (run.n < 4)
				return -1;
			u = run.p[0] | (uint64_t)run.p[1] << 8 |
			    (uint64_t)run.p[2] << 16 | (uint64_t)run.p[3] << 24;
			run.p += 4;
			run.n -= 4;
		}
		if (room && one == SLOW_VARINT)
			ints[f->n] = (int64_t)u;
		else if (room)
			floats[f->n] = (uint32_t)u;
		f->n++;
		if (x.type == one)
			break;
	}
	return 0;
}

static inline int
slow_list(struct slow_bytes m, struct arena *a, struct feature *f)
{
	void *room = NULL;
	int pass, got, others = 0;

	for (pass = 0; pass < 2; pass++) {
		struct slow_bytes rest = m;
		struct slow_field x;

		f->n = 0;
		while ((got = slow_known(&rest, 1, &x, &others)) > 0) {
			if (slow_values(x, f, room))
				return -1;
		}
		if (got || (others && !f->n))
			return -1;
		if (!room)
			room = arena_alloc(a, 16 * f->n + 1);
	}
	f->bytes = room;
	return 0;
}

static inline int
slow_feature(struct slow_bytes m, struct arena *a, struct feature *f)
{
	struct slow_field x;
	int got, others = 0;

	f->kind = FEATURE_NONE;
	f->n = 0;
	while ((got = slow_known(&m, 3, &x, &others)) > 0) {
		if (x.type != SLOW_BYTES || f->kind != FEATURE_NONE)
			return -1;
		f->kind = x.number == 1   ? FEATURE_BYTES
		          : x.number == 2 ? FEATURE_FLOAT
		                          : FEATURE_INT64;
		if (slow_list(x.inside, a, f))
			return -1;
	}
	return others && f->kind == FEATURE_NONE ? -1 : got;
}

static inline int
slow_steps(struct slow_bytes m, struct arena *a, struct feature *f)
{
	struct slow_field x;
	int got, others = 0;

	f->kind = FEATURE_STEPS;
	f->n = 0;
	f->steps = arena_alloc(a, m.n * sizeof(*f->steps) + 1);
	while ((got = slow_known(&m, 1, &x, &others)) > 0) {
		f->steps[f->n].key = (struct slice){NULL, 0};
		if (x.type != SLOW_BYTES ||
		    slow_feature(x.inside, a, &f->steps[f->n++]))
			return -1;
	}
	return others && !f->n ? -1 : got;
}

/* The key of an entry, the bytes of its value, and the number of values. */
struct slow_pair {
	struct slow_bytes key, value;
	int values, others;
};

static inline int
slow_pair(struct slow_bytes m, struct slow_pair *pair)
{
	struct slow_field x;
	int got;

	*pair = (struct slow_pair){0};
	while ((got = slow_known(&m, 2, &x, &pair->others)) > 0) {
		if (x.type != SLOW_BYTES)
			return -1;
		if (x.number == 1)
			pair->key = x.inside;
		else
			pair->value = x.inside;
		pair->values += x.number == 2;
	}
	return got;
}

static inline int
slow_entry(struct slow_bytes m, int lists, struct arena *a, struct feature *f)
{
	struct slow_pair pair, inner;

	if (slow_pair(m, &pair) || pair.values > 1 ||
	    (pair.others && !pair.values && !pair.key.n))
		return -1;
	if (!pair.values && !slow_pair(pair.key, &inner) && inner.values == 1 &&
	    !inner.others && !slow_feature(inner.value, a, f))
		return -1; /* of an ExampleListWithContext */
	f->key = (struct slice){(const char *)pair.key.p, pair.key.n};
	return (lists ? slow_steps : slow_feature)(pair.value, a, f);
}

/* Moves the features that count to the front, in byte order. */
static inline void
slow_sort(struct feature *f, size_t *n)
{
	size_t i, k, kept = 0;

	for (i = 0; i < *n; i++) {
		int hidden = 0;

		for (k = i + 1; k < *n; k++)
			hidden |= !feature_compare(f[i].key, f[k].key);
		if (!hidden)
			f[kept++] = f[i];
	}
	for (i = 0; i < kept; i++) {
		for (k = i + 1; k < kept; k++) {
			struct feature was = f[i];

			if (feature_compare(f[i].key, f[k].key) < 0)
				continue;
			f[i] = f[k];
			f[k] = was;
		}
	}
	*n = kept;
}

/* Adds the entries of Features or FeatureLists to f, which has room. */
static inline int
slow_entries(struct slow_bytes m, int lists, struct arena *a, struct feature *f,
    size_t *n)
{
	struct slow_field x;
	size_t before = *n;
	int got, others = 0;

	while ((got = slow_known(&m, 1, &x, &others)) > 0) {
		if (x.type != SLOW_BYTES ||
		    slow_entry(x.inside, lists, a, &f[(*n)++]))
			return -1;
	}
	return others && *n == before ? -1 : got;
}

/* Reads the n bytes at p as an Example.  Returns 0, or -1 if they are not
 * one.  The arena needs some 100 bytes for each byte. */
static inline int
slow_example(
    struct example *e, const unsigned char *p, size_t n, struct arena *a)
{
	struct slow_bytes m = {p, n};
	struct slow_field x;
	int got, bad, others = 0, known = 0;

	*e = (struct example){0};
	e->features = arena_alloc(a, n * sizeof(*e->features) + 1);
	e->lists = arena_alloc(a, n * sizeof(*e->lists) + 1);
	while ((got = slow_known(&m, 2, &x, &others)) > 0) {
		if (x.type != SLOW_BYTES)
			return -1;
		known = 1;
		bad = x.number == 1
		          ? slow_entries(
				x.inside, 0, a, e->features, &e->nfeatures)
		          : slow_entries(x.inside, 1, a, e->lists, &e->nlists);
		if (bad)
			return -1;
	}
	slow_sort(e->features, &e->nfeatures);
	slow_sort(e->lists, &e->nlists);
	return others && !known ? -1 : got;
}

static inline int
slow_same_feature(const struct feature *a, const struct feature *b)
{
	size_t i;
	int same = a->kind == b->kind && a->n == b->n && a->key.n == b->key.n &&
	           (!a->key.n || !memcmp(a->key.s, b->key.s, a->key.n));

	if (!same || !a->n || a->kind == FEATURE_NONE)
		return same;
	/* Compares bits, so that NaN equals itself. */
	if (a->kind == FEATURE_FLOAT)
		return !memcmp(a->floats, b->floats, 4 * a->n);
	if (a->kind == FEATURE_INT64)
		return !memcmp(a->ints, b->ints, 8 * a->n);
	for (i = 0; same && i < a->n; i++) {
		if (a->kind == FEATURE_STEPS)
			same = slow_same_feature(&a->steps[i], &b->steps[i]);
		else
			same = a->bytes[i].n == b->bytes[i].n &&
			       (!a->bytes[i].n ||
				   !memcmp(a->bytes[i].s, b->bytes[i].s,
				       a->bytes[i].n));
	}
	return same;
}

/* Are two Examples equal? */
static inline int
slow_same(const struct example *a, const struct example *b)
{
	size_t i;
	int same = a->nfeatures == b->nfeatures && a->nlists == b->nlists;

	for (i = 0; same && i < a->nfeatures; i++)
		same = slow_same_feature(&a->features[i], &b->features[i]);
	for (i = 0; same && i < a->nlists; i++)
		same = slow_same_feature(&a->lists[i], &b->lists[i]);
	return same;
}

#endif
