/* tower_build - puts the layers of a tower together. */
/* SPDX-License-Identifier: MIT */
#include "nn/tower.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "nn/dropout.h"
#include "nn/layer.h"
#include "nn/params.h"

struct layer *
tower_add(
    struct tower *t, const struct layer_kind *kind, size_t out, struct fail *f)
{
	const size_t in = tower_out(t);
	struct layer *l;

	if (t->n == TOWER_LAYERS) {
		(void)fail_set(
		    f, "a tower has at most %d layers", TOWER_LAYERS);
		return NULL;
	}
	if (!t->layer)
		t->layer = calloc(TOWER_LAYERS, sizeof(*t->layer));
	if (!t->layer) {
		(void)fail_memory(f);
		return NULL;
	}
	l = &t->layer[t->n];
	*l = (struct layer){.kind = kind, .in = in, .out = out};
	if (t->unique == t->n && kind->per_row && t->width)
		t->unique++;
	t->n++;
	if (!kind->per_row)
		t->events = t->n;
	return l;
}

/* Declares prefix_NAME [rows,cols]; returns its index, or -1. */
static int
declare(struct params *n, const char *prefix, const char *name, size_t rows,
    size_t cols, struct param_kind is, struct fail *f)
{
	char whole[96];

	(void)snprintf(whole, sizeof(whole), "%s_%s", prefix, name);
	return params_add(n, whole, rows, cols, is, f);
}

int
tower_add_dense(struct tower *t, struct params *n, const char *prefix,
    size_t out, struct fail *f)
{
	const struct param_kind kernel = {.init = PARAM_GLOROT},
				bias = {.bias = 1};
	const size_t in = tower_out(t);
	const int w = in ? declare(n, prefix, "kernel", in, out, kernel, f) : 0;
	const int b = w < 0 ? -1 : declare(n, prefix, "bias", 1, out, bias, f);
	struct layer *l = b < 0 ? NULL : tower_add(t, &layer_dense, out, f);

	if (!l)
		return -1;
	l->param[0] = (size_t)w;
	l->param[1] = (size_t)b;
	return 0;
}

int
tower_widen(struct tower *t, struct params *n, const char *prefix, size_t out,
    struct fail *f)
{
	char name[64];

	if (tower_out(t) == out)
		return 0;
	(void)snprintf(name, sizeof(name), "%s_input", prefix);
	return tower_add_dense(t, n, name, out, f);
}

int
tower_add_norm(
    struct tower *t, struct params *n, const char *prefix, struct fail *f)
{
	const size_t D = tower_out(t);
	const struct param_kind one = {.bias = 1, .ones_end = D},
				zero = {.bias = 1};
	const int g = declare(n, prefix, "gamma", 1, D, one, f);
	const int b = g < 0 ? -1 : declare(n, prefix, "beta", 1, D, zero, f);
	struct layer *l = b < 0 ? NULL : tower_add(t, &layer_norm, D, f);

	if (!l)
		return -1;
	l->param[0] = (size_t)g;
	l->param[1] = (size_t)b;
	return 0;
}

int
tower_add_dropout(struct tower *t, size_t number, struct fail *f)
{
	struct layer *l = tower_add(t, &layer_dropout, tower_out(t), f);

	if (l)
		l->number = number;
	return l ? 0 : -1;
}

int
tower_add_gated(struct tower *t, struct params *n, const char *prefix,
    const struct layer_kind *kind, size_t gates, size_t biases, size_t units,
    struct fail *f)
{
	static const struct param_kind kinds[] = {
	    {.init = PARAM_GLOROT},
	    {.init = PARAM_ORTHOGONAL},
	    {.init = PARAM_ZERO, .bias = 1},
	};
	static const char *const names[] = {
	    "kernel", "recurrent_kernel", "bias"};
	const size_t rows[] = {tower_out(t), units, biases};
	struct layer *l;
	int p[3];
	size_t i;

	for (i = 0; i < COUNTOF(p); i++) {
		p[i] = declare(
		    n, prefix, names[i], rows[i], gates * units, kinds[i], f);
		if (p[i] < 0)
			return -1;
	}
	if (!(l = tower_add(t, &layer_dense, gates * units, f)))
		return -1;
	l->param[0] = (size_t)p[0];
	l->param[1] = (size_t)p[2];
	if (!(l = tower_add(t, kind, units, f)))
		return -1;
	l->param[0] = (size_t)p[1];
	l->param[1] = (size_t)p[2];
	l->bias_row = biases - 1;
	return 0;
}

size_t
tower_out(const struct tower *t)
{
	return t->n ? t->layer[t->n - 1].out : t->width;
}

size_t
tower_unique_out(const struct tower *t)
{
	return t->unique ? t->layer[t->unique - 1].out : t->width;
}

size_t
tower_states(const struct tower *t, size_t *width)
{
	size_t l, k, n = 0;

	for (l = 0; l < t->n; l++)
		for (k = 0; k < t->layer[l].kind->states; k++)
			width[n++] = t->layer[l].out;
	return n;
}

void
tower_free(struct tower *t)
{
	free(t->layer);
	*t = (struct tower){0};
}

int
tower_skips(const struct layer *l, const struct dropout *d)
{
	return l->kind == &layer_dropout &&
	       !(d && dropout_rate(d, l->number) > 0);
}
