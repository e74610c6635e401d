/*
 * decoder - TFRecords of Examples read, worked on in parallel, written in order.
 *
 * Records are read by one thread into blocks; the threads decode a block each
 * and make its rows; the rows are written block after block.  So the output
 * does not depend on the number of threads, and ends just before the first
 * record that is wrong.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_DECODER_H
#define TF_DECODER_H

#include "base/base.h"

#define DECODER_SAMPLE 1000 /* records that tell which features there are */

struct decoder;
struct schema;
struct shard;
struct tfrecord_reader;
struct to_tsv;

/* Will read from r, which must outlive it; salvaged: its data are checked
 * already.  NULL without memory. */
struct decoder *decoder_new(
    struct tfrecord_reader *r, int salvaged, struct fail *);

void decoder_free(struct decoder *); /* NULL is fine */

/* Only rows of the shard will be put, which must outlive it.  Of the other
 * records neither data nor their checksums are looked at, but for those of the
 * sample: all shards have the same columns. */
void decoder_shard(struct decoder *, const struct shard *);

/*
 * Looks at the first records (DECODER_SAMPLE, or 64 MiB of them) and adds them
 * to the schema; decoder_rows() will begin with them.  What is wrong with one of
 * them, it will tell; the schema has those before.
 */
void decoder_sample(struct decoder *, struct schema *);

/* Puts the rows of all records.  -1: a record is damaged, is no Example, or
 * does not fit; the rows of all before it have been put. */
int decoder_rows(
    struct decoder *, struct to_tsv *, struct output *, struct fail *);

/* Adds all records to the schema instead. */
int decoder_schema(struct decoder *, struct schema *, struct fail *);

/* Only counts them, whatever they hold. */
int decoder_count(struct decoder *, uint64_t *n, struct fail *);

#endif
