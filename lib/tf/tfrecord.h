/*
 * tfrecord - the records of TFRecord files, read and written.
 *
 * A record is, little-endian and without padding:
 *
 *   u64 length | u32 masked crc32c of these 8 bytes | data | u32 of the data
 *
 * (tensorflow/tsl/lib/io/record_reader.cc.)  An empty file is a file of no
 * records.  A file may be plain, gzip or zlib as a whole; which one is seen
 * from its first bytes, a sound length checksum first, because a plain file
 * can begin with gzip's magic.  Unlike TensorFlow's, this reader takes a file
 * that ends inside a record's header for what it is, damaged.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TFRECORD_H
#define TF_TFRECORD_H

#include "base/base.h"

#define TFRECORD_MAX ((size_t)1 << 30) /* bytes of data in a record */
#define TFRECORD_HEAD 12               /* bytes before the data, */
#define TFRECORD_FOOT 4                /* and after it */

/* A record where it stands. */
struct tfrecord {
	const unsigned char *data; /* [n] */
	size_t n;
	uint32_t crc;      /* of the data, masked, as the file says */
	uint64_t number;   /* in its input, from 1 */
	uint64_t offset;   /* in its input, inflated, of the record's head */
	const char *input; /* as messages name it; as long as the reader */
};

struct tfrecord_reader;

/* The ways to be packed: auto, none, gzip, zlib. */
struct choice tfrecord_packing(size_t k);

/* Reads the n files one after the other, "-" is standard input; packing is
 * one of the names above.  paths must outlive it.  NULL if the first cannot be
 * opened. */
struct tfrecord_reader *tfrecord_open(
    const char *const *paths, size_t n, const char *packing, struct fail *);

/*
 * From now on what is damaged is gone past: to the next length whose checksum
 * is sound, after a length that is not, after data that do not have their
 * checksum, and before an end that cuts a record.  Data's checksums are looked
 * at, so that what tfrecord_next() gives is whole.  A damaged gzip or zlib
 * stream stays an error.
 */
void tfrecord_salvage(struct tfrecord_reader *);

/* What was gone past so far: places, and bytes of them. */
uint64_t tfrecord_holes(const struct tfrecord_reader *, uint64_t *bytes);

/*
 * The next record: 1, 0 at the end of the last input, -1.  Its length's
 * checksum is sound; the data's is for tfrecord_check(), so that this can be
 * done on another thread, or the record skipped.  The data stays valid until
 * the next call.
 */
int tfrecord_next(struct tfrecord_reader *, struct tfrecord *, struct fail *);

/* Is the checksum of the data right?  0, or -1 and a message with place. */
int tfrecord_check(const struct tfrecord *, struct fail *);

/* Puts the place in front of a message: "input:record 3 @offset 75: ...". */
int tfrecord_at(const struct tfrecord *, struct fail *);

void tfrecord_close(struct tfrecord_reader *); /* NULL is fine */

/* What stands before and after n bytes of data, for a writer. */
void tfrecord_head(unsigned char head[TFRECORD_HEAD], size_t n);
void tfrecord_foot(unsigned char foot[TFRECORD_FOOT], const void *p, size_t n);

#endif
