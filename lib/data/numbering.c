/* numbering - the vocabulary that training examples themselves give. */
/* SPDX-License-Identifier: MIT */
#include "data/numbering.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/vocab.h"

static void
count(const int32_t *ids, size_t n, uint64_t *counts)
{
	size_t i;

	for (i = 0; i < n; i++)
		counts[ids[i]]++;
}

/* Sets v's counts to what is in labels and, if contexts, there too. */
static int
set_counts(
    const struct examples *x, struct vocab *v, int contexts, struct fail *f)
{
	uint64_t *counts = calloc(vocab_size(v) + 1, sizeof(*counts));
	size_t i;

	if (!counts)
		return fail_memory(f);
	if (contexts)
		count(x->context, x->n * x->k, counts);
	count(x->label, x->n, counts);
	for (i = 1; i <= vocab_size(v); i++)
		vocab_set_count(v, (int32_t)i, counts[i]);
	free(counts);
	return 0;
}

int
numbering_by_count(struct examples *x, struct vocab *v, struct fail *f)
{
	int32_t *map;

	if (set_counts(x, v, 1, f) || vocab_sort(v, VOCAB_COUNT, 0, &map, f))
		return -1;
	examples_renumber(x, map);
	free(map);
	return 0;
}

int
numbering_label_counts(
    const struct examples *x, struct vocab *v, struct fail *f)
{
	return set_counts(x, v, 0, f);
}
