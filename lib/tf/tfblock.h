/*
 * tfblock - some TFRecords at once, kept: what a thread works on.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TFBLOCK_H
#define TF_TFBLOCK_H

#include "base/base.h"

struct tfrecord;
struct tfrecord_reader;

/* Zero it first. */
struct tfblock {
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
int tfblock_fill(struct tfblock *b, struct tfrecord_reader *, size_t most,
    size_t bytes, struct fail *);

void tfblock_free(struct tfblock *b);

#endif
