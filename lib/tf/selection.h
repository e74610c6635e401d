/*
 * selection - selects the records to use: a share, a sample, records that
 * satisfy conditions, and the first of these.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_SELECTION_H
#define TF_SELECTION_H

#include "base/base.h"

struct arena;
struct condition;
struct example;
struct shard;

struct selection {
	const struct shard *shard; /* NULL: all records */
	/* Share of the records that is drawn; 1: all. */
	double sample;
	size_t seed; /* seed of the draw */
	/* [nwhere] conditions, all of which must hold. */
	struct condition **where;
	size_t nwhere;
	size_t head; /* keep this many of the remaining records, the first
                        ones */
};

#define SELECTION_ALL(shard_)                     \
	{                                         \
		(shard_), 1, 1, NULL, 0, SIZE_MAX \
	}

/* Parses n conditions.  Returns -1 if one is wrong, or if memory runs out. */
int selection_where(
    struct selection *, const char *const *texts, size_t n, struct fail *);

/* Returns the feature of the k-th condition whose feature no Example had, or
 * NULL. */
const char *selection_unseen(const struct selection *, size_t k);

/* Frees the conditions. */
void selection_free(struct selection *);

/* Returns 1 if record k, from 0 over all inputs, is in the share and in the
 * sample.  The draw depends only on k and the seed. */
int selection_takes(const struct selection *, uint64_t k);

/* Returns 1 if the Example satisfies all conditions, 0 if not, -1 on an
 * error. */
int selection_wants(const struct selection *, const struct example *,
    struct arena *, struct fail *);

#endif
