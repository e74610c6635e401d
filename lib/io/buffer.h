/*
 * buffer - bytes in memory that grow, such as a block of rows.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_BUFFER_H
#define IO_BUFFER_H

#include "base/base.h"

/* Initialise it with zeros.  The content is p [n]. */
struct buffer {
	char *p;
	size_t n, size;
	int failed; /* out of memory: later bytes are dropped */
};

/* Returns room for n bytes at the end.  The caller fills them and adds their
 * number to t->n.  Returns NULL and sets failed if memory runs out. */
char *buffer_room(struct buffer *t, size_t n);

void buffer_put(struct buffer *t, const void *p, size_t n);
void buffer_char(struct buffer *t, char c);

void buffer_free(struct buffer *t); /* leaves an empty buffer */

#endif
