/*
 * cache_ranks - the bytes of a cache in the memory of all ranks.
 *
 * Rank r of N keeps the r-th of N equal parts.  What is read goes to all ranks:
 * each of them asks for the same bytes in the same order, and sends those that
 * it keeps.  So all these functions must be called by all ranks, on the thread
 * that called ranks_begin().
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_RANKS_H
#define DATA_CACHE_RANKS_H

#include "base/base.h"

struct cache_ranks;

/* Reads n bytes from `at` on.  Returns 0 or -1. */
typedef int cache_ranks_read(
    const void *from, uint64_t at, unsigned char *p, size_t n, struct fail *);

/* Divides the bytes [size] that rank 0 reads; size is 0 on the other ranks.
 * All ranks fail together: one has no memory, or rank 0 cannot read. */
struct cache_ranks *cache_ranks_new(
    uint64_t size, cache_ranks_read *, const void *from, struct fail *);
void cache_ranks_free(struct cache_ranks *); /* NULL is allowed */

uint64_t cache_ranks_size(const struct cache_ranks *);

/* Adds n bytes from `at` on to those that the next exchange gets.  Returns -1
 * without memory. */
int cache_ranks_ask(struct cache_ranks *, uint64_t at, size_t n, struct fail *);

/* Gets all bytes [*n] that were asked for, one range after the other, valid
 * until the next call, on any thread.  NULL without memory. */
const unsigned char *cache_ranks_exchange(
    struct cache_ranks *, size_t *n, struct fail *);

#endif
