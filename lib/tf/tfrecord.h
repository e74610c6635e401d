/*
 * tfrecord - reads and writes the records of TFRecord files.
 *
 * A record is, little-endian and without padding:
 *
 *   u64 length | u32 masked crc32c of these 8 bytes | data | u32 of the data
 *
 * (tensorflow/tsl/lib/io/record_reader.cc.)  An empty file has no records.  A
 * file may be uncompressed, or compressed as a whole by gzip or zlib.  The
 * first bytes tell which.  A sound checksum of the length is tested first,
 * because an uncompressed file can begin with gzip's magic.  Unlike
 * TensorFlow's reader, this one reports a file that ends inside a record's head
 * as damaged.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TFRECORD_H
#define TF_TFRECORD_H

#include "base/base.h"

#define TFRECORD_MAX ((size_t)1 << 30) /* limit of a record's data, in bytes */
#define TFRECORD_HEAD 12               /* bytes before the data */
#define TFRECORD_FOOT 4                /* bytes after the data */

/* A record and its place. */
struct tfrecord {
	const unsigned char *data; /* [n] */
	size_t n;
	uint32_t crc;    /* masked checksum of the data, from the file */
	uint64_t number; /* in its input, from 1 */
	/* Where the record's head begins in its input, after decompression. */
	uint64_t offset;
	const char *input; /* name for messages; valid as long as the reader */
};

struct tfrecord_reader;

/* The compressions: auto, none, gzip, zlib. */
struct choice tfrecord_packing(size_t k);

/* Reads the n files one after the other; "-" is standard input.  packing is
 * one of the names above.  paths must outlive the reader.  Returns NULL if
 * the first file cannot be opened. */
struct tfrecord_reader *tfrecord_open(
    const char *const *paths, size_t n, const char *packing, struct fail *);

/*
 * Skips damaged places from now on: after a bad length, up to the next sound
 * one; a record whose data do not match their checksum; and a record cut short
 * by the end.  tfrecord_next() then also checks the data, so it returns only
 * whole records.  A damaged gzip or zlib stream stays an error.
 */
void tfrecord_salvage(struct tfrecord_reader *);

/* Returns the number of damaged places skipped so far, and their bytes. */
uint64_t tfrecord_holes(const struct tfrecord_reader *, uint64_t *bytes);

/*
 * Reads the next record.  Returns 1, 0 at the end of the last input, -1 on an
 * error.  The length has been checked; tfrecord_check() checks the data, so
 * that another thread can do that or the record can be skipped.  The data are
 * valid until the next call.
 */
int tfrecord_next(struct tfrecord_reader *, struct tfrecord *, struct fail *);

/* Returns 0 if the checksum of the data is right; otherwise -1 with the
 * place in the message. */
int tfrecord_check(const struct tfrecord *, struct fail *);

/* Puts the place before a message: "input:record 3 @offset 75: ...". */
int tfrecord_at(const struct tfrecord *, struct fail *);

void tfrecord_close(struct tfrecord_reader *); /* NULL is allowed */

/* For writers: the bytes before and after n bytes of data. */
void tfrecord_head(unsigned char head[TFRECORD_HEAD], size_t n);
void tfrecord_foot(unsigned char foot[TFRECORD_FOOT], const void *p, size_t n);

#endif
