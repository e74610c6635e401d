/* activation - functions applied to scores before the loss, and their table. */
/* SPDX-License-Identifier: MIT */
#include "nn/activation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "math/vec.h"

/* selu keeps mean 0 and variance 1.  Klambauer et al. 2017, section 2. */
#define SELU_SCALE 1.0507009873554805
#define SELU_ALPHA 1.6732632423543772

static void
linear_forward(size_t n, real *s, double x)
{
	(void)n, (void)s, (void)x; /* f(s) = s */
}

static void
linear_backward(size_t n, const real *a, real *d, double x)
{
	(void)n, (void)a, (void)d, (void)x; /* f' = 1 */
}

/* max(s, 0) */
static void
relu_forward(size_t n, real *s, double x)
{
	size_t i;

	(void)x;
	for (i = 0; i < n; i++)
		s[i] = s[i] < 0 ? 0 : s[i]; /* NaN stays NaN */
}

static void
relu_backward(size_t n, const real *a, real *d, double x)
{
	size_t i;

	(void)x;
	for (i = 0; i < n; i++)
		d[i] = a[i] > 0 ? d[i] : 0;
}

static void
tanh_forward(size_t n, real *s, double x)
{
	(void)x;
	vec_tanh(n, s);
}

static void
tanh_backward(size_t n, const real *a, real *d, double x)
{
	size_t i;

	(void)x;
	for (i = 0; i < n; i++)
		d[i] *= (1 - a[i]) * (1 + a[i]);
}

/* s, or x s below 0 */
static void
leaky_forward(size_t n, real *s, double x)
{
	vec_bend(n, s, s, (real)x, 0, 1);
}

static void
leaky_backward(size_t n, const real *a, real *d, double x)
{
	vec_bend(n, d, a, (real)x, 0, 1);
}

/* s, or x (exp(s) - 1) below 0, where f' = x exp(s) = f + x */
static void
elu_forward(size_t n, real *s, double x)
{
	vec_elu(n, s, (real)x);
}

static void
elu_backward(size_t n, const real *a, real *d, double x)
{
	vec_bend(n, d, a, (real)x, 1, 1);
}

/* elu times a constant. */
static void
selu_forward(size_t n, real *s, double x)
{
	(void)x;
	vec_elu(n, s, (real)SELU_ALPHA);
	vec_scale(n, s, (real)SELU_SCALE);
}

static void
selu_backward(size_t n, const real *a, real *d, double x)
{
	(void)x;
	vec_bend(n, d, a, (real)(SELU_SCALE * SELU_ALPHA), 1, (real)SELU_SCALE);
}

static const struct activation activations[] = {
    {"linear", "the scores unchanged", 0, linear_forward, linear_backward},
    {"relu", "0 for negative scores", 0, relu_forward, relu_backward},
    {"tanh", "hyperbolic tangent", 0, tanh_forward, tanh_backward},
    {"leaky", "negative scores times X", 1, leaky_forward, leaky_backward},
    {"elu", "X (exp(score) - 1) for negative scores", 1, elu_forward,
	elu_backward},
    {"selu", "elu with constants that preserve mean and variance", 0,
	selu_forward, selu_backward},
};

const struct activation *
activation_at(size_t k)
{
	return k < COUNTOF(activations) ? &activations[k] : NULL;
}

/* A positive number that a float can represent. */
static int
read_parameter(const char *text, double *x)
{
	return !num_get_double(text, strlen(text), x) && *x > 0 &&
	               isfinite((float)*x)
	           ? 0
	           : -1;
}

const struct activation *
activation_find(const char *name, double *x)
{
	size_t n = strcspn(name, "-"), k;
	const struct activation *a;

	*x = 0;
	for (k = 0; (a = activation_at(k)); k++) {
		if (strlen(a->name) != n || strncmp(a->name, name, n))
			continue;
		if (!a->parameter)
			return name[n] ? NULL : a;
		return name[n] && !read_parameter(name + n + 1, x) ? a : NULL;
	}
	return NULL;
}
