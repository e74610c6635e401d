/* pieces - long sequences cut into pieces for training. */
/* SPDX-License-Identifier: MIT */
#include "nn/pieces.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/sequences.h"

/* Appends the pieces of sequence i; if memory runs out for pieces, counts
 * them. */
static void
append(struct pieces *p, const struct sequences *s, size_t i, size_t length,
    int last_only)
{
	size_t start = 0, n = s->start[i + 1] - s->start[i], left, part;

	if (last_only && n > length + 1) {
		start += n - length - 1;
		n = length + 1;
	}
	for (left = n ? n - 1 : 0; left; left -= part, start += part, p->n++) {
		part = (left - 1) % length + 1;
		if (p->piece)
			p->piece[p->n] = (struct pieces_piece){
			    (uint32_t)i, (uint32_t)start, (uint32_t)part};
	}
}

int
pieces_cut(struct pieces *p, const struct sequences *s, size_t length,
    int last_only, struct fail *f)
{
	const size_t most = length ? length : s->events;
	size_t i;

	*p = (struct pieces){0};
	for (i = 0; i < s->n; i++)
		append(p, s, i, most, last_only);
	p->piece = malloc((p->n + 1) * sizeof(*p->piece));
	if (!p->piece)
		return fail_memory(f);
	for (p->n = i = 0; i < s->n; i++)
		append(p, s, i, most, last_only);
	return 0;
}

void
pieces_free(struct pieces *p)
{
	free(p->piece);
	*p = (struct pieces){0};
}

static int
longer_first(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

int
pieces_most_events(
    const struct pieces *p, size_t rows, size_t *events, struct fail *f)
{
	uint32_t *length = malloc((p->n + 1) * sizeof(*length));
	size_t i;

	if (!length)
		return fail_memory(f);
	for (i = 0; i < p->n; i++)
		length[i] = p->piece[i].length;
	qsort(length, p->n, sizeof(*length), longer_first);
	for (*events = 0, i = 0; i < rows; i++)
		*events += length[i];
	free(length);
	return 0;
}
