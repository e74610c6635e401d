/*
 * example - reads tf.train.Example and tf.train.SequenceExample; tf/wire writes
 * them.
 *
 * Reading follows TensorFlow: the last of equal keys wins, a Feature without a
 * kind is missing, several Examples in one record are merged, numbers may be
 * packed or not, and unknown fields are skipped.
 *
 * In three cases this module is stricter.  First, a message with only unknown
 * fields is refused, although protocol buffers read it as an empty Example.  So
 * records of TensorBoard events, or of plain text, are refused.  Second, two
 * values of one entry, or two lists in one Feature, are refused, because
 * TensorFlow and protocol buffers disagree about which one counts.  Third, an
 * ExampleListWithContext is recognised and refused; read as an Example, it
 * would have features without values, named by the bytes of its features.
 *
 * Only this module uses protobuf-c; example.proto defines the messages.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_EXAMPLE_H
#define TF_EXAMPLE_H

#include "base/base.h"

struct example;

/* Limit of the memory for one unpacked record, for arena_new(). */
#define EXAMPLE_MEMORY ((size_t)1 << 30)

/*
 * Reads the n bytes of a record.  e points into p and the arena, which is reset
 * first.  Returns -1 if the record is not an Example, or if memory runs out.
 */
int example_read(struct example *e, const unsigned char *p, size_t n,
    struct arena *, struct fail *);

/* example_read() by protobuf-c alone, for tests. */
int example_read_any(struct example *e, const unsigned char *p, size_t n,
    struct arena *, struct fail *);

#endif
