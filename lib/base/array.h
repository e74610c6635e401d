/*
 * array - arrays that grow.
 *
 * An array is two fields of its owner: a pointer, and its room, the number of
 * elements that memory is allocated for.  NULL and 0 make the empty array;
 * free() frees any array.  The owner counts the elements in use:
 *
 *	struct line *at; // [n]
 *	size_t n, room;
 *
 *	if (ARRAY_ROOM(&l->at, &l->room, l->n + 1, f))
 *		return -1;
 *	l->at[l->n++] = line;
 *
 * The functions fail when memory runs out or a size exceeds size_t.  They then
 * leave the array unchanged, fill f unless it is NULL, and return -1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/base.h"

/*
 * Makes room for n elements in the array *p, which has room for *room.  The
 * array grows by at least half, so adding n elements one by one takes time
 * O(n).  New elements are uninitialised.
 */
#define ARRAY_ROOM(p, room, n, f) \
	array_room((p), (room), (n), sizeof(**(p)), (f))

/* Resizes the array *p to exactly n times m elements and keeps the elements
 * that fit.  Use it to release unused memory, or for a table of n rows of m. */
#define ARRAY_RESIZE(p, n, m, f) array_resize((p), (n), (m), sizeof(**(p)), (f))

/* The macros call these functions.  p is the address of a pointer to elements
 * of `size` bytes each. */
int array_grow(void *p, size_t *room, size_t n, size_t size, struct fail *);
int array_resize(void *p, size_t n, size_t m, size_t size, struct fail *);

static inline int
array_room(void *p, size_t *room, size_t n, size_t size, struct fail *f)
{
	return n <= *room ? 0 : array_grow(p, room, n, size, f);
}

#endif
