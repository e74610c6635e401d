/* cache - examples or sequences in a file, for data larger than memory. */
/* SPDX-License-Identifier: MIT */
#include "data/cache.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/ranks.h"
#include "data/cache_bytes.h"
#include "data/cache_file.h"
#include "data/cache_rows.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "io/crc32c.h"

#define BLOCK ((size_t)256 << 10) /* bytes checked at a time */
#define WORD sizeof(uint32_t)

struct cache {
	struct cache_file *file;
	struct cache_shape is;
	struct cache_rows rows;
	uint64_t number[CACHE_TAIL];

	const struct sequences *of; /* where the sequences begin */
	/* [ngone] dropped rows, each less the number of dropped rows before
	 * it. */
	size_t *gone;
	/* [ngone + 1] events of the dropped rows before each. */
	uint64_t *gone_events;
	size_t ngone;
	int exchanged; /* the rows to be read next */
};

const struct cache_shape *
cache_shape(const struct cache *c)
{
	return &c->is;
}

void
cache_limit(struct cache *c, size_t items, const size_t *values)
{
	c->rows.items = items;
	c->rows.values = values;
}

void
cache_free(struct cache *c)
{
	if (!c)
		return;
	cache_file_close(c->file);
	free(c->gone);
	free(c->gone_events);
	free(c);
}

/* Makes a cache of that file; NULL if opening it has failed. */
static struct cache *
open_file(struct cache_file *file, struct fail *f)
{
	struct cache *c = file ? calloc(1, sizeof(*c)) : NULL;

	if (file && !c) {
		(void)fail_memory(f);
		cache_file_close(file);
	}
	if (!c)
		return NULL;
	c->file = file;
	c->rows.is = &c->is;
	if (cache_tail_read(c->file, c->number, &c->is, f)) {
		cache_free(c);
		return NULL;
	}
	return c;
}

struct cache *
cache_open(const char *path, struct fail *f)
{
	return open_file(cache_file_open(path, f), f);
}

struct cache *
cache_open_shared(const char *path, struct fail *f)
{
	struct cache_file *file = NULL;
	int failed = 0;

	if (!ranks_me())
		failed = !(file = cache_file_open(path, f)) ||
		         (unlink(path) && fail_errno(f, "%s", path));
	if (ranks_any(failed)) {
		cache_file_close(file);
		if (!failed)
			(void)fail_set(f, "rank 0 has no %s", path);
		return NULL;
	}
	return open_file(cache_file_share(file, path, f), f);
}

/* Returns where the text about the cache begins. */
static uint64_t
about_at(const struct cache *c)
{
	return cache_file_size(c->file) - CACHE_TAIL * 8 -
	       c->number[CACHE_ABOUT];
}

char *
cache_about(const struct cache *c, size_t *n, struct fail *f)
{
	char *p;

	*n = (size_t)c->number[CACHE_ABOUT];
	p = malloc(*n + 1);
	if (!p) {
		(void)fail_memory(f);
		return NULL;
	}
	p[*n] = '\0';
	if (cache_file_read(c->file, about_at(c), (unsigned char *)p, *n, f) ||
	    (crc32c(0, p, *n) != c->number[CACHE_ABOUT_CRC] &&
		cache_file_damaged(c->file, about_at(c),
		    "what is said about it is damaged", f))) {
		free(p);
		return NULL;
	}
	return p;
}

/* Computes where sequences begin, from the counts at `at`. */
static int
take_starts(struct cache *c, uint64_t at, struct sequences *s, struct fail *f)
{
	const unsigned char *p;
	size_t i;

	s->n = c->is.n;
	s->events = c->is.events;
	if (ARRAY_RESIZE(&s->start, s->n + 1, 1, f))
		return -1;
	s->start[0] = 0;
	for (i = 0; i < s->n; i++, at += WORD) {
		if (!(p = cache_file_bytes(c->file, at, WORD, f)))
			return -1;
		s->start[i + 1] = s->start[i] + cache_get32(p);
	}
	c->of = s;
	return s->start[s->n] == s->events
	           ? 0
	           : cache_file_damaged(
			 c->file, at, "the sequences have another length", f);
}

/* Compares the checksum of the rows and counts, which end there. */
static int
check_rows(struct cache *c, uint64_t end, struct fail *f)
{
	uint64_t at, n;
	const unsigned char *p;
	uint32_t crc = 0;

	for (at = CACHE_HEAD; at < end; at += n) {
		n = end - at < BLOCK ? end - at : BLOCK;
		if (!(p = cache_file_bytes(c->file, at, (size_t)n, f)))
			return -1;
		crc = crc32c(crc, p, (size_t)n);
	}
	return crc == c->number[CACHE_ROWS_CRC]
	           ? 0
	           : fail_set(f,
			 "%s: the rows are damaged; remove the file, and "
			 "seq-train makes it again",
			 cache_file_path(c->file));
}

int
cache_check(struct cache *c, struct sequences *s, struct fail *f)
{
	const uint64_t end = about_at(c);

	/* Ranks share what rank 0 has just written. */
	if (!cache_file_is_shared(c->file) && check_rows(c, end, f))
		return -1;
	return c->is.is & CACHE_SEQUENCES
	           ? take_starts(c, end - c->is.n * WORD, s, f)
	           : cache_file_unchanged(c->file, f);
}

