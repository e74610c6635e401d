/* vocab_disk - a large vocabulary whose tokens stay in their file. */
/* SPDX-License-Identifier: MIT */
#include "data/vocab_disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/hash.h"

#define STEP 16                  /* lines between two known beginnings */
#define WINDOW ((size_t)1 << 20) /* of the map, in memory on a walk */
#define PER_BUCKET 8             /* items in a bucket, on average, or less */

/*
 * The index is in buckets, which the upper bits of a token's hash choose.
 * Bucket b is the places [first[b], first[b+1]), in order of the ids; each has
 * an id and 16 more bits of its hash, so that few other tokens are looked at.
 */
struct vocab_disk {
	const char *path;
	struct hash_key key;
	char *map; /* [size] */
	size_t size;
	size_t *begin; /* [room] of lines 1, 1 + STEP, ... */
	size_t room;
	size_t n;        /* lines */
	int counted;     /* some count is not 0 */
	int bits;        /* there are 2^bits buckets */
	uint32_t *first; /* [2^bits + 1], NULL without index */
	int32_t *id;     /* [n] */
	uint16_t *tag;   /* [n] */
};

struct vocab_disk *
vocab_disk_new(const char *path, struct fail *f)
{
	struct vocab_disk *d = calloc(1, sizeof(*d));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *map = MAP_FAILED;

	if (!d)
		(void)fail_memory(f);
	else if (fd < 0 || fstat(fd, &st) ||
		 (map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
		      fd, 0)) == MAP_FAILED)
		(void)fail_errno(f, "%s", path);
	if (fd >= 0)
		(void)close(fd); /* only read from */
	if (map == MAP_FAILED) {
		free(d);
		return NULL;
	}
	*d = (struct vocab_disk){.path = path,
	    .key = hash_draw(),
	    .map = map,
	    .size = (size_t)st.st_size};
	return d;
}

void
vocab_disk_free(struct vocab_disk *d)
{
	if (!d)
		return;
	(void)munmap(d->map, d->size); /* was mapped, so it can */
	free(d->begin);
	free(d->first);
	free(d->id);
	free(d->tag);
	free(d);
}

int
vocab_disk_add(struct vocab_disk *d, size_t at, uint64_t count, struct fail *f)
{
	size_t room = d->room ? 2 * d->room : 1024, k = d->n / STEP, *begin;

	if (d->n % STEP == 0) {
		if (k == d->room) {
			begin = realloc(d->begin, room * sizeof(*begin));
			if (!begin)
				return fail_memory(f);
			d->begin = begin;
			d->room = room;
		}
		d->begin[k] = at;
	}
	d->n++;
	d->counted |= count > 0;
	return 0;
}

size_t
vocab_disk_size(const struct vocab_disk *d)
{
	return d->n;
}

/* The line that begins at *at, without its newline; *at becomes the next one's
 * beginning. */
static struct slice
next_line(const struct vocab_disk *d, size_t *at)
{
	struct slice s = {d->map + *at, d->size - *at};
	const char *end = memchr(s.s, '\n', s.n);

	if (end)
		s.n = (size_t)(end - s.s);
	*at += s.n + (end != NULL);
	return s;
}

/* The line of an item.  The pages that are looked at stay in memory, with their
 * neighbours; so one look in 16 lets all of them go, and those still wanted
 * come back from the system's cache. */
static struct slice
line(const struct vocab_disk *d, int32_t id)
{
	size_t i = (size_t)id - 1, at = d->begin[i / STEP];

	if ((uint64_t)id * 0x9e3779b97f4a7c15u >> 60 == 0)
		(void)madvise(d->map, d->size, MADV_DONTNEED); /* or not */
	for (i %= STEP; i; i--)
		(void)next_line(d, &at);
	return next_line(d, &at);
}

static struct slice
token_of(struct slice s)
{
	const char *tab = memchr(s.s, '\t', s.n);

	return (struct slice){s.s, tab ? (size_t)(tab - s.s) : s.n};
}

struct slice
vocab_disk_token(const struct vocab_disk *d, int32_t id)
{
	return token_of(line(d, id));
}

