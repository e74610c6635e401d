/*
 * record_block - some TFRecords at once, kept: what a thread works on.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_RECORD_BLOCK_H
#define TF_RECORD_BLOCK_H

#include "base/base.h"

struct tfrecord;
struct tfrecord_reader;

/* Zero it first. */
struct record_block {
	struct tfrecord *at; /* [n] records, of one input or several */
	size_t n, room;
	unsigned char *bytes; /* their data, one after the other */
	size_t used, size;
};

/*
 * Fills b, whatever was in it, with the next records: until there are most of
 * them, or bytes of data.  1, 0 if the last input ended, -1 if it failed; in
 * each case what is in b came before that.  The data's checksums are not
 * looked at.
 */
int record_block_fill(struct record_block *b, struct tfrecord_reader *,
    size_t most, size_t bytes, struct fail *);

void record_block_free(struct record_block *b);

#endif
