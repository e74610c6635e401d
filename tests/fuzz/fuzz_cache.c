/*
 * fuzz_cache - a cache of seq-train: rows, and the text about them.
 *
 * The last byte: 1 puts the checksums right, so that what stands behind them is
 * read; 2 reads fields too.  A cache that is taken has as many rows as it says,
 * and its ids are within their limits; rows read by number are those of a pass
 * over all of them, and rows that are left out do not come.
 */
/* SPDX-License-Identifier: MIT */
#include "data/cache.h"

#include "base/fail.h"
#include "data/cache_about.h"
#include "data/cache_bytes.h"
#include "data/cache_rows.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "fuzz.h"
#include "io/buffer.h"
#include "io/crc32c.h"

#define VALUES 8 /* fields that may be asked for */

/* All that a run has of a cache. */
struct fuzz_cache {
	struct cache *c;
	struct vocab *v;
	struct fields fields;
	struct examples x;
	struct sequences s;
	size_t values[VALUES];
};

/* Puts the checksums of a cache right, as far as its numbers allow. */
static void
put_right(uint8_t *p, size_t n)
{
	uint8_t *tail = p + n - CACHE_TAIL * 8;
	uint64_t about;
	size_t rows;

	if (n < CACHE_HEAD + CACHE_TAIL * 8)
		return;
	about = cache_get64(tail + 8 * CACHE_ABOUT);
	if (about <= n - CACHE_HEAD - CACHE_TAIL * 8) {
		rows = n - CACHE_HEAD - CACHE_TAIL * 8 - (size_t)about;
		(void)cache_put64(
		    tail + 8 * CACHE_ROWS_CRC, crc32c(0, p + CACHE_HEAD, rows));
		(void)cache_put64(tail + 8 * CACHE_ABOUT_CRC,
		    crc32c(0, p + CACHE_HEAD + rows, (size_t)about));
	}
	(void)cache_put64(tail + 8 * CACHE_TAIL_CRC,
	    crc32c(crc32c(0, p, CACHE_HEAD), tail, 8 * CACHE_TAIL_CRC));
}

/* Takes the text about the cache, as if this run had been its maker's. */
static int
take_about(struct fuzz_cache *z, int sequences, struct fail *f)
{
	struct fields beside = fields_beside(&z->fields);
	struct buffer by = {0};
	struct cache_about a = {.path = "cache",
	    .by = &by,
	    .grows = 1,
	    .x = sequences ? NULL : &z->x,
	    .s = sequences ? &z->s : NULL,
	    .v = z->v,
	    .fields = &beside};
	size_t n, k;
	char *p = cache_about(z->c, &n, f);
	int r;

	if (!p)
		return -1;
	z->x.items = fuzz_need(calloc(1, sizeof(*z->x.items)));
	z->x.labels = fuzz_need(calloc(1, sizeof(*z->x.labels)));
	z->s.unknown = fuzz_need(calloc(1, sizeof(*z->s.unknown)));
	a.asked = cache_shape(z->c)->k;
	r = cache_about_take(&a, p, n, a.asked, f);
	free(p);
	buffer_free(&by);
	for (k = 0; !r && k < beside.n; k++)
		z->values[k] = field_values(&beside.field[k]);
	cache_limit(z->c, vocab_size(z->v), z->values);
	return r;
}

static void
check_ids(const int32_t *id, size_t n, size_t most)
{
	size_t i;

	for (i = 0; i < n; i++)
		CLAIM(id[i] >= 0 && (size_t)id[i] <= most);
}

static void
check_fields(const struct fuzz_cache *z, const struct field_column *c, size_t n,
    size_t rows, size_t events)
{
	size_t k;

	for (k = 0; k < n; k++)
		check_ids(c[k].id, c[k].of_row ? rows : events, z->values[k]);
}

/* Is example i of part row `at` of the cache? */
static void
check_row(
    struct fuzz_cache *z, const struct examples *part, size_t i, int32_t at)
{
	struct examples one;
	struct fail f;

	if (examples_like(&one, &z->x, &f) ||
	    examples_room_all(&one, 1, z->x.k, &f))
		fuzz_end("memory");
	CLAIM(!cache_read(z->c, &at, 1, &one, &f));
	CLAIM(one.n == 1 && one.label[0] == part->label[i] &&
	      one.length[0] == part->length[i]);
	CLAIM(!z->x.k || !memcmp(one.context, part->context + i * z->x.k,
			     z->x.k * sizeof(*one.context)));
	examples_free(&one);
}

/* Passes over all rows, and returns how many there are; -1: one is damaged. */
static long
pass(struct fuzz_cache *z, int sequences, int checks)
{
	struct fail f;
	struct cache_walk *w = fuzz_need(cache_walk_new(
	    sequences ? NULL : &z->x, sequences ? &z->s : NULL, &f));
	const size_t items = vocab_size(z->v);
	const struct examples *x;
	const struct sequences *s;
	long n = 0;
	int more;

	while ((more = cache_walk_next(w, &x, &s, &f)) > 0) {
		if (x) {
			check_ids(x->context, x->n * x->k, items);
			check_ids(x->label, x->n, items);
			check_ids(x->length, x->n, x->k);
			check_fields(
			    z, x->field, x->nfields, x->n, x->n * x->k);
			if (checks)
				check_row(z, x, x->n - 1,
				    (int32_t)((size_t)n + x->n - 1));
			n += (long)x->n;
		} else {
			check_ids(s->item, s->events, items);
			check_fields(z, s->field, s->nfields, s->n, s->events);
			n += (long)s->n;
		}
	}
	cache_walk_free(w);
	return more < 0 ? -1 : n;
}

static void
read_rows(struct fuzz_cache *z, int sequences)
{
	const size_t none = 0;
	struct fail f;
	long n;

	if (cache_check(z->c, &z->s, &f) ||
	    (sequences ? cache_sequence_columns(z->c, &z->s, &f)
		       : cache_columns(z->c, &z->x, &f))) {
		CLAIM(*f.msg);
		return;
	}
	n = pass(z, sequences, 1);
	if (n < 0)
		return;
	CLAIM((size_t)n == cache_shape(z->c)->n);
	if (sequences || !n)
		return;
	CLAIM(!cache_leave_out(z->c, &none, 1, NULL, &f));
	z->x.n--;
	CLAIM(pass(z, 0, 1) == n - 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const event = "rating:number", *const row = "age:id";
	const unsigned how = fuzz_byte(p, &n);
	uint8_t *bytes = fuzz_need(malloc(n + 1));
	struct fuzz_cache z = {0};
	struct fail f = {0};
	int sequences;

	memcpy(bytes, p, n);
	if (how & 1)
		put_right(bytes, n);
	z.v = fuzz_need(vocab_new(&f));
	if (how & 2 && (fields_parse(&z.fields, FIELD_EVENT, &event, 1, &f) ||
			   fields_parse(&z.fields, FIELD_QUERY, &row, 1, &f)))
		fuzz_end("memory");
	z.c = cache_open(fuzz_file(0, bytes, n), &f);
	CLAIM(z.c || *f.msg);
	if (z.c) {
		sequences = (cache_shape(z.c)->is & CACHE_SEQUENCES) != 0;
		if (take_about(&z, sequences, &f))
			CLAIM(*f.msg);
		else if (cache_shape(z.c)->event_fields +
			     cache_shape(z.c)->row_fields ==
			 z.fields.n)
			read_rows(&z, sequences);
	}
	cache_free(z.c);
	examples_free(&z.x);
	sequences_free(&z.s);
	fields_free(&z.fields);
	vocab_free(z.v);
	free(bytes);
	return 0;
}
