/* buffer - bytes in memory that grow, such as a block of rows. */
/* SPDX-License-Identifier: MIT */
#include "io/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

char *
buffer_room(struct buffer *t, size_t n)
{
	if (t->p && n <= t->size - t->n && !t->failed)
		return t->p + t->n;
	if (t->failed || n > SIZE_MAX / 2 ||
	    ARRAY_ROOM(&t->p, &t->size, t->n + n + !t->p, NULL)) {
		t->failed = 1;
		return NULL;
	}
	return t->p + t->n;
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
