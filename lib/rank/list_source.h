/*
 * list_source - opens the sources of lists: all candidates or some, and titles.
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
	const char *include;       /* a file of the items to list; NULL: all */
	const struct shard *share; /* of the candidates; NULL: all */
	const char *titles;        /* a file of items and titles; or NULL */
	int finds;                 /* items are looked up by name */
	void (*warn)(const char *fmt, ...) PRINTF(1, 2);
};

/* Opens everything; list_source_narrow() is not applied.  *t NULL: no titles.
 * Returns -1 on failure; nothing is open then. */
int list_source_open(const struct list_source *, struct candidates *,
    struct titles **t, struct fail *);

/* Keeps only the candidates to list, by include and share. */
int list_source_narrow(
    const struct list_source *, struct candidates *, struct fail *);

/* Loads the model that has replaced an earlier one into *c and *t.  Returns -1
 * on failure; then both are unchanged, and warn() was called. */
int list_source_renew(
    const struct list_source *, struct candidates *c, struct titles **t);

#endif
