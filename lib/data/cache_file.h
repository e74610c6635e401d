/*
 * cache_file - the bytes of a cache, which are read when they are wanted.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_FILE_H
#define DATA_CACHE_FILE_H

#include "base/base.h"

struct cache_file;

/* A regular file; NULL: it is none, or there is none. */
struct cache_file *cache_file_open(const char *path, struct fail *);
void cache_file_close(struct cache_file *); /* NULL is fine */

uint64_t cache_file_size(const struct cache_file *);
const char *cache_file_path(const struct cache_file *);

/* -1, and a message: what is there is not what was written; the file has changed since
 * it was opened, or been cut. */
int cache_file_damaged(
    const struct cache_file *, uint64_t at, const char *what, struct fail *);
int cache_file_unchanged(const struct cache_file *, struct fail *);

/* Reads n bytes from `at` on; 0 or -1. */
int cache_file_read(const struct cache_file *, uint64_t at, unsigned char *p,
    size_t n, struct fail *);

/* The n bytes from `at` on, until the next call, for one thread at a time; NULL on
 * failure.  Where they go on from those before, more and more are read at once. */
const unsigned char *cache_file_bytes(
    struct cache_file *, uint64_t at, size_t n, struct fail *);

/* These bytes will be wanted: a disk need not wait until they are. */
void cache_file_ask(const struct cache_file *, uint64_t at, size_t n);

#endif
