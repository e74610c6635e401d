/* array - arrays that grow. */
/* SPDX-License-Identifier: MIT */
#include "base/array.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define FIRST 4096 /* bytes of a new array, unless one element is larger */

/* Resizes the array at *at to that many bytes.  Copies the pointer by memcpy(),
 * because its type is unknown here. */
static int
move(void *at, size_t bytes, struct fail *f)
{
	void *p;

	memcpy(&p, at, sizeof(p));
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		return f ? fail_memory(f) : -1;
	memcpy(at, &p, sizeof(p));
	return 0;
}

int
array_grow(void *p, size_t *room, size_t n, size_t size, struct fail *f)
{
	size_t want = size_max(n, FIRST / size), bytes;

	/* Growing by half instead of doubling wastes at most a third of the
	 * memory. */
	if (*room <= SIZE_MAX / 2)
		want = size_max(want, *room + *room / 2);
	if (size_mul(want, size, &bytes))
		return f ? fail_memory(f) : -1;
	if (move(p, bytes, f))
		return -1;
	*room = want;
	return 0;
}

int
array_resize(void *p, size_t n, size_t m, size_t size, struct fail *f)
{
	size_t bytes;

	if (size_mul(n, m, &bytes) || size_mul(bytes, size, &bytes))
		return f ? fail_memory(f) : -1;
	return move(p, bytes, f);
}
