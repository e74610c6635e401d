/* cache_make - writes a cache. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_make.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/cache.h"
#include "data/cache_about.h"
#include "data/cache_bytes.h"
#include "data/cache_rows.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/spill.h"
#include "data/token_ids.h"
#include "data/vocab.h"
#include "data/vocab_build.h"
#include "io/buffer.h"
#include "io/crc32c.h"
#include "io/output.h"

#define FIELDS 32 /* fields beside the data: FIELD_MOST of two places */

struct cache_make {
	const struct cache_about *a;
	const struct spill *spill;
	struct cache_shape is;
	struct examples x; /* the current part */
	struct sequences s;
	int32_t *map;          /* new ids of items; NULL: unchanged */
	int32_t *maps[FIELDS]; /* new rows of values */
	uint64_t *counts;
	/* [items + 1] for examples_mark(); NULL: not asked. */
	unsigned char *seen;
	int weighs; /* some weight is not 0 */
	struct output *o;
	uint32_t crc; /* of the rows and counts so far */
	unsigned char *bytes;
	size_t room;
};

/* Reads part k; gets its rows, events, and the distance of rows in events. */
static int
get(struct cache_make *m, size_t k, struct fail *f)
{
	return m->a->x ? examples_spilled(&m->x, m->spill, k, f)
	               : sequences_spilled(&m->s, m->spill, k, f);
}

/* Gets the values of field k in the part: *n rows, and how many values each
 * has; length tells how many of them an example uses. */
static int32_t *
values(struct cache_make *m, size_t part, size_t k, size_t *n, size_t *width,
    const int32_t **length)
{
	const struct field_column *c =
	    m->a->x ? &m->x.field[k] : &m->s.field[k];

	*length = NULL;
	*width = 1;
	*n = m->a->x ? m->x.n : m->s.n;
	if (!c->of_row && m->a->x) {
		*width = m->spill->part[part].stride;
		*length = m->x.length;
	} else if (!c->of_row) {
		*n = m->s.events;
	}
	return c->id;
}

/* Counts items and values, which determines their numbers. */
static int
count_part(struct cache_make *m, size_t part, struct fail *f)
{
	const size_t stride = m->spill->part[part].stride;
	const int32_t *length;
	size_t i, n, width;
	int32_t *id;

	if (get(m, part, f))
		return -1;
	if (m->counts && m->a->x) {
		vocab_build_count(m->counts, m->x.context, m->x.n * stride);
		vocab_build_count(m->counts, m->x.label, m->x.n);
	} else if (m->counts) {
		vocab_build_count(m->counts, m->s.item, m->s.events);
	}
	for (i = 0; i < m->a->fields->n; i++) {
		id = values(m, part, i, &n, &width, &length);
		field_count(&m->a->fields->field[i], id, n, width, length);
	}
	return 0;
}

/* Computes the new numbers of items and values. */
static int
number(struct cache_make *m, struct fail *f)
{
	size_t k;

	for (k = 0; k < m->spill->n; k++)
		if (count_part(m, k, f))
			return -1;
	if (m->counts) {
		vocab_build_set(m->a->v, m->counts);
		m->counts = NULL;
		if (vocab_sort(m->a->v, VOCAB_COUNT, 0, &m->map, f))
			return -1;
	}
	for (k = 0; k < m->a->fields->n; k++)
		if (field_close(
			&m->a->fields->field[k], m->a->v, &m->maps[k], f))
			return -1;
	return 0;
}

/* Renumbers the rows of the part. */
static void
rename_part(struct cache_make *m, size_t part)
{
	const size_t stride = m->spill->part[part].stride;
	const int32_t *length;
	size_t i, n, width;
	int32_t *id;

	if (m->map && m->a->x) {
		(void)token_ids_renumber(m->x.context, m->x.n * stride, m->map);
		(void)token_ids_renumber(m->x.label, m->x.n, m->map);
	} else if (m->map) {
		(void)token_ids_renumber(m->s.item, m->s.events, m->map);
	}
	for (i = 0; i < m->a->fields->n; i++) {
		id = values(m, part, i, &n, &width, &length);
		field_rename(
		    &m->a->fields->field[i], m->maps[i], id, n * width);
	}
}

