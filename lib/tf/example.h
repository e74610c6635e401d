/*
 * example - tf.train.Example and tf.train.SequenceExample, read; tf/wire writes
 * them.
 *
 * Reading follows TensorFlow: the last of equal keys wins, a Feature without
 * a kind counts as missing, Examples one after the other in a record merge,
 * numbers may be packed or not, and fields that a message does not have are
 * passed over.  It is stricter in three things.  A message of nothing but such
 * fields makes a record something else, where protocol buffers would take any
 * text for an Example of nothing: so a file of TensorBoard events or of text
 * lines is refused, not read as empty.  Two values of one entry, or two lists
 * in one Feature, are refused: TensorFlow and protocol buffers do not take the
 * same one.  And an ExampleListWithContext is known and refused: read as an
 * Example, it has features without values, named by its features' bytes.
 *
 * This is the only module that sees protobuf-c; the messages are stated in
 * example.proto.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_EXAMPLE_H
#define TF_EXAMPLE_H

#include "base/base.h"

struct example;

/* Bytes that one record may take when unpacked: for arena_new(). */
#define EXAMPLE_MEMORY ((size_t)1 << 30)

/*
 * Reads the n bytes of a record.  What e points to is in the arena, which is
 * reset first, and in p.  -1: not an Example, or no memory.
 */
int example_read(struct example *e, const unsigned char *p, size_t n,
    struct arena *, struct fail *);

/* The same by protobuf-c alone, however plain the record: for tests. */
int example_read_any(struct example *e, const unsigned char *p, size_t n,
    struct arena *, struct fail *);

#endif
