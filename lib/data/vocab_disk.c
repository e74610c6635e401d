/* vocab_disk - a large vocabulary whose tokens stay on disk. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_disk.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/sort.h"
#include "base/threads.h"
#include "data/disk_lines.h"
#include "base/hash.h"
#include "io/buffer.h"

#define BLOCKS 8                         /* blocks of lines read at a time */
#define STEP (BLOCKS * DISK_LINES_BLOCK) /* lines */
#define TASK 64                          /* steps of a task */
#define PER_BUCKET 8 /* maximum average number of items in a bucket */

/*
 * The index has buckets, which the upper bits of a token's hash select.  Bucket
 * b is the entries [first[b], first[b+1]), ordered by id.  An entry has an id
 * and 16 more bits of the hash, so few other tokens are compared.
 */
struct vocab_disk {
	const char *path;
	struct disk_lines *lines;
	struct hash_key key;
	int counted;     /* some count is not 0 */
	int bits;        /* there are 2^bits buckets */
	uint32_t *first; /* [2^bits + 1]; NULL: no index */
	int32_t *id;     /* [lines] */
	uint16_t *tag;   /* [lines] */
};

struct vocab_disk *
vocab_disk_new(const char *path, struct fail *f)
{
	struct vocab_disk *d = calloc(1, sizeof(*d));

	if (!d) {
		(void)fail_memory(f);
		return NULL;
	}
	d->path = path;
	d->key = hash_draw();
	d->lines = disk_lines_open(path, f);
	if (!d->lines) {
		free(d);
		return NULL;
	}
	return d;
}

void
vocab_disk_free(struct vocab_disk *d)
{
	if (!d)
		return;
	disk_lines_close(d->lines);
	free(d->first);
	free(d->id);
	free(d->tag);
	free(d);
}

int
vocab_disk_add(struct vocab_disk *d, uint64_t at, uint64_t end, uint64_t count,
    struct fail *f)
{
	d->counted |= count > 0;
	return disk_lines_add(d->lines, at, end, f);
}

void
vocab_disk_keep(struct vocab_disk *d)
{
	disk_lines_keep(d->lines);
}

size_t
vocab_disk_size(const struct vocab_disk *d)
{
	return disk_lines_count(d->lines);
}

int
vocab_disk_check(const struct vocab_disk *d, struct fail *f)
{
	return disk_lines_failed(d->lines)
	           ? fail_set(f,
			 "%s: a token could not be read again: out of "
			 "memory, or the file has changed",
			 d->path)
	           : 0;
}

static struct slice
token_of(struct slice s)
{
	const char *tab = s.n ? memchr(s.s, '\t', s.n) : NULL;

	return (struct slice){s.s, tab ? (size_t)(tab - s.s) : s.n};
}

/* Returns an item's line, valid until the next call. */
static struct slice
line(const struct vocab_disk *d, int32_t id)
{
	return disk_lines_get(d->lines, (size_t)id - 1);
}

void
vocab_disk_put(const struct vocab_disk *d, int32_t id, struct buffer *t)
{
	const size_t start = t->n;

	disk_lines_put(d->lines, (size_t)id - 1, t);
	if (t->n > start)
		t->n = start +
		       token_of((struct slice){t->p + start, t->n - start}).n;
}

uint64_t
vocab_disk_count(const struct vocab_disk *d, int32_t id)
{
	struct slice s;
	uint64_t x = 0;
	size_t at;

	if (!d->counted)
		return 0;
	s = line(d, id);
	at = token_of(s).n + 1;
	if (at < s.n)
		(void)num_get_count(s.s + at, s.n - at, 0, UINT64_MAX, &x);
	return x;
}

/* Returns the bucket of a token, of 2^bits, and its tag. */
static size_t
bucket_of(const struct vocab_disk *d, struct slice t, uint16_t *tag)
{
	uint64_t h = hash_mix(hash_bytes(t.s, t.n, &d->key), &d->key);

	*tag = (uint16_t)(h >> 8 & 0xffff);
	return (size_t)(h >> (64 - d->bits));
}

