/*
 * cache_file - the bytes of a cache, read when needed: from a file, or from the
 * ranks that keep them.
 *
 * Once the bytes are shared, all ranks must read the same bytes in the same
 * order, on the thread that called ranks_begin().  Only bytes that
 * cache_file_exchange() has fetched may be read on any thread.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_FILE_H
#define DATA_CACHE_FILE_H

#include "base/base.h"

struct cache_file;

/* Opens a regular file; NULL if there is none. */
struct cache_file *cache_file_open(const char *path, struct fail *);
void cache_file_close(struct cache_file *); /* NULL is allowed */

/* Divides the bytes of rank 0's file c, which is NULL on the other ranks, among
 * all ranks, and closes the file.  path is for messages.  NULL on failure. */
struct cache_file *cache_file_share(
    struct cache_file *c, const char *path, struct fail *);

int cache_file_is_shared(const struct cache_file *);
uint64_t cache_file_size(const struct cache_file *);
const char *cache_file_path(const struct cache_file *);

/* Returns -1, with a message that the part called `what` at byte `at` is
 * damaged: the file was changed after it was opened, or is cut short. */
int cache_file_damaged(
    const struct cache_file *, uint64_t at, const char *what, struct fail *);

/* Returns -1 if the file has changed since it was opened, otherwise 0.  Shared
 * bytes do not change. */
int cache_file_unchanged(const struct cache_file *, struct fail *);

/* Reads n bytes from `at` on.  Returns 0 or -1. */
int cache_file_read(const struct cache_file *, uint64_t at, unsigned char *p,
    size_t n, struct fail *);

/* Returns n bytes from `at` on, valid until the next call; NULL on failure.
 * For one thread at a time.  Consecutive requests are read in growing
 * blocks. */
const unsigned char *cache_file_bytes(
    struct cache_file *, uint64_t at, size_t n, struct fail *);

/* Announces bytes that will be read soon, so that the disk can read ahead, and
 * ranks can exchange many bytes at once.  Returns -1 if memory runs out. */
int cache_file_ask(struct cache_file *, uint64_t at, size_t n, struct fail *);

/* Fetches all announced bytes from the ranks that keep them.  Exactly these
 * must be read next, in the same order, on any thread.  Does nothing if the
 * bytes are not shared.  Returns -1 if memory runs out. */
int cache_file_exchange(struct cache_file *, struct fail *);

#endif
