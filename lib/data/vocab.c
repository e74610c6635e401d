/* vocab - items and the numbers they have. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/hash.h"
#include "data/vocab_disk.h"
#include "io/buffer.h"

/*
 * A place in the hash table, which has at least twice as many as there are
 * tokens, a power of two; a token is looked for from the place that its key
 * says on, to the first empty one.  A token of up to 7 bytes, the common case,
 * is its own key, so that no other token's bytes are looked at.
 *
 * Where that is depends on two numbers drawn anew for every table.  Without
 * them a file could be made whose tokens all begin at one place, and each would
 * pass by all before it: 8 MB of them would take half an hour.  Ids do not depend on
 * places, so no output depends on the draw.
 */
struct vocab_slot {
	uint64_t key;
	int32_t id; /* 0: empty */
};

#define LONG ((uint64_t)1 << 63) /* in a key: it is a hash */
#define HUGE_PAGE ((size_t)1 << 21)
#define AHEAD 16 /* tokens whose places are on their way */

struct vocab {
	char *bytes;     /* [size] of all tokens, one after the other */
	size_t *end;     /* [room] token id is bytes [end[id-1], end[id]) */
	uint64_t *count; /* [room] */
	struct vocab_slot *places;
	struct hash_key key;
	size_t n;    /* tokens */
	size_t room; /* of end and count, each one more than tokens */
	size_t size;
	int bits; /* there are 2^bits places */

	struct vocab_disk *disk; /* where the tokens are instead, or NULL */
};

/*
 * The key of token s [n].  Of a short one it is the length in the highest byte
 * and the bytes in the others, loaded as pieces that may overlap: byte i is
 * always bits 8i and up, so it does not matter that it comes twice.
 */
static inline uint64_t
key_of(const struct vocab *v, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint64_t key = (uint64_t)n << 56;
	uint32_t a, b;

	if (n > 7)
		return hash_bytes(s, n, &v->key) | LONG;
	if (n >= 4) {
		memcpy(&a, s, 4);
		memcpy(&b, s + n - 4, 4);
		return key | a | (uint64_t)b << 8 * (n - 4);
	}
	if (n)
		key |= (uint64_t)u[0] | (uint64_t)u[n / 2] << 8 * (n / 2) |
		       (uint64_t)u[n - 1] << 8 * (n - 1);
	return key;
}

/* Where in a table of 2^bits places to begin to look for a key: what decides is
 * the upper bits of the product, which depend on all bits of the key. */
static inline size_t
start_of(const struct vocab *v, uint64_t key, int bits)
{
	return (size_t)(hash_mix(key, &v->key) >> (64 - bits));
}

/* 2^bits empty places.  In huge pages, where there are any: a fault for each of
 * thousands of small ones takes longer than to fill them. */
static struct vocab_slot *
new_places(int bits)
{
	const size_t n = (size_t)1 << bits,
		     size = n * sizeof(struct vocab_slot);
	struct vocab_slot *p;

	if (size < HUGE_PAGE)
		return calloc(n, sizeof(*p));
	p = aligned_alloc(HUGE_PAGE, size); /* both are powers of two */
	if (!p)
		return NULL;
	(void)madvise(p, size, MADV_HUGEPAGE); /* slower without */
	memset(p, 0, size);
	return p;
}

/* Room for one more token; a failure leaves room for as many as before. */
static int
more_tokens(struct vocab *v)
{
	size_t ends = v->room, counts = v->room;

	if (ARRAY_ROOM(&v->end, &ends, v->n + 2, NULL) ||
	    ARRAY_ROOM(&v->count, &counts, v->n + 2, NULL))
		return -1;
	v->room = size_min(ends, counts);
	return 0;
}

struct vocab *
vocab_new(struct fail *f)
{
	struct vocab *v = calloc(1, sizeof(*v));

	if (!v) {
		(void)fail_memory(f);
		return NULL;
	}
	v->bits = 9;
	v->key = hash_draw();
	v->places = calloc((size_t)1 << v->bits, sizeof(*v->places));
	if (!v->places || more_tokens(v)) {
		(void)fail_memory(f);
		vocab_free(v);
		return NULL;
	}
	v->end[0] = v->count[0] = 0;
	return v;
}

