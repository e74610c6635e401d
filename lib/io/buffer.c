/* text - bytes that grow: where a block of rows is put together. */
/* SPDX-License-Identifier: MIT */
#include "io/buffer.h"

#include <stdlib.h>
#include <string.h>

char *
buffer_room(struct buffer *t, size_t n)
{
	size_t size = t->size ? t->size : 4096;
	char *p;

	if (t->p && n <= t->size - t->n && !t->failed)
		return t->p + t->n;
	while (size - t->n < n && size <= SIZE_MAX / 2)
		size *= 2;
	p = t->failed || size - t->n < n ? NULL : realloc(t->p, size);
	if (!p) {
		t->failed = 1;
		return NULL;
	}
	t->p = p;
	t->size = size;
	return p + t->n;
}

void
buffer_put(struct buffer *t, const void *p, size_t n)
{
	char *room = buffer_room(t, n);

	if (room && n) {
		memcpy(room, p, n);
		t->n += n;
	}
}

void
buffer_char(struct buffer *t, char c)
{
	buffer_put(t, &c, 1);
}

void
buffer_free(struct buffer *t)
{
	free(t->p);
	*t = (struct buffer){0};
}