/* Writes event i at p. */
static unsigned char *
put_event(const struct cache_make *m, unsigned char *p, const int32_t *item,
    const struct field_column *field, size_t i)
{
	size_t k;

	p = cache_put32(p, (uint32_t)item[i]);
	for (k = 0; k < m->is.event_fields; k++)
		p = cache_put32(p, (uint32_t)field[k].id[i]);
	return p;
}

static unsigned char *
put_row_fields(const struct cache_make *m, unsigned char *p,
    const struct field_column *field, size_t i)
{
	const size_t first = m->is.event_fields;
	size_t k;

	for (k = first; k < first + m->is.row_fields; k++)
		p = cache_put32(p, (uint32_t)field[k].id[i]);
	return p;
}

static unsigned char *
put_example(struct cache_make *m, unsigned char *p, size_t i, size_t stride)
{
	const struct examples *x = &m->x;
	size_t j;

	p = cache_put32(p, (uint32_t)x->length[i]);
	p = cache_put32(p, (uint32_t)x->label[i]);
	if (m->is.is & CACHE_WEIGHTS) {
		const float w = (float)x->weight[i];
		uint32_t bits;

		memcpy(&bits, &w, sizeof(bits));
		p = cache_put32(p, bits);
		m->weighs |= w > 0;
	}
	if (m->is.is & CACHE_GROUPS)
		p = cache_put64(p, x->group[i]);
	p = put_row_fields(m, p, x->field, i);
	for (j = 0; j < m->is.k && j < stride; j++)
		p = put_event(m, p, x->context, x->field, i * stride + j);
	if (j < m->is.k) {
		const size_t left =
		    (m->is.k - j) * cache_event_words(&m->is) * 4;

		memset(p, 0, left);
		p += left;
	}
	return p;
}

static unsigned char *
put_sequence(const struct cache_make *m, unsigned char *p, size_t i)
{
	size_t j;

	p = put_row_fields(m, p, m->s.field, i);
	for (j = m->s.start[i]; j < m->s.start[i + 1]; j++)
		p = put_event(m, p, m->s.item, m->s.field, j);
	return p;
}

/* Writes the n bytes of the buffer to the file. */
static void
put_out(struct cache_make *m, size_t n)
{
	m->crc = crc32c(m->crc, m->bytes, n);
	output_put(m->o, m->bytes, n);
}

/* Writes the words of row i. */
static size_t
words(const struct cache_make *m, size_t i)
{
	const size_t n = m->a->x ? m->is.k : m->s.start[i + 1] - m->s.start[i];

	return cache_row_words(&m->is) + n * cache_event_words(&m->is);
}

static int
write_part(struct cache_make *m, size_t part, struct fail *f)
{
	const size_t stride = m->spill->part[part].stride;
	size_t i;

	if (get(m, part, f))
		return -1;
	rename_part(m, part);
	if (m->a->x)
		vocab_build_count(m->counts, m->x.label, m->x.n);
	else
		vocab_build_count(m->counts, m->s.item, m->s.events);
	if (m->seen)
		examples_mark(&m->x, stride, m->seen);
	for (i = 0; i < m->spill->part[part].n; i++) {
		unsigned char *end;

		if (ARRAY_ROOM(&m->bytes, &m->room, words(m, i) * 4 + 1, f))
			return -1;
		end = m->a->x ? put_example(m, m->bytes, i, stride)
		              : put_sequence(m, m->bytes, i);
		put_out(m, (size_t)(end - m->bytes));
	}
	return 0;
}

/* Writes the number of events of each sequence. */
static int
write_counts(struct cache_make *m, struct fail *f)
{
	size_t k, i;

	for (k = 0; k < m->spill->n && !m->a->x; k++) {
		if (get(m, k, f))
			return -1;
		for (i = 0; i < m->s.n; i++) {
			if (ARRAY_ROOM(&m->bytes, &m->room, 4, f))
				return -1;
			(void)cache_put32(m->bytes,
			    (uint32_t)(m->s.start[i + 1] - m->s.start[i]));
			put_out(m, 4);
		}
	}
	return 0;
}

