/* net_model - a net's numbers from and into the tensors of a model. */
/* SPDX-License-Identifier: MIT */
#include "nn/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "math/vec.h"
#include "model/model.h"
#include "nn/cell.h"

static void
from_floats(size_t n, const float *x, real *w)
{
	size_t i;

	for (i = 0; i < n; i++)
		w[i] = (real)x[i];
}

static void
to_floats(size_t n, const real *w, float *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		x[i] = (float)w[i];
}

/* The first slot has the parameter's name, the second a 2 after it. */
static void
state_name(const struct param *p, size_t slot, char *name, size_t size)
{
	(void)snprintf(name, size, "state/%.38s%s", p->name, /* it fits */
	    slot ? "_2" : "");
}

/* A setting that is 0 or 1; a model from before there was it has none. */
static int
flag(const struct model *m, const char *name)
{
	const char *s = model_setting(m, name);

	return s && !strcmp(s, "1");
}

/* The shape that the settings and the tables tell. */
static int
shape_of(struct params_shape *is, struct model *m, struct fail *f)
{
	const char *name = model_setting(m, "cell");
	const char *temperature = model_setting(m, "temperature");
	const size_t rows = vocab_size(m->vocab) + 1;
	struct tensor *q, *u;

	*is = (struct params_shape){.items = rows - 1,
	    .layers = 1,
	    .cell = name ? cell_find(name) : NULL,
	    .tied = flag(m, "tie_embeddings"),
	    .item_bias = flag(m, "item_bias"),
	    .normalize = flag(m, "normalize"),
	    .temperature = 1,
	    .mask_padding = flag(m, "mask_padding")};
	if (!is->cell)
		return fail_set(f,
		    "the model's cell is '%s', which this "
		    "program does not know",
		    name ? name : "");
	if ((temperature && num_get_double(temperature, strlen(temperature),
				&is->temperature)) ||
	    !(is->temperature > 0 && is->temperature < 1e9))
		return fail_set(
		    f, "the model's temperature is '%s'", temperature);
	if (model_setting(m, "layers") &&
	    model_number(m, "layers", PARAMS_LAYERS, &is->layers, f))
		return -1;
	if (!is->layers)
		return fail_set(f, "the model has no layers");
	q = model_need(m, "query_embedding", rows, 0, f);
	if (!q || !(u = model_need(m, "gru0_recurrent_kernel", 0, 0, f)))
		return -1;
	is->dim = q->cols;
	is->units = u->rows;
	return 0;
}

/* The numbers of p and, with slots, its slots. */
static int
take_param(struct param *p, struct model *m, size_t slots, struct fail *f)
{
	struct tensor *t = model_need(m, p->name, p->rows, p->cols, f);
	char name[MODEL_NAME];
	size_t k;

	if (!t)
		return -1;
	from_floats(p->rows * p->cols, t->x, p->w);
	for (k = 0; k < slots; k++) {
		state_name(p, k, name, sizeof(name));
		t = model_need(m, name, p->rows, p->cols, f);
		if (!t)
			return -1;
		from_floats(p->rows * p->cols, t->x, p->slot[k]);
	}
	return 0;
}

int
params_load(struct params *n, struct model *m, size_t slots, struct fail *f)
{
	struct params_shape is;
	size_t i;

	*n = (struct params){0};
	if (shape_of(&is, m, f))
		return -1;
	/* Memory is taken only for what the model has as many numbers for. */
	params_shapes(n, &is);
	for (i = 0; i < PARAM_COUNT; i++) {
		const struct param *p = &n->p[i];

		if (p->rows && !model_need(m, p->name, p->rows, p->cols, f))
			return -1;
	}
	if (!model_need(
		m, "candidate_embedding", is.items + 1, params_columns(n), f) ||
	    params_alloc(n, &is, slots, f))
		return -1;
	for (i = 0; i < PARAM_COUNT; i++)
		if (n->p[i].rows && take_param(&n->p[i], m, slots, f))
			return -1;
	return 0;
}

/* One row a token; row 0 goes to row 0. */
static void
take_rows(struct param *p, const struct tensor *t, const struct vocab *ours,
    const struct vocab *theirs, size_t *taken)
{
	size_t i;

	*taken = 0;
	from_floats(p->cols, t->x, p->w);
	for (i = 1; i < p->rows; i++) {
		struct slice s = vocab_token(ours, (int32_t)i);
		int32_t id = vocab_find(theirs, s.s, s.n);

		if (!id)
			continue;
		from_floats(
		    p->cols, t->x + (size_t)id * p->cols, p->w + i * p->cols);
		*taken += 1;
	}
}

