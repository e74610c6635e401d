/*
 * shuffle - the order in which an epoch sees n things.
 *
 * The order is made on demand: a buffer costs memory for its contents alone,
 * and only a permutation of everything costs 4 bytes a thing.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SHUFFLE_H
#define NN_SHUFFLE_H

#include "base/base.h"

enum shuffle_kind {
	SHUFFLE_NONE,   /* input order */
	SHUFFLE_BUFFER, /* tf.data's shuffle(buffer), the same in every epoch */
	SHUFFLE_EPOCH,  /* a new permutation each epoch */
};

struct shuffle_options {
	enum shuffle_kind kind;
	size_t buffer; /* SHUFFLE_BUFFER: the size of the buffer */
	uint64_t seed;
};

/* Sets kind and buffer from "buffer:N", "epoch" or "none".  Returns -1 for any
 * other text. */
int shuffle_parse(struct shuffle_options *, const char *how);
const char *shuffle_name(enum shuffle_kind);

struct shuffle;

/* A shuffle of n <= INT32_MAX things, at the beginning of epoch 0.  Returns
 * NULL if memory runs out. */
struct shuffle *shuffle_new(
    const struct shuffle_options *, size_t n, struct fail *);
void shuffle_free(struct shuffle *); /* NULL is allowed */

/* Goes to the beginning of an epoch, counted from 0. */
void shuffle_begin(struct shuffle *, size_t epoch);

/* Stores the next m things, numbered from 0, in `to` [m]; NULL: skips them.  An
 * epoch has n. */
void shuffle_next(struct shuffle *, size_t m, int32_t *to);

#endif
