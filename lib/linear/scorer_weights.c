/*
 * scorer_weights - sums of the weight rows of a query's items.
 *
 *   last      score(q, j) = w(q_L, j)
 *   distinct  score(q, j) = sum over the different items i of q of w(i, j)
 *   decayed   score(q, j) = sum over p = 1 .. L
 *                           of e^((p - L) / delta_inf) w(q_p, j)
 */
/* SPDX-License-Identifier: MIT */
#include "linear/scorer.h"

#include <stdlib.h>

#include "base/fail.h"
#include "linear/decay.h"
#include "linear/linear_settings.h"
#include "linear/weights.h"
#include "model/model.h"

struct scorer_weights {
	struct weights w;
	double delta; /* delta_inf */
};

static void
close_weights(void *with)
{
	struct scorer_weights *s = with;

	if (!s)
		return;
	weights_free(&s->w);
	free(s);
}

static void *
open_weights(struct model *m, struct fail *f)
{
	struct scorer_weights *s = calloc(1, sizeof(*s));
	struct linear_settings set;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	if (linear_settings_load(&set, m, f) || weights_load(&s->w, m, f)) {
		close_weights(s);
		return NULL;
	}
	s->delta = set.delta_inf > 0 ? set.delta_inf : 0;
	return s;
}

static void
add_row(const struct scorer_weights *s, int32_t item, double by, double *x)
{
	const struct weights *w = &s->w;
	const float *row =
	    w->matrix ? w->matrix + (size_t)(item - 1) * w->n : NULL;
	size_t k;

	for (k = 0; k < w->n && row; k++)
		x[k] += by * (double)row[k];
	if (row)
		return;
	for (k = w->start[item - 1]; k < w->start[item]; k++)
		x[w->item[k]] += by * w->weight[k];
}

static void
answer_last(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	(void)scratch;
	if (l)
		add_row(with, q[l - 1], 1, x);
}

static size_t
distinct_scratch(const void *with)
{
	const struct scorer_weights *s = with;

	return s->w.n + 1;
}

static void
answer_distinct(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	unsigned char *seen = scratch; /* [V+1] */
	size_t i;

	for (i = 0; i < l; i++) {
		if (!seen[q[i]])
			add_row(with, q[i], 1, x);
		seen[q[i]] = 1;
	}
	for (i = 0; i < l; i++)
		seen[q[i]] = 0;
}

static void
answer_decayed(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	const struct scorer_weights *s = with;
	size_t p;

	(void)scratch;
	for (p = l; p-- > 0;)
		add_row(s, q[p], decay_exp((double)(l - 1 - p), s->delta), x);
}

const struct scorer_kind scorer_last = {
    .name = "last",
    .open = open_weights,
    .close = close_weights,
    .answer = answer_last,
};

const struct scorer_kind scorer_distinct = {
    .name = "distinct",
    .open = open_weights,
    .close = close_weights,
    .scratch = distinct_scratch,
    .answer = answer_distinct,
};

const struct scorer_kind scorer_decayed = {
    .name = "decayed",
    .open = open_weights,
    .close = close_weights,
    .answer = answer_decayed,
};
