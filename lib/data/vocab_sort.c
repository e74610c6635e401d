/* vocab_sort - the orders in which a vocabulary can be numbered. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/decimal.h"

/* A sort key: a token, its count and its old id. */
struct vocab_sort_key {
	struct slice token;
	uint64_t count;
	int32_t id;
};

static int
by_bytes(const void *x, const void *y)
{
	const struct vocab_sort_key *a = x, *b = y;
	int c =
	    memcmp(a->token.s, b->token.s, size_min(a->token.n, b->token.n));

	return c ? c : (a->token.n > b->token.n) - (a->token.n < b->token.n);
}

static int
by_count(const void *x, const void *y)
{
	const struct vocab_sort_key *a = x, *b = y;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return by_bytes(x, y);
}

/* Numbers precede other tokens. */
static int
by_number(const void *x, const void *y)
{
	const struct vocab_sort_key *a = x, *b = y;
	struct decimal p, q;
	int is_p = decimal_parse(&p, a->token);
	int is_q = decimal_parse(&q, b->token);
	int c = is_p && is_q ? decimal_compare(&p, &q) : is_q - is_p;

	return c ? c : by_bytes(x, y);
}

static const struct {
	const char *name, *help;
	int (*compare)(const void *, const void *);
} orders[] = {
    [VOCAB_FIRST] = {"first", "by first appearance", NULL},
    [VOCAB_COUNT] = {"count", "by descending count, then by bytes", by_count},
    [VOCAB_BYTES] = {"bytes", "by bytes", by_bytes},
    [VOCAB_NUMBER] = {"number", "numbers by value, then other tokens by bytes",
	by_number},
};

struct choice
vocab_order_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(orders) ? &orders[k] : NULL);
}

/* Adds the n tokens of keys to the empty v and writes their new ids to map. */
static int
refill(struct vocab *v, const struct vocab_sort_key *keys, size_t n,
    int32_t *map, struct fail *f)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct slice t = keys[i].token;
		int32_t id = vocab_add(v, t.s, t.n, f);

		if (id < 0)
			return -1;
		vocab_set_count(v, id, keys[i].count);
		map[keys[i].id] = id;
	}
	return 0;
}

int
vocab_sort(struct vocab *v, enum vocab_order order, uint64_t min_count,
    int32_t **map, struct fail *f)
{
	struct vocab *sorted = vocab_new(f);
	size_t size = vocab_size(v) + 1, n = 0;
	struct vocab_sort_key *keys = calloc(size, sizeof(*keys));
	int32_t *ids = calloc(size, sizeof(*ids)), id;
	int r = -1;

	if (!sorted)
		goto out;
	if (!keys || !ids) {
		(void)fail_memory(f);
		goto out;
	}
	for (id = 1; (size_t)id < size; id++) {
		uint64_t count = vocab_count(v, id);

		if (count >= min_count)
			keys[n++] = (struct vocab_sort_key){
			    vocab_token(v, id), count, id};
	}
	if (orders[order].compare)
		qsort(keys, n, sizeof(*keys), orders[order].compare);
	r = refill(sorted, keys, n, ids, f);
	if (r == 0) {
		vocab_swap(v, sorted);
		if (map) {
			*map = ids;
			ids = NULL;
		}
	}
out:
	free(ids);
	free(keys);
	vocab_free(sorted);
	return r;
}
