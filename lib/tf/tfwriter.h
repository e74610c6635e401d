/*
 * tfwriter - writes TFRecord files: one or N shards, compressed or not.
 *
 * The shards are called NAME-00000-of-0000N.  Record i goes to shard i mod N,
 * so shards have nearly equal sizes, and the number of records need not be
 * known.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TFWRITER_H
#define TF_TFWRITER_H

#include "base/base.h"

struct tfwriter;

/* The compressions: none, gzip, zlib. */
struct choice tfwriter_packing(size_t k);

/* Returns the compression to write path with, if that is the name of a TFRecord
 * file, as x.tfrecord, x.tfrecords.gz or x-00001-of-00002.tfrec: `wish`, or that
 * of the name if wish is "auto".  Returns NULL for other names, and if path is
 * NULL. */
const char *tfwriter_packing_of(const char *path, const char *wish);

/*
 * Writes to path; NULL is standard output.  With shards > 0, path is the NAME
 * of the shards.  Returns NULL if a file cannot be created.
 */
struct tfwriter *tfwriter_open(
    const char *path, size_t shards, const char *packing, struct fail *);

/* Writes the n bytes at p as a record. */
void tfwriter_put(struct tfwriter *, const void *p, size_t n);

/* Returns 1 if a write has failed, so that the caller can stop early. */
int tfwriter_failed(const struct tfwriter *);

/* Completes the files: all are there on success, none on failure (-1).
 * Frees w. */
int tfwriter_commit(struct tfwriter *, struct fail *);

/* The work has failed: standard output stays cut short, files are removed.
 * Frees w; NULL is allowed. */
void tfwriter_abandon(struct tfwriter *);

#endif
