/*
 * arena - memory that is taken piece by piece and given back at once.
 *
 * For parsing: what one record needs is taken from the arena, and
 * arena_reset() makes room for the next without giving memory back to the
 * system.  A limit keeps hostile input from taking more than its share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

/* An empty arena that hands out at most limit bytes between two resets; NULL
 * if there is no memory.  Freed by arena_free(). */
struct arena *arena_new(size_t limit);

/* n bytes, aligned for any type, not zeroed; NULL past the limit or without
 * memory.  They live until the next reset. */
void *arena_alloc(struct arena *, size_t n);

/* n bytes of s and a NUL after them. */
char *arena_copy(struct arena *, const char *s, size_t n);

/* Everything taken is free again. */
void arena_reset(struct arena *);

void arena_free(struct arena *); /* NULL is fine */

#endif
