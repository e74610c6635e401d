/* blend_scale - makes rows of scores comparable. */
/* SPDX-License-Identifier: MIT */
#include "rank/blend_scale.h"

#include <math.h>
#include <string.h>

#include "math/vec.h"

static void
run_none(size_t n, float *s, const float *ones)
{
	(void)n;
	(void)s;
	(void)ones;
}

/* e^s / sum of e^s */
static void
run_softmax(size_t n, float *s, const float *ones)
{
	const double sum = vec_exp_sum(n, s, ones, vec_max(n, s, ones));

	vec_scale(n, s, (float)(1 / sum));
}

/* s / sum of |s| */
static void
run_share(size_t n, float *s, const float *ones)
{
	double sum = 0;
	size_t j;

	(void)ones;
	for (j = 0; j < n; j++)
		sum += fabs((double)s[j]);
	for (j = 0; j < n; j++)
		s[j] = (float)((double)s[j] / sum);
}

/* (s - mean) / deviation */
static void
run_zscore(size_t n, float *s, const float *ones)
{
	double mean = 0, squares = 0, by;
	size_t j;

	(void)ones;
	for (j = 0; j < n; j++)
		mean += (double)s[j];
	mean /= (double)n;
	for (j = 0; j < n; j++)
		squares += ((double)s[j] - mean) * ((double)s[j] - mean);
	by = sqrt(squares / (double)n);
	for (j = 0; j < n; j++)
		s[j] = (float)(((double)s[j] - mean) / by);
}

static const struct blend_scale scales[] = {
    {"auto", "softmax for a net's scores, share for others", NULL},
    {"softmax", "probabilities: e^s over the sum of the row's", run_softmax},
    {"share", "s over the sum of the row's magnitudes", run_share},
    {"zscore", "s minus the row's mean, over its deviation", run_zscore},
    {"none", "as they are", run_none},
};

const struct blend_scale *
blend_scale_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(scales); k++) {
		if (!strcmp(scales[k].name, name))
			return &scales[k];
	}
	return NULL;
}

const struct blend_scale *
blend_scale_of(int net)
{
	return blend_scale_find(net ? "softmax" : "share");
}

struct choice
blend_scale_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(scales) ? &scales[k] : NULL);
}
