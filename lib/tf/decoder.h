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
struct selection;
struct tfwriter;
struct to_tsv;

/*
 * Opens the n paths, packed as tfrecord_open() has it, with salvage as
 * tfrecord_salvage().  Of their records only those of the selection will be
 * taken, which must outlive it; they are numbered from first on.  Data and
 * checksums of what is in another share or not in the sample are not looked at,
 * but for decoder_sample().  NULL: the first cannot be opened; no memory.
 */
struct decoder *decoder_open(const char *const *paths, size_t n,
    const char *packing, int salvage, const struct selection *, uint64_t first,
    struct fail *);

void decoder_close(struct decoder *); /* NULL is fine */

/* What was gone past so far, as tfrecord_holes(). */
uint64_t decoder_holes(const struct decoder *, uint64_t *bytes);

/*
 * Looks at the first records (DECODER_SAMPLE, or 64 MiB of them) and adds them
 * to the schema; decoder_rows() will begin with them.  What is wrong with one of
 * them, it will tell; the schema has those before.
 */
void decoder_sample(struct decoder *, struct schema *);

/* Puts the rows of the records.  -1: a record is damaged, is no Example, or
 * does not fit; the rows of all before it have been put. */
int decoder_rows(
    struct decoder *, struct to_tsv *, struct output *, struct fail *);

/* Writes the records as they are, of whatever kind if there are no conditions. */
int decoder_copy(struct decoder *, struct tfwriter *, struct fail *);

/* Adds the records to the schema instead. */
int decoder_schema(struct decoder *, struct schema *, struct fail *);

/* Only counts them, of whatever kind if there are no conditions; *read, those
 * that are not taken too. */
int decoder_count(struct decoder *, uint64_t *n, uint64_t *read, struct fail *);

#endif
