/*
 * vocab_disk - a large vocabulary whose tokens stay on disk.
 *
 * Tokens are read when needed; see disk_lines.  Finding tokens takes an index
 * of seven bytes for each item.  If a read fails, the token is empty, its count
 * is 0 and searches find nothing; vocab_disk_check() reports the failure.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_DISK_H
#define DATA_VOCAB_DISK_H

#include "base/base.h"

struct buffer;
struct vocab_disk;

/* Opens a regular file; path must outlive it. */
struct vocab_disk *vocab_disk_new(const char *path, struct fail *);
void vocab_disk_free(struct vocab_disk *); /* NULL is allowed */

/* Adds the next line, bytes [at, end), with its count.  Returns -1 if memory
 * runs out. */
int vocab_disk_add(struct vocab_disk *, uint64_t at, uint64_t end,
    uint64_t count, struct fail *);

/* Keeps the text in memory if it is short: call it after the last line. */
void vocab_disk_keep(struct vocab_disk *);

/* Builds the index: call it after the last line and before vocab_disk_find().
 * Returns -1 if memory runs out, or for a duplicate token; the message names
 * file and line. */
int vocab_disk_index(struct vocab_disk *, struct fail *);

size_t vocab_disk_size(const struct vocab_disk *);

/* These two are for one thread at a time. */
uint64_t vocab_disk_count(const struct vocab_disk *, int32_t id);
int32_t vocab_disk_find(const struct vocab_disk *, const char *s, size_t n);

/* Appends a token to a buffer. */
void vocab_disk_put(const struct vocab_disk *, int32_t id, struct buffer *);

/* Returns -1 if a read has failed. */
int vocab_disk_check(const struct vocab_disk *, struct fail *);

#endif
