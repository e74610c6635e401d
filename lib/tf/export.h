/*
 * export - TFRecords of Examples read, worked on in parallel, written in order.
 *
 * Records are read by one thread into blocks; the threads decode a block each
 * and make its rows; the rows are written block after block.  So the output
 * does not depend on the number of threads, and ends just before the first
 * record that is wrong.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_EXPORT_H
#define TF_EXPORT_H

#include "base/base.h"

#define EXPORT_SAMPLE 1000 /* records that tell which features there are */

struct export;
struct schema;
struct shard;
struct tfrecord_reader;
struct to_tsv;

/* Will read from r, which must outlive it; with skip, past records whose
 * data's checksum is wrong.  NULL without memory. */
struct export *export_new(struct tfrecord_reader *r, int skip, struct fail *);

void export_free(struct export *); /* NULL is fine */

/* Only rows of the shard will be put, which must outlive it.  Of the other
 * records neither data nor their checksums are looked at, but for those of the
 * sample: all shards have the same columns. */
void export_shard(struct export *, const struct shard *);

/*
 * Looks at the first records (EXPORT_SAMPLE, or 64 MiB of them) and adds them
 * to the schema; export_rows() will begin with them.  What is wrong with one of
 * them, it will tell; the schema has those before.
 */
void export_sample(struct export *, struct schema *);

/* Puts the rows of all records.  -1: a record is damaged, is no Example, or
 * does not fit; the rows of all before it have been put. */
int export_rows(struct export *, struct to_tsv *, struct outf *, struct fail *);

/* Adds all records to the schema instead. */
int export_schema(struct export *, struct schema *, struct fail *);

/* Only counts them, whatever they hold. */
int export_count(struct export *, uint64_t *n, struct fail *);

/* How many records were left out. */
uint64_t export_skipped(const struct export *);

#endif
