/*
 * wire - reads and writes Examples in their usual form, fast.
 *
 * Protocol buffers allow fields in any order and in any number of pieces.  But
 * all usual writers of Examples use one form: one Features message; in each
 * entry a key, then a value; numbers packed into one run of bytes.  This module
 * reads that form in one pass.  It declines any other form, which tf/example
 * then passes to protobuf-c; protobuf-c alone decides what an Example is.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_WIRE_H
#define TF_WIRE_H

#include "base/base.h"

struct example;
struct feature;

/*
 * Reads the n bytes at p as one Features message.  *out [*count] are its
 * entries in the order of the file; they are in the arena and point into p.
 * Returns 1, 0 if the bytes have another form, -1 if memory runs out.
 */
int wire_read(const unsigned char *p, size_t n, struct arena *,
    struct feature **out, size_t *count);

/*
 * Calls known() for the names in n bytes of that form, with the kind of each
 * list (enum feature_kind; 0: none), without reading values.  Returns 1 if
 * known() is true for all; 0 if not, or if the bytes have another form.
 */
int wire_names(const unsigned char *p, size_t n,
    int known(void *ctx, struct slice key, int kind), void *ctx);

/*
 * Writes e, with its keys in their order, as an Example, or with sequence as a
 * SequenceExample.  The bytes are those of protobuf-c and TensorFlow, except
 * that protobuf-c leaves out empty keys.  They are in the arena, which is not
 * reset; *n is their number.  NULL if memory runs out.
 */
unsigned char *wire_write(
    const struct example *e, int sequence, struct arena *, size_t *n);

#endif
