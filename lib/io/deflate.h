/*
 * deflate - bytes into an output, compressed on the way.
 *
 * One gzip (RFC 1952) or zlib (RFC 1950) stream.  No time or name goes into
 * it: the same bytes give the same stream.  Its trailer is written last, so
 * that what a writer leaves that failed is seen to be cut.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_DEFLATE_H
#define IO_DEFLATE_H

#include "base/base.h"

struct deflate;

/* NULL without memory. */
struct deflate *deflate_new(int gzip, struct fail *);

/* Compresses n more bytes into o. */
void deflate_put(struct deflate *, struct output *o, const void *p, size_t n);

/* Writes what is left, and the trailer. */
void deflate_end(struct deflate *, struct output *o);

void deflate_free(struct deflate *); /* NULL is fine */

#endif
