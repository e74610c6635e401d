/*
 * cache_bytes - numbers in a cache, lowest byte first.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_BYTES_H
#define DATA_CACHE_BYTES_H

#include "base/base.h"

static inline uint32_t
cache_get32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline uint64_t
cache_get64(const unsigned char *p)
{
	return cache_get32(p) | (uint64_t)cache_get32(p + 4) << 32;
}

static inline unsigned char *
cache_put32(unsigned char *p, uint32_t x)
{
	p[0] = (unsigned char)(x & 255);
	p[1] = (unsigned char)(x >> 8 & 255);
	p[2] = (unsigned char)(x >> 16 & 255);
	p[3] = (unsigned char)(x >> 24);
	return p + 4;
}

static inline unsigned char *
cache_put64(unsigned char *p, uint64_t x)
{
	return cache_put32(
	    cache_put32(p, (uint32_t)(x & UINT32_MAX)), (uint32_t)(x >> 32));
}

#endif