int
params_take(struct params *n, const struct vocab *v, struct model *m,
    const struct vocab *theirs, size_t *taken, struct fail *f)
{
	const char *name = model_setting(m, "cell");
	struct tensor *t;
	size_t i, layers = 1;

	if (!name || strcmp(name, n->is.cell->name))
		return fail_set(f, "its cell is '%s', not '%s'",
		    name ? name : "", n->is.cell->name);
	if (flag(m, "tie_embeddings") != n->is.tied)
		return fail_set(f, "its towers %s a table",
		    n->is.tied ? "do not share" : "share");
	if (flag(m, "item_bias") != n->is.item_bias)
		return fail_set(
		    f, "its items have %s bias", n->is.item_bias ? "no" : "a");
	if (model_setting(m, "layers") &&
	    model_number(m, "layers", PARAMS_LAYERS, &layers, f))
		return -1;
	if (layers != n->is.layers)
		return fail_set(
		    f, "it has %zu layers, not %zu", layers, n->is.layers);
	for (i = 0; i < PARAM_COUNT; i++) {
		struct param *p = &n->p[i];
		const char *tensor = p->name;

		if (!p->rows)
			continue;
		/* Which of both it is called depends on what is made of it. */
		if (i == PARAM_CANDIDATE)
			tensor = model_tensor(m, "candidate_table")
			             ? "candidate_table"
			             : "candidate_embedding";
		t = model_need(m, tensor,
		    params_is_table(i) ? vocab_size(theirs) + 1 : p->rows,
		    p->cols, f);
		if (!t)
			return -1;
		if (params_is_table(i))
			take_rows(p, t, v, theirs, taken);
		else
			from_floats(p->rows * p->cols, t->x, p->w);
	}
	return 0;
}

static int
put(struct model *m, const char *name, size_t rows, size_t cols, const real *x,
    struct fail *f)
{
	struct tensor *t = model_add(m, name, rows, cols, f);

	if (!t)
		return -1;
	to_floats(rows * cols, x, t->x);
	return 0;
}

/* The candidates as they are scored, where no parameter is that. */
static int
put_folded(const struct params *n, struct model *m, struct fail *f)
{
	const size_t rows = n->is.items + 1, E = params_columns(n);
	struct tensor *t;
	real *row = malloc(E * sizeof(*row));
	size_t i;
	int finite = 1;

	if (!row)
		return fail_memory(f);
	t = model_add(m, "candidate_embedding", rows, E, f);
	for (i = 0; i < rows && t; i++) {
		params_fold(n, i, 1, row);
		to_floats(E, row, t->x + i * E);
		finite &= vec_finite(E, row);
	}
	if (t && params_is_plain(n)) /* then the towers share it */
		t->as = n->p[PARAM_QUERY].name;
	free(row);
	if (!finite)
		return fail_set(f,
		    "a candidate over the temperature is not finite; try a "
		    "greater --temperature");
	return t ? 0 : -1;
}

int
params_describe(const struct params_shape *is, struct model *m, struct fail *f)
{
	return model_set(m, "cell", f, "%s", is->cell->name) ||
	               model_set(m, "layers", f, "%zu", is->layers) ||
	               model_set(m, "dim", f, "%zu", is->dim) ||
	               model_set(m, "units", f, "%zu", is->units) ||
	               model_set(m, "tie_embeddings", f, "%d", is->tied) ||
	               model_set(m, "item_bias", f, "%d", is->item_bias) ||
	               model_set(m, "normalize", f, "%d", is->normalize) ||
	               model_real(m, "temperature", is->temperature, f) ||
	               model_set(m, "mask_padding", f, "%d", is->mask_padding)
	           ? -1
	           : 0;
}

int
params_save(const struct params *n, int state, struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i, k;

	if (params_describe(&n->is, m, f))
		return -1;
	for (i = 0; i < PARAM_COUNT; i++) {
		const struct param *p = &n->p[i];

		if (p->rows && put(m, p->name, p->rows, p->cols, p->w, f))
			return -1;
	}
	if (!model_tensor(m, "candidate_embedding") && put_folded(n, m, f))
		return -1;
	for (i = 0; i < PARAM_COUNT && state; i++) {
		const struct param *p = &n->p[i];

		for (k = 0; k < PARAMS_SLOTS && p->slot[k]; k++) {
			state_name(p, k, name, sizeof(name));
			if (put(m, name, p->rows, p->cols, p->slot[k], f))
				return -1;
		}
	}
	return 0;
}
