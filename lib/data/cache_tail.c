/* cache_tail - reads the head and the tail of a cache, which have its sizes. */
/* SPDX-License-Identifier: MIT */
#include "data/cache.h"

#include <string.h>

#include "base/fail.h"
#include "data/cache_bytes.h"
#include "data/cache_file.h"
#include "data/cache_rows.h"
#include "data/field.h"
#include "io/crc32c.h"

#define WORD sizeof(uint32_t)

/* Computes the bytes of the rows and of the counts.  Returns -1 on overflow. */
static int
sizes(const struct cache_shape *s, uint64_t *rows, uint64_t *counts)
{
	const uint64_t row = cache_row_words(s), event = cache_event_words(s);
	uint64_t events = s->events, words, all;

	*counts = s->is & CACHE_SEQUENCES ? s->n * WORD : 0;
	return (!(s->is & CACHE_SEQUENCES) &&
		   __builtin_mul_overflow(s->n, s->k, &events)) ||
	               __builtin_mul_overflow(s->n, row, &words) ||
	               __builtin_mul_overflow(events, event, &all) ||
	               __builtin_add_overflow(all, words, &all) ||
	               __builtin_mul_overflow(all, WORD, rows)
	           ? -1
	           : 0;
}

int
cache_tail_read(struct cache_file *file, uint64_t number[CACHE_TAIL],
    struct cache_shape *is, struct fail *f)
{
	const struct cache_shape most = {.n = INT32_MAX, .k = INT32_MAX};
	uint64_t rows, counts, want;
	unsigned char head[CACHE_HEAD], tail[CACHE_TAIL * 8];
	size_t i;

	if (cache_file_size(file) < sizeof(head) + sizeof(tail) ||
	    cache_file_read(file, 0, head, sizeof(head), f) ||
	    memcmp(head, CACHE_MAGIC, 8) != 0)
		return fail_set(
		    f, "%s is not a cache of seq-train", cache_file_path(file));
	if (cache_get32(head + 8) != CACHE_FORMAT)
		return fail_set(f,
		    "%s has format %lu, and this program reads %d; remove it, "
		    "and seq-train makes it again",
		    cache_file_path(file), (unsigned long)cache_get32(head + 8),
		    CACHE_FORMAT);
	if (cache_file_read(file, cache_file_size(file) - sizeof(tail), tail,
		sizeof(tail), f))
		return -1;
	for (i = 0; i < CACHE_TAIL; i++)
		number[i] = cache_get64(tail + 8 * i);
	if (number[CACHE_TAIL_CRC] !=
	    crc32c(crc32c(0, head, sizeof(head)), tail, sizeof(tail) - 8))
		return cache_file_damaged(file,
		    cache_file_size(file) - sizeof(tail),
		    "its end is cut off, or damaged", f);
	*is = (struct cache_shape){.n = (size_t)number[CACHE_N],
	    .events = (size_t)number[CACHE_E],
	    .k = (size_t)number[CACHE_K],
	    .is = (int)number[CACHE_IS],
	    .row_fields = (size_t)number[CACHE_ROW_FIELDS],
	    .event_fields = (size_t)number[CACHE_EVENT_FIELDS]};
	want = sizeof(head) + sizeof(tail) + number[CACHE_ABOUT];
	if (is->n > most.n || is->k > most.k ||
	    number[CACHE_IS] >= CACHE_FLAGS || is->row_fields > FIELD_MOST ||
	    is->event_fields > FIELD_MOST ||
	    number[CACHE_ABOUT] > cache_file_size(file) ||
	    sizes(is, &rows, &counts) ||
	    rows + counts + want != cache_file_size(file))
		return cache_file_damaged(file,
		    cache_file_size(file) - sizeof(tail),
		    "its numbers do not fit its size", f);
	return 0;
}
