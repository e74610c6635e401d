/*
 * selection - which records are taken: a share, a sample, those that meet
 * conditions, the first of them.
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
	const struct shard *shard; /* NULL: all */
	double sample;             /* the part that is drawn; 1: all */
	size_t seed;               /* that the draw goes by */
	struct condition **where;  /* [nwhere], which must all be met */
	size_t nwhere;
	size_t head; /* of what is left, the first so many */
};

#define SELECTION_ALL(shard_)                     \
	{                                         \
		(shard_), 1, 1, NULL, 0, SIZE_MAX \
	}

/* Makes the conditions that the n texts say.  -1: one says none, no memory. */
int selection_where(
    struct selection *, const char *const *texts, size_t n, struct fail *);

/* The feature of the k-th condition that no Example has had, or NULL. */
const char *selection_unseen(const struct selection *, size_t k);

/* Gives the conditions back. */
void selection_free(struct selection *);

/* Is record k, from 0 over all inputs, in the share and in the sample?  What is
 * drawn depends on k and the seed alone. */
int selection_takes(const struct selection *, uint64_t k);

/* Does its Example meet the conditions, all there are?  1, 0, or -1. */
int selection_wants(const struct selection *, const struct example *,
    struct arena *, struct fail *);

#endif
