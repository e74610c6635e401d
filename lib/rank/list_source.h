/*
 * list_source - what lists are made of: candidates, all or some, and their titles.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_LIST_SOURCE_H
#define RANK_LIST_SOURCE_H

#include "base/base.h"

struct candidates;
struct candidates_source;
struct shard;
struct titles;

struct list_source {
	const struct candidates_source *from;
	const char *include;       /* the items that are listed; NULL: all */
	const struct shard *share; /* of the candidates; NULL: all */
	const char *titles;        /* a file of items and titles; NULL */
	int finds;                 /* will items be looked for by name? */
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);
};

/* Opens all of it, but for what list_source_narrow() does.  *t NULL: no titles.
 * -1: nothing is open. */
int list_source_open(const struct list_source *, struct candidates *,
    struct titles **t, struct fail *);

/* Leaves out what is not to be listed. */
int list_source_narrow(
    const struct list_source *, struct candidates *, struct fail *);

/* The model has been exchanged: takes what there is now in the place of *c and *t.
 * -1: they stay as they are, and warn() has been told. */
int list_source_renew(
    const struct list_source *, struct candidates *c, struct titles **t);

#endif
