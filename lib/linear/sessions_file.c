/* sessions_file - the training sessions as tensors of a model. */
/* SPDX-License-Identifier: MIT */
#include "linear/sessions_file.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "linear/pack.h"
#include "model/model.h"

static size_t
longest(const struct sequences *s)
{
	size_t i, most = 0;

	for (i = 0; i < s->n; i++)
		most = size_max(most, s->start[i + 1] - s->start[i]);
	return most;
}

int
sessions_file_save(const struct sequences *s, struct model *m, struct fail *f)
{
	struct tensor *t =
	    pack_integers(m, "session_length", s->n, longest(s), f);
	size_t i;

	if (!t)
		return -1;
	for (i = 0; i < s->n; i++)
		t->x[i] = (float)(s->start[i + 1] - s->start[i]);
	t = pack_integers(
	    m, "session_item", s->events, vocab_size(m->vocab), f);
	if (!t)
		return -1;
	for (i = 0; i < s->events; i++)
		t->x[i] = (float)s->item[i];
	return 0;
}

int
sessions_file_load(struct sequences *s, struct model *m, struct fail *f)
{
	const struct tensor *n = model_need(m, "session_length", 0, 1, f);
	const struct tensor *t =
	    n ? model_need(m, "session_item", 0, 1, f) : NULL;
	size_t i, x;

	*s = (struct sequences){0};
	if (!t)
		return -1;
	*s = (struct sequences){.n = n->rows,
	    .events = t->rows,
	    .start = calloc(n->rows + 1, sizeof(*s->start)),
	    .item = malloc(t->rows * sizeof(*s->item))};
	if (!s->start || !s->item)
		return fail_memory(f);
	for (i = 0; i < s->n; i++) {
		if (pack_get_integer(n->x[i], s->events, &x))
			return fail_set(f,
			    "the model's session_length: row %zu is not a "
			    "length",
			    i + 1);
		s->start[i + 1] = s->start[i] + x;
	}
	if (s->start[s->n] != s->events)
		return fail_set(f,
		    "the model's session_length adds up to "
		    "%zu, but there are %zu events",
		    s->start[s->n], s->events);
	for (i = 0; i < s->events; i++) {
		if (pack_get_integer(t->x[i], vocab_size(m->vocab), &x) || !x)
			return fail_set(f,
			    "the model's session_item: row %zu is not an item",
			    i + 1);
		s->item[i] = (int32_t)x;
	}
	return 0;
}
