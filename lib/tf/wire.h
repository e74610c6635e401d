/*
 * wire - Examples in the form nearly all are written in, read in one pass and
 * written in one.
 *
 * Protocol buffers may put fields in any order and any number of pieces.
 * Writers of Examples do not: there is one Features message, each entry of it
 * is a key and then a value, numbers are packed into one run of bytes.  Of
 * that form reading is fast; for any other this module declines, and example
 * hands it to protobuf-c, which alone decides what an Example is.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_WIRE_H
#define TF_WIRE_H

#include "base/base.h"

struct example;
struct feature;

/*
 * Reads the n bytes at p as one Features message; *out [*count], its entries
 * in the order they stand in, comes from the arena and points into p.  1, 0 if
 * the bytes are anything else, -1 without memory.
 */
int wire_read(const unsigned char *p, size_t n, struct arena *,
    struct feature **out, size_t *count);

/*
 * Walks over the names in n bytes of that form, values unread: is 1 if known()
 * says so of each, with the kind of its list (0: none), as enum feature_kind.
 * 0: it does not, or the bytes are of another form.
 */
int wire_names(const unsigned char *p, size_t n,
    int known(void *ctx, struct slice key, int kind), void *ctx);

/*
 * Writes e, its keys in the order they are in, as an Example, or with sequence as
 * a SequenceExample: the bytes that protobuf-c and TensorFlow make of it (of
 * keys that are not empty: protobuf-c leaves those out).  The *n
 * of them are in the arena, which is not reset; NULL without memory.
 */
unsigned char *wire_write(
    const struct example *e, int sequence, struct arena *, size_t *n);

#endif
