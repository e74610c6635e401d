/*
 * text - bytes that grow: where a block of rows is put together.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_TEXT_H
#define IO_TEXT_H

#include "base/base.h"

/* Zero it first; what has been put is p [n]. */
struct text {
	char *p;
	size_t n, size;
	int failed; /* there was no memory: nothing more is put */
};

/* Room for n bytes at the end, to be filled in place and counted by t->n +=;
 * NULL, and failed set, without memory. */
char *text_room(struct text *t, size_t n);

void text_put(struct text *t, const void *p, size_t n);
void text_char(struct text *t, char c);

void text_free(struct text *t); /* leaves an empty one */

#endif
