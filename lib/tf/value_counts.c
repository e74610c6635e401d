/* value_counts - counts the values of a feature. */
/* SPDX-License-Identifier: MIT */
#include "tf/value_counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

struct value_slot {
	struct slice value;
	uint64_t hash, count; /* count 0: the slot is free */
};

struct value_pool {
	struct arena *bytes;
	struct hash_key key;
	size_t left; /* values that still have room */
};

struct value_pool *
value_pool_new(void)
{
	struct value_pool *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->bytes = arena_new(VALUE_POOL_BYTES);
	p->key = hash_draw();
	p->left = VALUE_POOL_MOST;
	if (!p->bytes) {
		free(p);
		return NULL;
	}
	return p;
}

void
value_pool_free(struct value_pool *p)
{
	if (p)
		arena_free(p->bytes);
	free(p);
}

void
value_counts_free(struct value_counts *c)
{
	free(c->at);
	*c = (struct value_counts){0};
}

/* Returns the slot of the value, or the free slot where it belongs. */
static struct value_slot *
find(const struct value_counts *c, uint64_t hash, struct slice value)
{
	size_t i = (size_t)hash & (c->size - 1);

	while (c->at[i].count &&
	       (c->at[i].hash != hash || c->at[i].value.n != value.n ||
		   (value.n && memcmp(c->at[i].value.s, value.s, value.n))))
		i = (i + 1) & (c->size - 1);
	return &c->at[i];
}

static int
grow(struct value_counts *c)
{
	struct value_counts more = {.size = c->size ? 2 * c->size : 16};
	size_t i;

	more.at = calloc(more.size, sizeof(*more.at));
	if (!more.at)
		return -1;
	for (i = 0; i < c->size; i++) {
		const struct value_slot *s = &c->at[i];

		if (s->count)
			*find(&more, s->hash, s->value) = *s;
	}
	free(c->at);
	c->at = more.at;
	c->size = more.size;
	return 0;
}

void
value_counts_add(
    struct value_counts *c, struct value_pool *p, struct slice value)
{
	uint64_t hash = hash_bytes(value.s, value.n, &p->key);
	struct value_slot *s = c->size ? find(c, hash, value) : NULL;

	if (c->lost)
		return;
	if (s && s->count) {
		s->count++;
		return;
	}
	c->lost = c->n == VALUE_COUNTS_MOST || !p->left ||
	          (2 * (c->n + 1) > c->size && grow(c));
	if (!c->lost) {
		s = find(c, hash, value);
		s->value.s = arena_copy(p->bytes, value.s, value.n);
		c->lost = !s->value.s;
	}
	if (c->lost) {
		value_counts_free(c);
		c->lost = 1;
		return;
	}
	s->value.n = value.n;
	s->hash = hash;
	s->count = 1;
	c->n++;
	p->left--;
}

uint64_t
value_counts_most(const struct value_counts *c,
    int before(struct slice a, struct slice b), struct slice *value)
{
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < c->size; i++) {
		const struct value_slot *s = &c->at[i];

		if (s->count > most || (s->count && s->count == most &&
					   before(s->value, *value))) {
			most = s->count;
			*value = s->value;
		}
	}
	return most;
}