/* Writes the text about the cache and the tail, after a file with that head. */
static int
write_end(
    struct cache_make *m, const unsigned char head[CACHE_HEAD], struct fail *f)
{
	struct buffer about = {0};
	unsigned char tail[CACHE_TAIL * 8], *p = tail;
	const uint64_t numbers[CACHE_TAIL_CRC] = {
	    [CACHE_N] = m->is.n,
	    [CACHE_E] = m->is.events,
	    [CACHE_K] = m->is.k,
	    [CACHE_IS] = (uint64_t)m->is.is,
	    [CACHE_ROW_FIELDS] = m->is.row_fields,
	    [CACHE_EVENT_FIELDS] = m->is.event_fields,
	    [CACHE_ROWS_CRC] = m->crc,
	};
	size_t i;

	cache_about_put(&about, m->a);
	if (about.failed) {
		buffer_free(&about);
		return fail_memory(f);
	}
	for (i = 0; i < CACHE_TAIL_CRC; i++)
		p = cache_put64(p, i == CACHE_ABOUT ? about.n
				   : i == CACHE_ABOUT_CRC
				       ? crc32c(0, about.p, about.n)
				       : numbers[i]);
	p = cache_put64(
	    p, crc32c(crc32c(0, head, CACHE_HEAD), tail, (size_t)(p - tail)));
	output_put(m->o, about.p, about.n);
	output_put(m->o, tail, (size_t)(p - tail));
	buffer_free(&about);
	return 0;
}

/* Writes rows, counts and the rest. */
static int
write_all(struct cache_make *m, int *strangers, struct fail *f)
{
	unsigned char head[CACHE_HEAD] = {0};
	const size_t items = vocab_size(m->a->v);
	size_t k;

	memcpy(head, CACHE_MAGIC, 8);
	(void)cache_put32(head + 8, CACHE_FORMAT);
	output_put(m->o, head, sizeof(head));
	m->counts = vocab_build_counts(m->a->v, f);
	if (!m->counts)
		return -1;
	for (k = 0; k < m->spill->n; k++)
		if (!output_failed(m->o) && write_part(m, k, f))
			return -1;
	vocab_build_set(m->a->v, m->counts);
	m->counts = NULL;
	if (m->is.is & CACHE_WEIGHTS && !m->weighs)
		return fail_set(f, "every weight is 0");
	*strangers = m->seen && examples_are_strange(m->seen, items);
	return write_counts(m, f) || write_end(m, head, f) ? -1 : 0;
}

static void
describe(struct cache_make *m)
{
	const struct cache_about *a = m->a;
	size_t i;

	m->is = (struct cache_shape){.n = m->spill->rows,
	    .events = a->s ? m->spill->events : 0,
	    .k = a->x ? a->x->k : 0,
	    .is = (a->s ? CACHE_SEQUENCES : 0) |
	          (a->x && a->x->weight ? CACHE_WEIGHTS : 0) |
	          (a->x && a->x->group ? CACHE_GROUPS : 0)};
	for (i = 0; i < a->fields->n; i++) {
		if (a->fields->field[i].place == FIELD_QUERY)
			m->is.row_fields++;
		else
			m->is.event_fields++;
	}
}

int
cache_make(
    struct cache_about *a, const struct spill *spill, int asks, struct fail *f)
{
	struct cache_make m = {.a = a, .spill = spill};
	size_t k;
	int r;

	describe(&m);
	r = a->x ? examples_like(&m.x, a->x, f) : sequences_like(&m.s, a->s, f);
	if (!r && a->grows && !(m.counts = vocab_build_counts(a->v, f)))
		r = -1;
	r = r || number(&m, f);
	if (!r && asks && !(m.seen = calloc(vocab_size(a->v) + 1, 1)))
		r = fail_memory(f);
	if (!r && !(m.o = output_open(a->path, OUTPUT_BINARY, f)))
		r = -1;
	r = r || write_all(&m, &a->strangers, f);
	if (m.o && r)
		output_abandon(m.o);
	else if (m.o)
		r = output_commit(m.o, f);
	examples_free(&m.x);
	sequences_free(&m.s);
	free(m.map);
	for (k = 0; k < FIELDS; k++)
		free(m.maps[k]);
	free(m.counts);
	free(m.seen);
	free(m.bytes);
	return r ? -1 : 0;
}
