/*
 * cache_ranks - the bytes of a cache in the memory of all ranks.
 *
 * Rank r of N keeps the r-th of N equal parts.  All ranks ask for the same
 * bytes in the same order, and each rank sends the bytes that it keeps to the
 * others.  So all ranks must call all of these functions, on the thread that
 * called ranks_begin().
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_RANKS_H
#define DATA_CACHE_RANKS_H

#include "base/base.h"

struct cache_ranks;

/* Reads n bytes from `at` on.  Returns 0 or -1. */
typedef int cache_ranks_read(
    const void *from, uint64_t at, unsigned char *p, size_t n, struct fail *);

/* Divides the bytes [size] that rank 0 reads among the ranks; size is 0 on the
 * other ranks.  Returns NULL on all ranks if memory runs out on one, or if rank
 * 0 cannot read. */
struct cache_ranks *cache_ranks_new(
    uint64_t size, cache_ranks_read *, const void *from, struct fail *);
void cache_ranks_free(struct cache_ranks *); /* NULL is allowed */

uint64_t cache_ranks_size(const struct cache_ranks *);

/* Requests n bytes from `at` on, for the next exchange.  Returns -1 if memory
 * runs out. */
int cache_ranks_ask(struct cache_ranks *, uint64_t at, size_t n, struct fail *);

/* Exchanges bytes, and returns all requested ones [*n], one range after the
 * other.  Any thread may read them until the next call.  Returns NULL if memory
 * runs out. */
const unsigned char *cache_ranks_exchange(
    struct cache_ranks *, size_t *n, struct fail *);

#endif
