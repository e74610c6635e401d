/*
 * array - arrays that grow.
 *
 * An array is two fields of its owner: a pointer, and its room, which is how many
 * elements there is memory for.  NULL and 0 are the empty array, free() frees
 * any, and how many elements are in use is the owner's to know:
 *
 *	struct line *at; // [n]
 *	size_t n, room;
 *
 *	if (ARRAY_ROOM(&l->at, &l->room, l->n + 1, f))
 *		return -1;
 *	l->at[l->n++] = line;
 *
 * On failure, which is no memory or a size beyond size_t, the array stays as it
 * was; -1 is returned, and f says so unless it is NULL.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/base.h"

/*
 * Room for n elements in the array *p, of which there is room for *room.  It
 * grows by half at least, so that n elements put in one by one are moved in
 * time O(n); new elements are not set.
 */
#define ARRAY_ROOM(p, room, n, f) \
	array_room((p), (room), (n), sizeof(**(p)), (f))

/* *p becomes an array of n times m elements, neither more nor less: to give back
 * what is not needed, or for a table whose rows have m.  What fits stays. */
#define ARRAY_RESIZE(p, n, m, f) array_resize((p), (n), (m), sizeof(**(p)), (f))

/* What the macros call.  p is the address of a pointer to elements of so many
 * bytes. */
int array_grow(void *p, size_t *room, size_t n, size_t size, struct fail *);
int array_resize(void *p, size_t n, size_t m, size_t size, struct fail *);

static inline int
array_room(void *p, size_t *room, size_t n, size_t size, struct fail *f)
{
	return n <= *room ? 0 : array_grow(p, room, n, size, f);
}

#endif
