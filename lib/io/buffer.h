/*
 * buffer - bytes that grow: where a block of rows is put together.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_BUFFER_H
#define IO_BUFFER_H

#include "base/base.h"

/* Zero it first; what has been put is p [n]. */
struct buffer {
	char *p;
	size_t n, size;
	int failed; /* there was no memory: nothing more is put */
};

/* Room for n bytes at the end, to be filled in place and counted by t->n +=;
 * NULL, and failed set, without memory. */
char *buffer_room(struct buffer *t, size_t n);

void buffer_put(struct buffer *t, const void *p, size_t n);
void buffer_char(struct buffer *t, char c);

void buffer_free(struct buffer *t); /* leaves an empty one */

#endif
