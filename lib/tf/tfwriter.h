/*
 * tfwriter - TFRecord files as they are made: plain or compressed, one or N.
 *
 * N shards are called NAME-00000-of-0000N; record i goes to shard i mod N, so
 * that shards are alike and the whole need not be known.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_TFWRITER_H
#define TF_TFWRITER_H

#include "base/base.h"

struct tfwriter;

/* The ways to pack: none, gzip, zlib. */
struct choice tfwriter_packing(size_t k);

/* How a file of that name is packed, if its name says that it has records, as
 * in x.tfrecord, x.tfrecords.gz and x-00001-of-00002.tfrec; else NULL. */
const char *tfwriter_packing_of(const char *path);

/*
 * Writes to path, NULL is standard output.  With shards > 0, path is the NAME
 * of so many.  NULL if a file cannot be made.
 */
struct tfwriter *tfwriter_open(
    const char *path, size_t shards, const char *packing, struct fail *);

/* Writes a record of the n bytes at p. */
void tfwriter_put(struct tfwriter *, const void *p, size_t n);

/* Has a write failed?  Then the rest is in vain. */
int tfwriter_failed(const struct tfwriter *);

/* All is written: the files are there now, or, with -1, none is.  Frees. */
int tfwriter_commit(struct tfwriter *, struct fail *);

/* The work has failed: standard output is left cut, of files nothing stays.
 * Frees; NULL is fine. */
void tfwriter_abandon(struct tfwriter *);

#endif