int
cache_leave_out(struct cache *c, const size_t *row, size_t n,
    const struct sequences *s, struct fail *f)
{
	const int sequences = (c->is.is & CACHE_SEQUENCES) != 0;
	size_t i;

	if (ARRAY_RESIZE(&c->gone, n + 1, 1, f) ||
	    ARRAY_RESIZE(&c->gone_events, n + 1, 1, f))
		return -1;
	c->gone_events[0] = 0;
	for (i = 0; i < n; i++) {
		c->gone[i] = row[i] - i;
		c->gone_events[i + 1] =
		    c->gone_events[i] +
		    (sequences ? s->start[row[i] + 1] - s->start[row[i]] : 0);
	}
	c->ngone = n;
	c->is.n -= n;
	return 0;
}

/* Returns how many dropped rows precede row i. */
static size_t
gone_before(const struct cache *c, size_t i)
{
	size_t low = 0, high = c->ngone, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (c->gone[middle] <= i)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where row i of examples begins in the file; *size: its bytes. */
static uint64_t
example_at(const struct cache *c, size_t i, size_t *size)
{
	*size =
	    (cache_row_words(&c->is) + c->is.k * cache_event_words(&c->is)) *
	    WORD;
	return CACHE_HEAD + (i + gone_before(c, i)) * *size;
}

/* Announces these rows, all at once. */
static int
ask(struct cache *c, const int32_t *row, size_t n, struct fail *f)
{
	size_t i, size;
	uint64_t at;

	for (i = 0; i < n; i++) {
		at = example_at(c, (size_t)row[i], &size);
		if (cache_file_ask(c->file, at, size, f))
			return -1;
	}
	return cache_file_exchange(c->file, f);
}

int
cache_exchange(struct cache *c, const int32_t *row, size_t n, struct fail *f)
{
	c->exchanged = cache_file_is_shared(c->file);
	return c->exchanged ? ask(c, row, n, f) : 0;
}

int
cache_read(struct cache *c, const int32_t *row, size_t n, struct examples *to,
    struct fail *f)
{
	const unsigned char *p;
	size_t i, size;
	uint64_t at;

	if (cache_file_unchanged(c->file, f) ||
	    (!c->exchanged && ask(c, row, n, f)))
		return -1;
	c->exchanged = 0;
	for (i = 0; i < n; i++) {
		at = example_at(c, (size_t)row[i], &size);
		if (!(p = cache_file_bytes(c->file, at, size, f)))
			return -1;
		if (cache_rows_example(&c->rows, p, to, i))
			return cache_file_damaged(
			    c->file, at, "no example stands there", f);
	}
	to->n = n;
	return 0;
}

/* Where a part of a sequence stands in the file. */
struct cache_place {
	uint64_t begin, events;
	size_t head, size; /* bytes: of the row's fields, of its events */
};

static struct cache_place
place_of(const struct cache *c, const struct cache_part *part)
{
	const size_t row = part->row, gone = gone_before(c, row);
	const size_t head = cache_row_words(&c->is) * WORD;
	const size_t size = cache_event_words(&c->is) * WORD;
	const uint64_t before = c->gone_events[gone] + c->of->start[row];
	struct cache_place p = {.head = head, .size = part->n * size};

	p.begin = CACHE_HEAD + (row + gone) * head + before * size;
	p.events = p.begin + head + (part->first - c->of->start[row]) * size;
	return p;
}

/* Announces these parts, all at once. */
static int
ask_parts(
    struct cache *c, const struct cache_part *part, size_t n, struct fail *f)
{
	size_t i;

	if (!c->gone_events && cache_leave_out(c, NULL, 0, c->of, f))
		return -1;
	for (i = 0; i < n; i++) {
		const struct cache_place p = place_of(c, &part[i]);

		if (cache_file_ask(c->file, p.begin, p.head, f) ||
		    cache_file_ask(c->file, p.events, p.size, f))
			return -1;
	}
	return cache_file_exchange(c->file, f);
}

int
cache_exchange_parts(
    struct cache *c, const struct cache_part *part, size_t n, struct fail *f)
{
	c->exchanged = cache_file_is_shared(c->file);
	return c->exchanged ? ask_parts(c, part, n, f) : 0;
}

/* Makes sequence i of `to` from that part. */
static int
read_part(struct cache *c, const struct cache_part *part, struct sequences *to,
    size_t i, struct fail *f)
{
	const struct cache_place at = place_of(c, part);
	const unsigned char *p;
	int wrong = 0;

	if (at.head) {
		if (!(p = cache_file_bytes(c->file, at.begin, at.head, f)))
			return -1;
		cache_rows_fields(&c->rows, p, to->field, i, &wrong);
	}
	if (at.size) {
		if (!(p = cache_file_bytes(c->file, at.events, at.size, f)))
			return -1;
		cache_rows_events(&c->rows, p, part->n, to->item, to->field,
		    to->start[i], &wrong);
	}
	to->start[i + 1] = to->start[i] + part->n;
	return wrong ? cache_file_damaged(
			   c->file, at.begin, "no sequence stands there", f)
	             : 0;
}

int
cache_read_parts(struct cache *c, const struct cache_part *part, size_t n,
    struct sequences *to, struct fail *f)
{
	size_t i;

	if (cache_file_unchanged(c->file, f) ||
	    (!c->exchanged && ask_parts(c, part, n, f)))
		return -1;
	c->exchanged = 0;
	to->start[0] = 0;
	for (i = 0; i < n; i++)
		if (read_part(c, &part[i], to, i, f))
			return -1;
	to->n = n;
	to->events = to->start[n];
	return 0;
}