uint64_t
vocab_disk_count(const struct vocab_disk *d, int32_t id)
{
	struct slice s;
	uint64_t x = 0;
	size_t i;

	if (!d->counted)
		return 0;
	s = line(d, id);
	for (i = token_of(s).n + 1; i < s.n; i++)
		x = 10 * x + (uint64_t)(s.s[i] - '0');
	return x;
}

/* Calls use with every token's bucket and tag, in order.  Of the map no more
 * than a window stays in memory. */
static void
walk(struct vocab_disk *d,
    void (*use)(struct vocab_disk *, size_t bucket, uint16_t tag, int32_t id))
{
	size_t i, at = 0, kept = 0;

	for (i = 0; i < d->n; i++) {
		struct slice t = token_of(next_line(d, &at));
		uint64_t h = hash_mix(hash_bytes(t.s, t.n, &d->key), &d->key);

		use(d, (size_t)(h >> (64 - d->bits)),
		    (uint16_t)(h >> 8 & 0xffff), (int32_t)i + 1);
		if (at - kept < WINDOW)
			continue;
		/* What cannot be done costs memory, nothing else. */
		(void)madvise(d->map + kept, WINDOW, MADV_DONTNEED);
		kept += WINDOW;
	}
	(void)madvise(d->map + kept, d->size - kept, MADV_DONTNEED);
}

static void
count_place(struct vocab_disk *d, size_t bucket, uint16_t tag, int32_t id)
{
	(void)tag;
	(void)id;
	d->first[bucket]++;
}

/* first[bucket] is where its next place is, and in the end its last one's end.
 * (The test is for a file that changes.) */
static void
fill_place(struct vocab_disk *d, size_t bucket, uint16_t tag, int32_t id)
{
	size_t p = d->first[bucket];

	if (p >= d->n)
		return;
	d->id[p] = id;
	d->tag[p] = tag;
	d->first[bucket]++;
}

static int
refuse_twins(const struct vocab_disk *d, size_t from, size_t to, struct fail *f)
{
	size_t i, j;

	for (i = from; i < to; i++) {
		for (j = from; j < i; j++) {
			struct slice a, b;

			if (d->tag[i] != d->tag[j])
				continue;
			a = vocab_disk_token(d, d->id[j]);
			b = vocab_disk_token(d, d->id[i]);
			if (a.n == b.n && !memcmp(a.s, b.s, a.n))
				return fail_set(f,
				    "%s:line %ld: the token '%.*s' is there "
				    "twice: line %ld",
				    d->path, (long)d->id[i],
				    (int)size_min(a.n, 200), a.s,
				    (long)d->id[j]);
		}
	}
	return 0;
}

int
vocab_disk_index(struct vocab_disk *d, struct fail *f)
{
	size_t b, buckets;
	uint32_t sum = 0, had;

	if (d->first)
		return 0;
	for (d->bits = 1; d->n >> d->bits > PER_BUCKET; d->bits++)
		;
	buckets = (size_t)1 << d->bits;
	d->first = calloc(buckets + 1, sizeof(*d->first));
	d->id = calloc(d->n, sizeof(*d->id));
	d->tag = calloc(d->n, sizeof(*d->tag));
	if (!d->first || !d->id || !d->tag)
		return fail_memory(f);
	walk(d, count_place);
	for (b = 0; b < buckets; b++) {
		had = d->first[b];
		d->first[b] = sum;
		sum += had;
	}
	walk(d, fill_place);
	memmove(d->first + 1, d->first, buckets * sizeof(*d->first));
	d->first[0] = 0;
	for (b = 0; b < buckets; b++) {
		if (refuse_twins(d, d->first[b], d->first[b + 1], f))
			return -1;
	}
	return 0;
}

int32_t
vocab_disk_find(const struct vocab_disk *d, const char *s, size_t n)
{
	uint64_t h = hash_mix(hash_bytes(s, n, &d->key), &d->key);
	size_t b = (size_t)(h >> (64 - d->bits)), i;
	uint16_t tag = (uint16_t)(h >> 8 & 0xffff);

	for (i = d->first[b]; i < d->first[b + 1]; i++) {
		struct slice t;

		if (d->tag[i] != tag)
			continue;
		t = vocab_disk_token(d, d->id[i]);
		if (t.n == n && !memcmp(t.s, s, n))
			return d->id[i];
	}
	return 0;
}
