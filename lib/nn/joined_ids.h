/*
 * joined_ids - joins two lists of ids into one that has each id once.
 *
 * Letters: n ids of the joined list, m of an input list.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_JOINED_IDS_H
#define NN_JOINED_IDS_H

#include "base/base.h"

#define JOINED_IDS 2 /* input lists */

/* Zero this before use. */
struct joined_ids {
	size_t n;
	int32_t *id; /* [n] */
	struct joined_ids_list {
		int32_t *at;   /* [m] index in id of an input list's ids */
		int32_t *from; /* [n] index in the input list, else -1 */
	} list[JOINED_IDS];
	int32_t *place; /* [ids] index in id, else -1 */
};

/* Allocates memory for ids below `ids`.  Returns -1 if memory runs out.  Free
 * it with joined_ids_free(), even after a failure. */
int joined_ids_alloc(struct joined_ids *, size_t ids, struct fail *);
void joined_ids_free(struct joined_ids *);

/* joined_ids_clear() empties the list.  joined_ids_add() adds an input list, id
 * [m]; each id is added once. */
void joined_ids_clear(struct joined_ids *);
void joined_ids_add(
    struct joined_ids *, size_t list, const int32_t *id, size_t m);

#endif