/* The tokens of a step: where items id .. id + n - 1 belong. */
struct vocab_disk_tokens {
	int32_t id;
	size_t n, bucket[STEP];
	uint16_t tag[STEP];
};

/* One pass over all tokens. */
struct vocab_disk_pass {
	struct vocab_disk *d;
	struct buffer *text; /* [threads] */
	void (*use)(struct vocab_disk *, const struct vocab_disk_tokens *);
};

static void
pass_task(void *ctx, size_t i, int thread)
{
	const struct vocab_disk_pass *w = ctx;
	struct vocab_disk *d = w->d;
	struct buffer *text = &w->text[thread];
	const size_t end = size_min((i + 1) * TASK * STEP, vocab_disk_size(d));
	struct vocab_disk_tokens t;
	size_t first, at, k;

	for (first = i * TASK * STEP; first < end; first += STEP) {
		text->n = at = 0;
		disk_lines_read(d->lines, first / DISK_LINES_BLOCK,
		    first / DISK_LINES_BLOCK + BLOCKS, text);
		t.id = (int32_t)first + 1;
		t.n = size_min(end - first, STEP);
		for (k = 0; k < t.n; k++)
			t.bucket[k] = bucket_of(
			    d, token_of(disk_lines_next(text, &at)), &t.tag[k]);
		w->use(d, &t);
	}
}

/* Calls use with the tokens of every step, in parallel. */
static int
pass(struct vocab_disk *d,
    void (*use)(struct vocab_disk *, const struct vocab_disk_tokens *),
    struct fail *f)
{
	const int threads = threads_count();
	struct vocab_disk_pass w = {
	    d, calloc((size_t)threads, sizeof(*w.text)), use};
	int i;

	if (!w.text)
		return fail_memory(f);
	threads_for((vocab_disk_size(d) + TASK * STEP - 1) / (TASK * STEP),
	    pass_task, &w);
	for (i = 0; i < threads; i++)
		buffer_free(&w.text[i]);
	free(w.text);
	return vocab_disk_check(d, f);
}

static void
count_entries(struct vocab_disk *d, const struct vocab_disk_tokens *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		__atomic_fetch_add(
		    &d->first[t->bucket[i]], 1, __ATOMIC_RELAXED);
}

/*
 * first[bucket] is the next entry to fill and in the end the end of the bucket.
 * Entries are far apart, so those of a whole step are prefetched before the
 * first is written.  (The checks are for a file that changes meanwhile: they
 * keep every entry in range and written once.)
 */
static void
fill_entries(struct vocab_disk *d, const struct vocab_disk_tokens *t)
{
	uint32_t at[STEP];
	size_t i;

	for (i = 0; i < t->n; i++) {
		at[i] = __atomic_fetch_add(
		    &d->first[t->bucket[i]], 1, __ATOMIC_RELAXED);
		if (at[i] >= vocab_disk_size(d)) {
			disk_lines_fail(d->lines);
			return;
		}
		__builtin_prefetch(&d->id[at[i]], 1);
		__builtin_prefetch(&d->tag[at[i]], 1);
	}
	for (i = 0; i < t->n; i++) {
		if (__atomic_exchange_n(
			&d->id[at[i]], t->id + (int32_t)i, __ATOMIC_RELAXED))
			disk_lines_fail(d->lines);
		else
			d->tag[at[i]] = t->tag[i];
	}
}

static int
fail_duplicate(
    const struct vocab_disk *d, int32_t id, int32_t first, struct fail *f)
{
	struct slice t = token_of(line(d, id));

	return fail_set(f, "%s:line %ld: the token '%.*s' is also on line %ld",
	    d->path, (long)id, (int)size_min(t.n, 200), t.s, (long)first);
}

/* Returns 1 if two items have the same token, 0 if not, -1 if memory runs
 * out. */
