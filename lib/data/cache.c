/* cache - examples or sequences in a file, for data larger than memory. */
/* SPDX-License-Identifier: MIT */
#include "data/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/cache_bytes.h"
#include "data/cache_file.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "io/crc32c.h"

#define BLOCK ((size_t)256 << 10) /* bytes checked at a time */
#define WORD sizeof(uint32_t)

struct cache {
	struct cache_file *file;
	struct cache_shape is;
	uint64_t number[CACHE_TAIL];
	size_t items;
	const size_t *values; /* [fields] */

	const struct sequences *of; /* where the sequences begin */
	/* [ngone] dropped rows, each less the number of dropped rows before
	 * it. */
	size_t *gone;
	/* [ngone + 1] events of the dropped rows before each. */
	uint64_t *gone_events;
	size_t ngone;
};

const struct cache_shape *
cache_shape(const struct cache *c)
{
	return &c->is;
}

void
cache_limit(struct cache *c, size_t items, const size_t *values)
{
	c->items = items;
	c->values = values;
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

struct cache *
cache_open(const char *path, struct fail *f)
{
	struct cache *c = calloc(1, sizeof(*c));

	if (!c) {
		(void)fail_memory(f);
		return NULL;
	}
	c->file = cache_file_open(path, f);
	if (!c->file || cache_tail_read(c->file, c->number, &c->is, f)) {
		cache_free(c);
		return NULL;
	}
	return c;
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

int
cache_check(struct cache *c, struct sequences *s, struct fail *f)
{
	const uint64_t end = about_at(c);
	uint64_t at, n;
	const unsigned char *p;
	uint32_t crc = 0;

	for (at = CACHE_HEAD; at < end; at += n) {
		n = end - at < BLOCK ? end - at : BLOCK;
		if (!(p = cache_file_bytes(c->file, at, (size_t)n, f)))
			return -1;
		crc = crc32c(crc, p, (size_t)n);
	}
	if (crc != c->number[CACHE_ROWS_CRC])
		return fail_set(f,
		    "%s: its rows are damaged; remove it, and it is made anew",
		    cache_file_path(c->file));
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

/* Returns the id at p, at most `most`; sets *wrong if it is larger. */
static int32_t
id_at(const unsigned char *p, size_t most, int *wrong)
{
	const uint32_t x = cache_get32(p);

	*wrong |= x > most;
	return (int32_t)x;
}

/* Reads n events at p to the events from `at` on. */
static void
take_events(const struct cache *c, const unsigned char *p, size_t n,
    int32_t *item, struct field_column *field, size_t at, int *wrong)
{
	size_t i, k;

	for (i = at; i < at + n; i++) {
		item[i] = id_at(p, c->items, wrong);
		p += WORD;
		for (k = 0; k < c->is.event_fields; k++, p += WORD)
			field[k].id[i] = id_at(p, c->values[k], wrong);
	}
}

/* Reads a row's own fields at p to row i. */
static void
take_row_fields(const struct cache *c, const unsigned char *p,
    struct field_column *field, size_t i, int *wrong)
{
	const size_t first = c->is.event_fields;
	size_t k;

	for (k = first; k < first + c->is.row_fields; k++, p += WORD)
		field[k].id[i] = id_at(p, c->values[k], wrong);
}

/* Reads the example at p as example i of x. */
static int
take_example(
    const struct cache *c, const unsigned char *p, struct examples *x, size_t i)
{
	int wrong = 0;

	x->length[i] = id_at(p, c->is.k, &wrong);
	x->label[i] = id_at(p + WORD, c->items, &wrong);
	p += 2 * WORD;
	if (c->is.is & CACHE_WEIGHTS) {
		const uint32_t bits = cache_get32(p);
		float w;

		memcpy(&w, &bits, sizeof(w));
		wrong |= !(w >= 0);
		x->weight[i] = (real)w;
		p += WORD;
	}
	if (c->is.is & CACHE_GROUPS) {
		x->group[i] = cache_get64(p);
		p += 2 * WORD;
	}
	take_row_fields(c, p, x->field, i, &wrong);
	p += c->is.row_fields * WORD;
	take_events(c, p, c->is.k, x->context, x->field, i * c->is.k, &wrong);
	return wrong;
}

/* Requests all these rows at once, so that the disk need not wait between
 * them. */
static void
ask_ahead(const struct cache *c, const int32_t *row, size_t n, size_t size)
{
	size_t i, at;

	for (i = 0; i < n; i++) {
		at = (size_t)row[i];
		if (i && row[i] == row[i - 1] + 1)
			continue; /* read together with the row before */
		at = CACHE_HEAD + (at + gone_before(c, at)) * size;
		cache_file_ask(c->file, at, size);
	}
}

/* Requests rows row [n], or n rows from `first` on if row is NULL. */
static int
read_examples(struct cache *c, const int32_t *row, size_t first, size_t n,
    struct examples *to, struct fail *f)
{
	const size_t size =
	    (cache_row_words(&c->is) + c->is.k * cache_event_words(&c->is)) *
	    WORD;
	const unsigned char *p;
	size_t i, at;

	if (cache_file_unchanged(c->file, f))
		return -1;
	for (i = 0; i < n; i++) {
		at = row ? (size_t)row[i] : first + i;
		at = CACHE_HEAD + (at + gone_before(c, at)) * size;
		if (!(p = cache_file_bytes(c->file, at, size, f)))
			return -1;
		if (take_example(c, p, to, i))
			return cache_file_damaged(
			    c->file, at, "no example stands there", f);
	}
	to->n = n;
	return 0;
}

int
cache_read(struct cache *c, const int32_t *row, size_t n, struct examples *to,
    struct fail *f)
{
	ask_ahead(c, row, n,
	    (cache_row_words(&c->is) + c->is.k * cache_event_words(&c->is)) *
		WORD);
	return read_examples(c, row, 0, n, to, f);
}

/* Makes sequence i of `to` from that part. */
static int
read_part(struct cache *c, const struct cache_part *part, struct sequences *to,
    size_t i, struct fail *f)
{
	const size_t row = part->row, gone = gone_before(c, row);
	const size_t head = cache_row_words(&c->is) * WORD;
	const size_t size = cache_event_words(&c->is) * WORD;
	const uint64_t shift = c->gone_events[gone];
	const uint64_t begin = CACHE_HEAD + (row + gone) * head +
	                       (c->of->start[row] + shift) * size;
	const uint64_t events =
	    begin + head + (part->first - c->of->start[row]) * size;
	const unsigned char *p;
	int wrong = 0;

	if (c->is.row_fields) {
		if (!(p = cache_file_bytes(c->file, begin, head, f)))
			return -1;
		take_row_fields(c, p, to->field, i, &wrong);
	}
	if (!(p = cache_file_bytes(c->file, events, part->n * size, f)))
		return -1;
	take_events(c, p, part->n, to->item, to->field, to->start[i], &wrong);
	to->start[i + 1] = to->start[i] + part->n;
	return wrong ? cache_file_damaged(
			   c->file, begin, "no sequence stands there", f)
	             : 0;
}

int
cache_read_parts(struct cache *c, const struct cache_part *part, size_t n,
    struct sequences *to, struct fail *f)
{
	size_t i;

	if (cache_file_unchanged(c->file, f) ||
	    (!c->gone_events && cache_leave_out(c, NULL, 0, c->of, f)))
		return -1;
	to->start[0] = 0;
	for (i = 0; i < n; i++)
		if (read_part(c, &part[i], to, i, f))
			return -1;
	to->n = n;
	to->events = to->start[n];
	return 0;
}
