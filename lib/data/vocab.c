/* vocab - items, their ids and their counts. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/vocab_disk.h"
#include "data/vocab_table.h"
#include "io/buffer.h"

struct vocab {
	struct vocab_tokens tokens;
	uint64_t *count; /* [tokens + 1] */
	size_t room;     /* elements allocated of tokens.end and of count */
	size_t size;     /* bytes allocated of tokens.bytes */
	struct vocab_table table;

	/* Reads the tokens from disk instead; or NULL. */
	struct vocab_disk *disk;
};

/* Makes room for one more token.  On failure the room is unchanged. */
static int
more_tokens(struct vocab *v)
{
	size_t ends = v->room, counts = v->room;

	if (ARRAY_ROOM(&v->tokens.end, &ends, v->tokens.n + 2, NULL) ||
	    ARRAY_ROOM(&v->count, &counts, v->tokens.n + 2, NULL))
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
	if (vocab_table_init(&v->table, f) ||
	    (more_tokens(v) && fail_memory(f))) {
		vocab_free(v);
		return NULL;
	}
	v->tokens.end[0] = v->count[0] = 0;
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
	v->tokens.n = vocab_disk_size(d);
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
	free(v->tokens.bytes);
	free(v->tokens.end);
	free(v->count);
	vocab_table_free(&v->table);
	free(v);
}

size_t
vocab_size(const struct vocab *v)
{
	return v->tokens.n;
}

struct slice
vocab_token(const struct vocab *v, int32_t id)
{
	return vocab_tokens_get(&v->tokens, id);
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

int32_t
vocab_find(const struct vocab *v, const char *s, size_t n)
{
	return v->disk ? vocab_disk_find(v->disk, s, n)
	               : vocab_table_find(&v->table, &v->tokens, s, n,
			     vocab_table_key(&v->table, s, n))
	                     ->id;
}

/* Makes room for one more token of n bytes and a few more. */
static int
make_room(struct vocab *v, size_t n, struct fail *f)
{
	size_t used = v->tokens.end[v->tokens.n];

	if (n == 0)
		return fail_set(f, "a token is empty");
	if (v->tokens.n >= VOCAB_MAX)
		return fail_set(f, "more than %zu tokens", VOCAB_MAX);
	if ((v->tokens.n + 1 == v->room && more_tokens(v)) ||
	    ARRAY_ROOM(&v->tokens.bytes, &v->size, used + n + 8, NULL))
		return fail_memory(f);
	return 0;
}

/* Ends a token of n bytes, which are there. */
static int32_t
end_token(struct vocab *v, size_t n, uint64_t count)
{
	const size_t used = v->tokens.end[v->tokens.n++];

	v->tokens.end[v->tokens.n] = used + n;
	v->count[v->tokens.n] = count;
	return (int32_t)v->tokens.n;
}

/* Appends the new token s [n] and returns its id.  Not inline, because new
 * tokens are rare. */
static __attribute__((noinline)) int32_t
append(struct vocab *v, const char *s, size_t n, uint64_t key, struct fail *f)
{
	int32_t id;

	if (vocab_table_room(&v->table, &v->tokens, f))
		return -1;
	if (make_room(v, n, f))
		return -1;
	memcpy(v->tokens.bytes + v->tokens.end[v->tokens.n], s, n);
	id = end_token(v, n, 0);
	*vocab_table_find(&v->table, &v->tokens, s, n, key) =
	    (struct vocab_slot){key, id};
	return id;
}

int32_t
vocab_put_last(
    struct vocab *v, const char *s, size_t n, uint64_t count, struct fail *f)
{
	char *to;
	size_t i;

	if (make_room(v, n, f))
		return -1;
	to = v->tokens.bytes + v->tokens.end[v->tokens.n];
	for (i = 0; i < n; i += 8) /* without a call, since tokens are short */
		memcpy(to + i, s + i, 8);
	return end_token(v, n, count);
}

int32_t
vocab_settle(struct vocab *v, struct fail *f)
{
	return vocab_table_rebuild(&v->table, &v->tokens, f);
}

static inline int32_t
add(struct vocab *v, const char *s, size_t n, uint64_t key, struct fail *f)
{
	int32_t id = vocab_table_find(&v->table, &v->tokens, s, n, key)->id;

	return id ? id : append(v, s, n, key, f);
}

int32_t
vocab_add(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	return add(v, s, n, vocab_table_key(&v->table, s, n), f);
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
	return tally(v, s, n, vocab_table_key(&v->table, s, n), times, f);
}

int
vocab_tally_cell(struct vocab *v, const char *s, size_t n, struct fail *f)
{
	uint64_t key;

	if (n > 7)
		return vocab_tally(v, s, n, 1, f);
	/* vocab_table_key() without branches on the length, which varies from
	 * token to token and would be mispredicted. */
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
