/* sequences_rows - rows of sequences and of the fields beside them. */
/* SPDX-License-Identifier: MIT */
#include "data/sequences.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/field.h"
#include "data/spill.h"

int
sequences_room(struct sequences *s, size_t rows, size_t events, struct fail *f)
{
	size_t k;

	for (k = 0; k < s->nfields; k++)
		if (ARRAY_RESIZE(&s->field[k].id,
			s->field[k].of_row ? rows : events, 1, f))
			return -1;
	return ARRAY_RESIZE(&s->start, rows + 1, 1, f) ||
	               ARRAY_RESIZE(&s->item, events, 1, f)
	           ? -1
	           : 0;
}

int
sequences_like(struct sequences *to, const struct sequences *s, struct fail *f)
{
	*to = (struct sequences){
	    .field = calloc(s->nfields + 1, sizeof(*to->field))};
	if (!to->field)
		return fail_memory(f);
	for (; to->nfields < s->nfields; to->nfields++)
		to->field[to->nfields].of_row = s->field[to->nfields].of_row;
	return 0;
}

void
sequences_drop_rows(struct sequences *s)
{
	size_t k;

	for (k = 0; k < s->nfields; k++) {
		free(s->field[k].id);
		s->field[k].id = NULL;
	}
	free(s->start);
	free(s->item);
	s->start = NULL;
	s->item = NULL;
}

static struct spill_columns
columns(const struct sequences *s, size_t n, size_t events)
{
	struct spill_columns c = {.n = 0};
	size_t k;

	spill_column(&c, s->start, n + 1, sizeof(*s->start));
	spill_column(&c, s->item, events, sizeof(*s->item));
	for (k = 0; k < s->nfields; k++)
		spill_column(&c, s->field[k].id,
		    s->field[k].of_row ? n : events, sizeof(*s->field[k].id));
	return c;
}

int
sequences_spill(
    struct sequences *q, struct spill *s, int marked, struct fail *f)
{
	const struct spill_part p = {
	    .n = q->n, .events = q->events, .marked = marked};
	const struct spill_columns c = columns(q, q->n, q->events);

	q->n = q->events = 0;
	return spill_put(s, &p, &c, f);
}

int
sequences_spilled(
    struct sequences *q, const struct spill *s, size_t k, struct fail *f)
{
	const struct spill_part *p = &s->part[k];
	struct spill_columns c;

	if (sequences_room(q, p->n, p->events, f))
		return -1;
	q->n = p->n;
	q->events = p->events;
	c = columns(q, p->n, p->events);
	return spill_get(s, k, &c, f);
}

int
sequences_spill_again(
    struct sequences *q, struct spill *s, size_t k, struct fail *f)
{
	const struct spill_columns c = columns(q, q->n, q->events);

	return spill_set(s, k, q->n, q->events, &c, f);
}
