/*
 * scorer_counts - popularity, overall and within a session.
 *
 *   pop(i) = c(i) / (1 + c(i))        c: how often i was in training
 *   s-pop(q, i) = times of i in q + pop(i)
 *
 * The fraction is below 1: in s-pop it only orders items that are equally
 * frequent in q.  Both are baselines of Hidasi et al. 2016, as in their code.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/scorer.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "linear/linear_settings.h"
#include "model/model.h"
#include "rank/candidates.h"
#include "rank/popularity.h"

struct scorer_counts {
	size_t n;         /* V */
	double *fraction; /* [V] pop(i) */
};

static void
close_counts(void *with)
{
	struct scorer_counts *c = with;

	if (!c)
		return;
	free(c->fraction);
	free(c);
}

/* Only the `keep` most popular items have a fraction; 0: all. */
static void
fill(struct scorer_counts *c, const struct vocab *v,
    const struct popularity *order, size_t keep)
{
	const uint32_t *place = popularity_places(order);
	size_t i;

	for (i = 1; i <= c->n; i++) {
		const double count = (double)vocab_count(v, (int32_t)i);

		if (!keep || place[i - 1] < keep)
			c->fraction[i - 1] = count / (1 + count);
	}
}

static void *
open_counts(struct model *m, struct fail *f)
{
	struct scorer_counts *c = calloc(1, sizeof(*c));
	struct popularity *order = NULL;
	struct candidates items;
	struct linear_settings s;
	int r = c ? linear_settings_load(&s, m, f) : fail_memory(f);

	if (!r) {
		c->n = vocab_size(m->vocab);
		c->fraction = calloc(c->n, sizeof(*c->fraction));
		candidates_of(&items, m->vocab, NULL, 0);
		order = popularity_new(&items, f);
		r = !c->fraction ? fail_memory(f) : order ? 0 : -1;
	}
	if (!r && !popularity_known(order))
		r = fail_set(f, "the model's vocabulary has no counts");
	if (!r)
		fill(c, m->vocab, order, s.popular == SIZE_MAX ? 0 : s.popular);
	popularity_free(order);
	if (r) {
		close_counts(c);
		return NULL;
	}
	return c;
}

static void
answer_pop(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	const struct scorer_counts *c = with;
	size_t i;

	(void)scratch;
	(void)l;
	(void)q;
	for (i = 0; i < c->n; i++)
		x[i] = c->fraction[i];
}

static void
answer_s_pop(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	size_t i;

	answer_pop(with, scratch, l, q, x);
	for (i = 0; i < l; i++)
		x[q[i] - 1] += 1;
}

const struct scorer_kind scorer_pop = {
    .name = "pop",
    .open = open_counts,
    .close = close_counts,
    .answer = answer_pop,
};

const struct scorer_kind scorer_s_pop = {
    .name = "s-pop",
    .open = open_counts,
    .close = close_counts,
    .answer = answer_s_pop,
};
