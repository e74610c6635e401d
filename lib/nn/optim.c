/* optim - the table of optimisers, and Adagrad. */
/* SPDX-License-Identifier: MIT */
#include "nn/optim.h"

#include <string.h>

#include "math/vec.h"

static void
adagrad(size_t n, real *w, real *acc, const real *g, real rate)
{
	vec_adagrad(n, w, acc, g, rate, (real)1e-7);
}

const struct optim optim_adagrad = {
    .name = "adagrad",
    .help = "Adagrad as in Keras: accumulators from 0.1, epsilon 1e-7",
    .start = (real)0.1,
    .update = adagrad,
};

static const struct optim *const optims[] = {
    &optim_adagrad,
};

const struct optim *
optim_at(size_t k)
{
	return k < COUNTOF(optims) ? optims[k] : NULL;
}

const struct optim *
optim_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(optims); k++) {
		if (!strcmp(optims[k]->name, name))
			return optims[k];
	}
	return NULL;
}
