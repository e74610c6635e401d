/*
 * decoder - reads TFRecords of Examples, decodes them in parallel, writes them
 * in order.
 *
 * One thread reads records into blocks.  All threads decode blocks and make
 * their rows.  The rows are written block after block.  So the output is the
 * same for any number of threads and ends just before the first bad record.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_DECODER_H
#define TF_DECODER_H

#include "base/base.h"

#define DECODER_SAMPLE 1000 /* records that show which features exist */

struct decoder;
struct schema;
struct selection;
struct tfwriter;
struct to_tsv;

/*
 * Opens the n paths, compressed by `packing` (see tfrecord_open()).  salvage:
 * see tfrecord_salvage().  Only records of the selection are used; it must
 * outlive the decoder.  Records are numbered from `first` on.  Records of other
 * shares, or outside the sample, are neither decoded nor checked, except by
 * decoder_sample().  Returns NULL if the first file cannot be opened, or if
 * memory runs out.
 */
struct decoder *decoder_open(const char *const *paths, size_t n,
    const char *packing, int salvage, const struct selection *, uint64_t first,
    struct fail *);

void decoder_close(struct decoder *); /* NULL is allowed */

/* Returns the damaged places skipped so far; see tfrecord_holes(). */
uint64_t decoder_holes(const struct decoder *, uint64_t *bytes);

/*
 * Adds the first records (DECODER_SAMPLE, or 64 MiB of them) to the schema.
 * decoder_rows() begins with these records again.  decoder_rows() also reports
 * a bad record among them; the schema has only the records before it.
 */
void decoder_sample(struct decoder *, struct schema *);

/* Writes the rows of the records.  Returns -1 if a record is damaged, is not
 * an Example or does not fit the columns; all rows before it are written. */
int decoder_rows(
    struct decoder *, struct to_tsv *, struct output *, struct fail *);

/* Copies the records unchanged.  Without conditions the records may be of
 * any kind. */
int decoder_copy(struct decoder *, struct tfwriter *, struct fail *);

/* Adds the records to the schema. */
int decoder_schema(struct decoder *, struct schema *, struct fail *);

/* Counts the selected records in *n and all records in *read.  Without
 * conditions the records may be of any kind. */
int decoder_count(struct decoder *, uint64_t *n, uint64_t *read, struct fail *);

#endif
