/*
 * joined_ids - two lists of ids made one, which has each id once.
 *
 * Letters: n ids of the one list, m of one that was joined.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_JOINED_IDS_H
#define NN_JOINED_IDS_H

#include "base/base.h"

#define JOINED_IDS 2 /* lists */

/* Zero it first. */
struct joined_ids {
	size_t n;
	int32_t *id; /* [n] */
	struct joined_ids_list {
		int32_t *at;   /* [m] where its ids are in id */
		int32_t *from; /* [n] where those are in it, -1 */
	} list[JOINED_IDS];
	int32_t *place; /* [ids] where one is in id, -1 */
};

/* Memory for ids below so many; freed by joined_ids_free() in any case. */
int joined_ids_alloc(struct joined_ids *, size_t ids, struct fail *);
void joined_ids_free(struct joined_ids *);

/* Empty; then with one of the lists, id [m], each once. */
void joined_ids_clear(struct joined_ids *);
void joined_ids_add(
    struct joined_ids *, size_t list, const int32_t *id, size_t m);

#endif
