/* numbering - the vocabulary that training data themselves give. */
/* SPDX-License-Identifier: MIT */
#include "data/numbering.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"

/* Zeros for every id of v; NULL without memory. */
static uint64_t *
new_counts(const struct vocab *v, struct fail *f)
{
	uint64_t *counts = calloc(vocab_size(v) + 1, sizeof(*counts));

	if (!counts)
		(void)fail_memory(f);
	return counts;
}

/* Gives v the counts, and frees them. */
static void
set_counts(struct vocab *v, uint64_t *counts)
{
	size_t i;

	for (i = 1; i <= vocab_size(v); i++)
		vocab_set_count(v, (int32_t)i, counts[i]);
	free(counts);
}

static void
count(const int32_t *ids, size_t n, uint64_t *counts)
{
	size_t i;

	for (i = 0; i < n; i++)
		counts[ids[i]]++;
}

/* Sets v's counts to what is in labels and, if contexts, there too. */
static int
count_examples(
    const struct examples *x, struct vocab *v, int contexts, struct fail *f)
{
	uint64_t *counts = new_counts(v, f);

	if (!counts)
		return -1;
	if (contexts)
		count(x->context, x->n * x->k, counts);
	count(x->label, x->n, counts);
	set_counts(v, counts);
	return 0;
}

int
numbering_by_count(struct examples *x, struct vocab *v, struct fail *f)
{
	int32_t *map;

	if (count_examples(x, v, 1, f) ||
	    vocab_sort(v, VOCAB_COUNT, 0, &map, f))
		return -1;
	examples_renumber(x, map);
	free(map);
	return 0;
}

int
numbering_label_counts(
    const struct examples *x, struct vocab *v, struct fail *f)
{
	return count_examples(x, v, 0, f);
}

int
numbering_event_counts(
    const struct sequences *s, struct vocab *v, struct fail *f)
{
	uint64_t *counts = new_counts(v, f);

	if (!counts)
		return -1;
	count(s->item, s->events, counts);
	set_counts(v, counts);
	return 0;
}

int
numbering_by_events(struct sequences *s, struct vocab *v, struct fail *f)
{
	int32_t *map;

	if (numbering_event_counts(s, v, f) ||
	    vocab_sort(v, VOCAB_COUNT, 0, &map, f))
		return -1;
	sequences_renumber(s, map);
	free(map);
	return 0;
}
