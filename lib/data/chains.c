/* chains - rebuilds the sequences that examples were cut from. */
/* SPDX-License-Identifier: MIT */
#include "data/chains.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"

/* Returns 1 if example i continues the sequence of example i - 1.  longest is
 * the length of the longest context. */
static int
goes_on(const struct examples *x, size_t i, size_t longest)
{
	const size_t l = (size_t)x->length[i];
	const size_t before = (size_t)x->length[i - 1];
	const int32_t *now = x->context + i * x->k;
	const int32_t *previous = x->context + (i - 1) * x->k;

	if (!l || now[l - 1] != x->label[i - 1] ||
	    !(l == before + 1 || (l == before && l == longest)))
		return 0;
	return !memcmp(
	    now, previous + (before + 1 - l), (l - 1) * sizeof(*now));
}

static void
add(struct sequences *s, int32_t item)
{
	if (item)
		s->item[s->events++] = item;
}

int
chains_of_examples(
    struct sequences *s, const struct examples *x, struct fail *f)
{
	size_t i, k, events = 0, longest = 0;

	*s = (struct sequences){0};
	for (i = 0; i < x->n; i++) {
		events += (size_t)x->length[i] + 1;
		longest = size_max(longest, (size_t)x->length[i]);
	}
	s->start = malloc((x->n + 1) * sizeof(*s->start));
	s->item = malloc((events + 1) * sizeof(*s->item));
	if (!s->start || !s->item)
		return fail_memory(f);
	for (i = 0; i < x->n; i++) {
		if (!i || !goes_on(x, i, longest)) {
			s->start[s->n++] = s->events;
			for (k = 0; k < (size_t)x->length[i]; k++)
				add(s, x->context[i * x->k + k]);
		}
		add(s, x->label[i]);
	}
	s->start[s->n] = s->events;
	/* The room was for examples that all begin a sequence. */
	return ARRAY_RESIZE(&s->item, size_max(s->events, 1), 1, f);
}