struct vocab *
vocab_of_disk(struct vocab_disk *d, struct fail *f)
{
	struct vocab *v = calloc(1, sizeof(*v));

	if (!v) {
		(void)fail_memory(f);
		return NULL;
	}
	v->disk = d;
	v->n = vocab_disk_size(d);
	return v;
}

int
vocab_index(struct vocab *v, struct fail *f)
{
	return v->disk ? vocab_disk_index(v->disk, f) : 0;
}

void
vocab_free(struct vocab *v)
{
	if (!v)
		return;
	vocab_disk_free(v->disk);
	free(v->bytes);
	free(v->end);
	free(v->count);
	free(v->places);
	free(v);
}

size_t
vocab_size(const struct vocab *v)
{
	return v->n;
}

struct slice
vocab_token(const struct vocab *v, int32_t id)
{
	size_t at = v->end[id - 1];

	return (struct slice){v->bytes + at, v->end[id] - at};
}

void
vocab_put_token(const struct vocab *v, int32_t id, struct buffer *t)
{
	struct slice s;

	if (v->disk) {
		vocab_disk_put(v->disk, id, t);
		return;
	}
	s = vocab_token(v, id);
	buffer_put(t, s.s, s.n);
}

int
vocab_check(const struct vocab *v, struct fail *f)
{
	return v->disk ? vocab_disk_check(v->disk, f) : 0;
}

uint64_t
vocab_count(const struct vocab *v, int32_t id)
{
	return v->disk ? vocab_disk_count(v->disk, id) : v->count[id];
}

void
vocab_set_count(struct vocab *v, int32_t id, uint64_t count)
{
	v->count[id] = count;
}

/* Is s [n] the token at p, whose key it has? */
static inline int
same(const struct vocab *v, const struct vocab_slot *p, const char *s, size_t n)
{
	struct slice t;

	if (n <= 7)
		return 1;
	t = vocab_token(v, p->id);
	return t.n == n && !memcmp(t.s, s, n);
}

/* The place where token s [n] is, or the empty one where it belongs; there is
 * always an empty one.  (Its key is 0, which no token has.) */
static inline struct vocab_slot *
look(const struct vocab *v, const char *s, size_t n, uint64_t key)
{
	size_t last = ((size_t)1 << v->bits) - 1;
	size_t i = start_of(v, key, v->bits);
	struct vocab_slot *p;

	for (;; i = (i + 1) & last) {
		p = &v->places[i];
		if (p->key == key && same(v, p, s, n))
			return p;
		if (!p->id)
			return p;
	}
}

int32_t
vocab_find(const struct vocab *v, const char *s, size_t n)
{
	return v->disk ? vocab_disk_find(v->disk, s, n)
	               : look(v, s, n, key_of(v, s, n))->id;
}

/* Twice as many places; every token finds its own again. */
static int
more_places(struct vocab *v)
{
	struct vocab_slot *places;
	size_t id, i, size, n = (size_t)2 << v->bits;

	if (size_mul(n, sizeof(*places), &size))
		return -1;
	places = new_places(v->bits + 1);
	if (!places)
		return -1;
	for (id = 1; id <= v->n; id++) {
		struct slice t = vocab_token(v, (int32_t)id);
		uint64_t key = key_of(v, t.s, t.n);

		i = start_of(v, key, v->bits + 1);
		while (places[i].id)
			i = (i + 1) & (n - 1);
		places[i] = (struct vocab_slot){key, (int32_t)id};
	}
	free(v->places);
	v->places = places;
	v->bits++;
	return 0;
}

/* Half of the places are kept empty; of a MiB, which stays in cache, three
 * quarters: then most tokens are in the first place that is looked at. */
static int
is_crowded(const struct vocab *v)
{
	return v->n + 1 > (size_t)1 << (v->bits - (v->bits < 16 ? 2 : 1));
}

