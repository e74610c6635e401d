/*
 * scorer_factors - computes a user's vector from the user's items, by iALS.
 *
 *   p = (sum over i of U(q) of v_i v_i' + alpha V'V + lambda c I)^-1 sum of v_i
 *   c = (|U(q)| + alpha n)^nu,  n items
 *
 * the same equation as for users in training, with the same scale.  Rendle et
 * al. 2021.  Without known items, p is 0.
 *
 * Letters: V items, D columns.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/scorer.h"

#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "linear/linear_settings.h"
#include "linear/spd.h"
#include "model/model.h"

struct scorer_factors {
	size_t n, d;
	const float *v; /* [n+1,d] row 0 is the unknown item's */
	double *gram;   /* [d,d] alpha V'V, lower triangle */
	double alpha, lambda, nu;
};

static void
close_factors(void *with)
{
	struct scorer_factors *s = with;

	if (!s)
		return;
	free(s->gram);
	free(s);
}

static void
add_square(size_t d, double by, const float *v, double *a)
{
	size_t i, j;

	for (i = 0; i < d; i++) {
		for (j = 0; j <= i; j++)
			a[i * d + j] += by * (double)v[i] * (double)v[j];
	}
}

static void *
open_factors(struct model *m, struct fail *f)
{
	struct scorer_factors *s = calloc(1, sizeof(*s));
	struct linear_settings set;
	const struct tensor *t;
	size_t i;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	s->n = vocab_size(m->vocab);
	if (linear_settings_load(&set, m, f) ||
	    !(t = model_need(m, "candidate_embedding", s->n + 1, 0, f)))
		goto fail;
	if (!(set.lambda >= 0 && set.alpha >= 0 && set.nu >= 0)) {
		(void)fail_set(f, "the model lacks settings of ials");
		goto fail;
	}
	s->d = t->cols;
	s->v = t->x;
	s->alpha = set.alpha;
	s->lambda = set.lambda;
	s->nu = set.nu;
	s->gram = calloc(s->d * s->d, sizeof(*s->gram));
	if (!s->gram) {
		(void)fail_memory(f);
		goto fail;
	}
	for (i = 1; i <= s->n; i++)
		add_square(s->d, s->alpha, s->v + i * s->d, s->gram);
	return s;
fail:
	close_factors(s);
	return NULL;
}

static size_t
factors_scratch(const void *with)
{
	const struct scorer_factors *s = with;

	return s->d * s->d * sizeof(double) + s->n + 1;
}

static void
answer_factors(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	const struct scorer_factors *s = with;
	const size_t d = s->d;
	double *a = scratch;                                /* [D,D] */
	unsigned char *seen = (unsigned char *)(a + d * d); /* [V+1] */
	double scale;
	size_t i, k, n = 0;

	memcpy(a, s->gram, d * d * sizeof(*a));
	for (i = 0; i < l; i++) {
		const float *v = s->v + (size_t)q[i] * d;

		if (seen[q[i]])
			continue;
		seen[q[i]] = 1;
		n++;
		add_square(d, 1, v, a);
		for (k = 0; k < d; k++)
			x[k] += (double)v[k];
	}
	for (i = 0; i < l; i++)
		seen[q[i]] = 0;
	scale = s->lambda *
	        elementary_pow((double)n + s->alpha * (double)s->n, s->nu);
	for (k = 0; k < d; k++)
		a[k * d + k] += scale;
	if (n && spd_solve(d, a, x))
		memset(x, 0, d * sizeof(*x)); /* no known items */
}

const struct scorer_kind scorer_factors = {
    .name = "factors",
    .vector = 1,
    .open = open_factors,
    .close = close_factors,
    .scratch = factors_scratch,
    .answer = answer_factors,
};
