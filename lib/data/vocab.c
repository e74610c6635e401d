/* vocab - items, their ids and their counts. */
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
 * A slot of the hash table.  The number of slots is a power of two and at least
 * twice the number of tokens.  A search begins at the slot that the key selects
 * and goes on to the first empty slot.  A token of up to 7 bytes, the common
 * case, is its own key, so no other token's bytes are compared.
 *
 * The first slot also depends on two random numbers drawn for every table.
 * Otherwise a file could be made whose tokens all begin at one slot, and each
 * search would pass all of them: 8 MB would take half an hour.  Ids do not
 * depend on slots, so the output does not depend on the random numbers.
 */
struct vocab_slot {
	uint64_t key;
	int32_t id; /* 0: empty */
};

#define LONG ((uint64_t)1 << 63) /* in a key: the key is a hash */
#define HUGE_PAGE ((size_t)1 << 21)
#define AHEAD 16 /* tokens whose slots are being prefetched */

struct vocab {
	char *bytes;     /* [size] all tokens, one after the other */
	size_t *end;     /* [room] token id is bytes [end[id-1], end[id]) */
	uint64_t *count; /* [room] */
	struct vocab_slot *slots;
	struct hash_key key;
	size_t n;    /* tokens */
	size_t room; /* elements allocated of end and of count */
	size_t size;
	int bits; /* there are 2^bits slots */

	/* Reads the tokens from disk instead; or NULL. */
	struct vocab_disk *disk;
};

/*
 * The key of token s [n].  The key of a short token has the length in the
 * highest byte and the token's bytes in the others.  These are loaded as pieces
 * that may overlap: byte i always goes to the bits from 8i up, so loading it
 * twice does no harm.
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

/* The slot of a table of 2^bits slots where the search for a key begins: the
 * upper bits of the product, which depend on all bits of the key. */
static inline size_t
start_of(const struct vocab *v, uint64_t key, int bits)
{
	return (size_t)(hash_mix(key, &v->key) >> (64 - bits));
}

/* Allocates 2^bits empty slots, in huge pages if possible.  Faults for
 * thousands of small pages take longer than filling them. */
static struct vocab_slot *
new_slots(int bits)
{
	const size_t n = (size_t)1 << bits,
		     size = n * sizeof(struct vocab_slot);
	struct vocab_slot *p;

	if (size < HUGE_PAGE)
		return calloc(n, sizeof(*p));
	p = aligned_alloc(HUGE_PAGE, size); /* both are powers of two */
	if (!p)
		return NULL;
	/* May fail; only speed depends on it. */
	(void)madvise(p, size, MADV_HUGEPAGE);
	memset(p, 0, size);
	return p;
}

/* Makes room for one more token.  On failure the room is unchanged. */
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
	v->slots = calloc((size_t)1 << v->bits, sizeof(*v->slots));
	if (!v->slots || more_tokens(v)) {
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
	free(v->slots);
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

/* Is s [n] the token of slot p?  They have the same key. */
static inline int
same(const struct vocab *v, const struct vocab_slot *p, const char *s, size_t n)
{
	struct slice t;

	if (n <= 7)
		return 1;
	t = vocab_token(v, p->id);
	return t.n == n && !memcmp(t.s, s, n);
}

/* Returns the slot of token s [n], or the empty slot where the token
 * belongs.  There is always an empty slot.  (An empty slot has the key 0,
 * which no token has.) */
static inline struct vocab_slot *
find_slot(const struct vocab *v, const char *s, size_t n, uint64_t key)
{
	size_t last = ((size_t)1 << v->bits) - 1;
	size_t i = start_of(v, key, v->bits);
	struct vocab_slot *p;

	for (;; i = (i + 1) & last) {
		p = &v->slots[i];
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
	               : find_slot(v, s, n, key_of(v, s, n))->id;
}

/* Doubles the slots and inserts every token again. */
static int
more_slots(struct vocab *v)
{
	struct vocab_slot *slots;
	size_t id, i, size, n = (size_t)2 << v->bits;

	if (size_mul(n, sizeof(*slots), &size))
		return -1;
	slots = new_slots(v->bits + 1);
	if (!slots)
		return -1;
	for (id = 1; id <= v->n; id++) {
		struct slice t = vocab_token(v, (int32_t)id);
		uint64_t key = key_of(v, t.s, t.n);

		i = start_of(v, key, v->bits + 1);
		while (slots[i].id)
			i = (i + 1) & (n - 1);
		slots[i] = (struct vocab_slot){key, (int32_t)id};
	}
	free(v->slots);
	v->slots = slots;
	v->bits++;
	return 0;
}

/* Keeps at least half of the slots empty; three quarters in tables up to a
 * MiB, which fit the cache: then most searches end at the first slot. */
static int
is_crowded(const struct vocab *v)
{
	return v->n + 1 > (size_t)1 << (v->bits - (v->bits < 16 ? 2 : 1));
}

/* Appends token s [n]. */
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

/* Appends the new token s [n] and returns its id.  Not inline, because new
 * tokens are rare. */
static __attribute__((noinline)) int32_t
append(struct vocab *v, const char *s, size_t n, uint64_t key, struct fail *f)
{
	int32_t id;

	if (is_crowded(v) && more_slots(v))
		return fail_memory(f);
	id = put(v, s, n, f);
	if (id > 0)
		*find_slot(v, s, n, key) = (struct vocab_slot){key, id};
	return id;
}

int32_t
vocab_put_last(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	return put(v, s, n, f);
}

/*
 * Inserts all tokens.  The slots of the next tokens are prefetched meanwhile,
 * because no slot is in the cache.
 */
int32_t
vocab_settle(struct vocab *v, struct fail *f)
{
	struct vocab_slot *slots, *p;
	uint64_t key[AHEAD];
	size_t id, i;
	int bits = v->bits;

	while (v->n + 1 > (size_t)1 << (bits - (bits < 16 ? 2 : 1)))
		bits++;
	slots = new_slots(bits);
	if (!slots)
		return fail_memory(f);
	free(v->slots);
	v->slots = slots;
	v->bits = bits;
	for (id = 1; id < v->n + AHEAD; id++) {
		if (id <= v->n) {
			struct slice t = vocab_token(v, (int32_t)id);

			key[id % AHEAD] = key_of(v, t.s, t.n);
			__builtin_prefetch(
			    &slots[start_of(v, key[id % AHEAD], bits)], 1);
		}
		if (id < AHEAD || (i = id - AHEAD + 1) > v->n)
			continue;
		p = find_slot(v, vocab_token(v, (int32_t)i).s,
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
	int32_t id = find_slot(v, s, n, key)->id;

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
	/* key_of() without branches on the length, which varies from token
	 * to token and would be mispredicted. */
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
