/*
 * order - in what order an epoch sees n things.
 *
 * It is made as it is asked for, so that a buffer costs what it holds, and not 4
 * bytes a thing; only a permutation of all costs those.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ORDER_H
#define NN_ORDER_H

#include "base/base.h"

enum order_kind {
	ORDER_NONE,   /* as they come */
	ORDER_BUFFER, /* tf.data's shuffle(buffer), the same in every epoch */
	ORDER_EPOCH,  /* a new permutation each epoch */
};

struct order_options {
	enum order_kind kind;
	size_t buffer; /* ORDER_BUFFER: how many it holds */
	uint64_t seed;
};

/* Sets kind and buffer: buffer:N, epoch or none.  -1: how is none of these. */
int order_parse(struct order_options *, const char *how);
const char *order_name(enum order_kind);

struct order;

/* n <= INT32_MAX.  At the beginning of epoch 0.  NULL without memory. */
struct order *order_new(const struct order_options *, size_t n, struct fail *);
void order_free(struct order *); /* NULL is fine */

/* To the beginning of that epoch, from 0. */
void order_begin(struct order *, size_t epoch);

/* The m things, from 0, that come next, to `to` [m]; to may be NULL.  No more
 * than n in an epoch. */
void order_next(struct order *, size_t m, int32_t *to);

#endif
