/*
 * arena - memory for parsing: allocated piece by piece, freed all at once.
 *
 * A parser allocates all memory for one record from the arena.  arena_reset()
 * then makes that memory available for the next record without returning it to
 * the system.  A limit keeps hostile input from exhausting memory.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

/* Returns an empty arena that allocates at most limit bytes between two resets,
 * or NULL if memory runs out.  Free it with arena_free(). */
struct arena *arena_new(size_t limit);

/* Returns n bytes, aligned for any type and not zeroed; NULL beyond the limit
 * or if memory runs out.  The bytes are valid until the next reset. */
void *arena_alloc(struct arena *, size_t n);

/* Returns a copy of s [n] with a NUL added; NULL in the same cases as
 * arena_alloc(). */
char *arena_copy(struct arena *, const char *s, size_t n);

/* Frees all allocations at once; keeps the memory for later ones. */
void arena_reset(struct arena *);

void arena_free(struct arena *); /* NULL is allowed */

#endif
