/*
 * cache_file - the bytes of a cache, read when needed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_FILE_H
#define DATA_CACHE_FILE_H

#include "base/base.h"

struct cache_file;

/* Opens a regular file; NULL if there is none. */
struct cache_file *cache_file_open(const char *path, struct fail *);
void cache_file_close(struct cache_file *); /* NULL is allowed */

uint64_t cache_file_size(const struct cache_file *);
const char *cache_file_path(const struct cache_file *);

/* Returns -1, with a message that `what` at byte `at` is not what was written:
 * the file was changed after it was opened, or is cut short. */
int cache_file_damaged(
    const struct cache_file *, uint64_t at, const char *what, struct fail *);
int cache_file_unchanged(const struct cache_file *, struct fail *);

/* Reads n bytes from `at` on.  Returns 0 or -1. */
int cache_file_read(const struct cache_file *, uint64_t at, unsigned char *p,
    size_t n, struct fail *);

/* Returns n bytes from `at` on, valid until the next call; NULL on failure.
 * For one thread at a time.  Consecutive requests are read in growing
 * blocks. */
const unsigned char *cache_file_bytes(
    struct cache_file *, uint64_t at, size_t n, struct fail *);

/* Requests bytes that will be read soon, so that the disk need not wait. */
void cache_file_ask(const struct cache_file *, uint64_t at, size_t n);

#endif