static int
are_equal(const struct vocab_disk *d, int32_t a, int32_t b)
{
	struct buffer t = {0};
	size_t n;
	int same;

	vocab_disk_put(d, a, &t);
	n = t.n;
	vocab_disk_put(d, b, &t);
	same = t.failed ? -1 : t.n == 2 * n && !memcmp(t.p, t.p + n, n);
	buffer_free(&t);
	return same;
}

/* The entries of a bucket. */
struct vocab_disk_bucket {
	int32_t *id;
	uint16_t *tag;
};

static int
compare_entries(void *ctx, size_t i, size_t j)
{
	const struct vocab_disk_bucket *b = ctx;

	return (b->id[i] > b->id[j]) - (b->id[i] < b->id[j]);
}

static void
swap_entries(void *ctx, size_t i, size_t j)
{
	struct vocab_disk_bucket *b = ctx;
	int32_t id = b->id[i];
	uint16_t tag = b->tag[i];

	b->id[i] = b->id[j];
	b->tag[i] = b->tag[j];
	b->id[j] = id;
	b->tag[j] = tag;
}

/* Sorts the entries of a bucket by id.  There are few, unless all tokens are
 * equal; sort_in_place() needs no memory even then.  (If the file changes
 * meanwhile, to may be below from.) */
static void
sort_entries(struct vocab_disk *d, size_t from, size_t to)
{
	struct vocab_disk_bucket b = {d->id + from, d->tag + from};

	sort_in_place(
	    to > from ? to - from : 0, compare_entries, swap_entries, &b);
}

/* Refuses equal tokens in a bucket. */
static int
refuse_duplicates(
    const struct vocab_disk *d, size_t from, size_t to, struct fail *f)
{
	size_t i, j;
	int same;

	for (i = from; i < to; i++) {
		for (j = from; j < i; j++) {
			if (d->tag[i] != d->tag[j])
				continue;
			same = are_equal(d, d->id[i], d->id[j]);
			if (same < 0)
				return fail_memory(f);
			if (same && !vocab_disk_check(d, f))
				return fail_duplicate(d, d->id[i], d->id[j], f);
		}
	}
	return vocab_disk_check(d, f);
}

int
vocab_disk_index(struct vocab_disk *d, struct fail *f)
{
	size_t b, buckets, n = vocab_disk_size(d);
	uint32_t sum = 0, count;

	if (d->first)
		return 0;
	for (d->bits = 1; n >> d->bits > PER_BUCKET; d->bits++)
		;
	buckets = (size_t)1 << d->bits;
	d->first = calloc(buckets + 1, sizeof(*d->first));
	d->id = calloc(n, sizeof(*d->id));
	d->tag = calloc(n, sizeof(*d->tag));
	if (!d->first || !d->id || !d->tag)
		return fail_memory(f);
	if (pass(d, count_entries, f))
		return -1;
	for (b = 0; b < buckets; b++) {
		count = d->first[b];
		d->first[b] = sum;
		sum += count;
	}
	if (pass(d, fill_entries, f))
		return -1;
	memmove(d->first + 1, d->first, buckets * sizeof(*d->first));
	d->first[0] = 0;
	for (b = 0; b < buckets; b++) {
		sort_entries(d, d->first[b], d->first[b + 1]);
		if (refuse_duplicates(d, d->first[b], d->first[b + 1], f))
			return -1;
	}
	return 0;
}

int32_t
vocab_disk_find(const struct vocab_disk *d, const char *s, size_t n)
{
	uint16_t tag;
	size_t b = bucket_of(d, (struct slice){s, n}, &tag), i;

	for (i = d->first[b]; i < d->first[b + 1]; i++) {
		struct slice t;

		if (d->tag[i] != tag)
			continue;
		t = token_of(line(d, d->id[i]));
		if (n && t.n == n && !memcmp(t.s, s, n))
			return d->id[i];
	}
	return 0;
}
