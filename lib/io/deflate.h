/*
 * deflate - compresses bytes and writes them to an output.
 *
 * The output is one gzip (RFC 1952) or zlib (RFC 1950) stream.  The stream has
 * no time and no file name, so the same bytes always give the same stream.  The
 * trailer is written last, so a reader notices the stream of a failed writer.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_DEFLATE_H
#define IO_DEFLATE_H

#include "base/base.h"

struct deflate;

/* Returns NULL if memory runs out. */
struct deflate *deflate_new(int gzip, struct fail *);

/* Compresses n more bytes to o. */
void deflate_put(struct deflate *, struct output *o, const void *p, size_t n);

/* Writes the remaining bytes and the trailer. */
void deflate_end(struct deflate *, struct output *o);

void deflate_free(struct deflate *); /* NULL is allowed */

#endif