/* Puts token s [n] at the end. */
static int32_t
put(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	size_t used = v->end[v->n];

	if (n == 0)
		return fail_set(f, "a token is empty");
	if (v->n >= VOCAB_MAX)
		return fail_set(f, "more than %zu tokens", VOCAB_MAX);
	if ((v->n + 1 == v->room && more_tokens(v)) ||
	    ARRAY_ROOM(&v->bytes, &v->size, used + n, NULL))
		return fail_memory(f);
	memcpy(v->bytes + used, s, n);
	v->n++;
	v->end[v->n] = used + n;
	v->count[v->n] = 0;
	return (int32_t)v->n;
}

/* Gives token s [n], which is not there, the next id.  Rare: kept out of the
 * way of those that are there. */
static __attribute__((noinline)) int32_t
append(struct vocab *v, const char *s, size_t n, uint64_t key, struct fail *f)
{
	int32_t id;

	if (is_crowded(v) && more_places(v))
		return fail_memory(f);
	id = put(v, s, n, f);
	if (id > 0)
		*look(v, s, n, key) = (struct vocab_slot){key, id};
	return id;
}

int32_t
vocab_put_last(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	return put(v, s, n, f);
}

/*
 * Tokens by the dozen: where the next ones belong is fetched while one is put in its
 * place, since none is in a cache.
 */
int32_t
vocab_settle(struct vocab *v, struct fail *f)
{
	struct vocab_slot *places, *p;
	uint64_t key[AHEAD];
	size_t id, i;
	int bits = v->bits;

	while (v->n + 1 > (size_t)1 << (bits - (bits < 16 ? 2 : 1)))
		bits++;
	places = new_places(bits);
	if (!places)
		return fail_memory(f);
	free(v->places);
	v->places = places;
	v->bits = bits;
	for (id = 1; id < v->n + AHEAD; id++) {
		if (id <= v->n) {
			struct slice t = vocab_token(v, (int32_t)id);

			key[id % AHEAD] = key_of(v, t.s, t.n);
			__builtin_prefetch(
			    &places[start_of(v, key[id % AHEAD], bits)], 1);
		}
		if (id < AHEAD || (i = id - AHEAD + 1) > v->n)
			continue;
		p = look(v, vocab_token(v, (int32_t)i).s,
		    vocab_token(v, (int32_t)i).n, key[i % AHEAD]);
		if (p->id)
			return (int32_t)i;
		*p = (struct vocab_slot){key[i % AHEAD], (int32_t)i};
	}
	return 0;
}

static inline int32_t
add(struct vocab *v, const char *s, size_t n, uint64_t key, struct fail *f)
{
	int32_t id = look(v, s, n, key)->id;

	return id ? id : append(v, s, n, key, f);
}

int32_t
vocab_add(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	return add(v, s, n, key_of(v, s, n), f);
}

static inline int
tally(struct vocab *v, const char *s, size_t n, uint64_t key, uint64_t times,
    struct fail *f)
{
	int32_t id = add(v, s, n, key, f);

	if (id < 0)
		return -1;
	if (times > VOCAB_MAX_COUNT - v->count[id])
		return fail_set(f, "'%.*s': counts add up to more than %llu",
		    (int)size_min(n, 200), s,
		    (unsigned long long)VOCAB_MAX_COUNT);
	v->count[id] += times;
	return 0;
}

int
vocab_tally(
    struct vocab *v, const char *s, size_t n, uint64_t times, struct fail *f)
{
	return tally(v, s, n, key_of(v, s, n), times, f);
}

int
vocab_tally_cell(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	uint64_t key;

	if (n > 7)
		return vocab_tally(v, s, n, 1, f);
	/* That of key_of(), but without branches on the length, which changes
	 * from one to the next and would be guessed wrong. */
	memcpy(&key, s, 8);
	key = (key & ~(UINT64_MAX << 8 * n)) | (uint64_t)n << 56;
	return tally(v, s, n, key, 1, f);
}

void
vocab_swap(struct vocab *a, struct vocab *b)
{
	struct vocab was = *a;

	*a = *b;
	*b = was;
}
