/* record_block - copies of consecutive TFRecords: the work of one thread. */
/* SPDX-License-Identifier: MIT */
#include "tf/record_block.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "tf/tfrecord.h"

static int
keep(struct record_block *b, const struct tfrecord *t, struct fail *f)
{
	if (ARRAY_ROOM(&b->at, &b->room, b->n + 1, f) ||
	    ARRAY_ROOM(&b->bytes, &b->size, b->used + t->n + 1, f))
		return -1;
	memcpy(b->bytes + b->used, t->data, t->n);
	b->used += t->n;
	b->at[b->n++] = *t;
	return 1;
}

int
record_block_fill(struct record_block *b, struct tfrecord_reader *r,
    size_t most, size_t bytes, struct fail *f)
{
	struct tfrecord t;
	size_t i, at = 0;
	int got = 1;

	b->n = b->used = 0;
	while (got > 0 && b->n < most && b->used < bytes) {
		got = tfrecord_next(r, &t, f);
		if (got > 0)
			got = keep(b, &t, f);
	}
	/* The bytes no longer move, so pointers can be set. */
	for (i = 0; i < b->n; at += b->at[i++].n)
		b->at[i].data = b->bytes + at;
	return got;
}

void
record_block_free(struct record_block *b)
{
	free(b->at);
	free(b->bytes);
	*b = (struct record_block){0};
}
