/*
 * record_block - copies of consecutive TFRecords: the work of one thread.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_RECORD_BLOCK_H
#define TF_RECORD_BLOCK_H

#include "base/base.h"

struct tfrecord;
struct tfrecord_reader;

/* Initialise it with zeros. */
struct record_block {
	struct tfrecord *at; /* [n] records of one or more inputs */
	size_t n, room;
	unsigned char *bytes; /* their data, one after the other */
	size_t used, size;
};

/*
 * Replaces the content of b by the next records, up to `most` records or
 * `bytes` bytes.  Returns 1, 0 at the end of the last input, -1 if reading
 * failed; in each case b has the records before.  Does not check the data's
 * checksums.
 */
int record_block_fill(struct record_block *b, struct tfrecord_reader *,
    size_t most, size_t bytes, struct fail *);

void record_block_free(struct record_block *b);

#endif
