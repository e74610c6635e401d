/*
 * shuffle - in what order an epoch sees n things.
 *
 * It is made as it is asked for, so that a buffer costs what it holds, and not 4
 * bytes a thing; only a permutation of all costs those.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SHUFFLE_H
#define NN_SHUFFLE_H

#include "base/base.h"

enum shuffle_kind {
	SHUFFLE_NONE,   /* as they come */
	SHUFFLE_BUFFER, /* tf.data's shuffle(buffer), the same in every epoch */
	SHUFFLE_EPOCH,  /* a new permutation each epoch */
};

struct shuffle_options {
	enum shuffle_kind kind;
	size_t buffer; /* SHUFFLE_BUFFER: how many it holds */
	uint64_t seed;
};

/* Sets kind and buffer: buffer:N, epoch or none.  -1: how is none of these. */
int shuffle_parse(struct shuffle_options *, const char *how);
const char *shuffle_name(enum shuffle_kind);

struct shuffle;

/* n <= INT32_MAX.  At the beginning of epoch 0.  NULL without memory. */
struct shuffle *shuffle_new(
    const struct shuffle_options *, size_t n, struct fail *);
void shuffle_free(struct shuffle *); /* NULL is fine */

/* To the beginning of that epoch, from 0. */
void shuffle_begin(struct shuffle *, size_t epoch);

/* The m things, from 0, that come next, to `to` [m]; to may be NULL.  No more
 * than n in an epoch. */
void shuffle_next(struct shuffle *, size_t m, int32_t *to);

#endif
