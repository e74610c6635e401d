/* net_model - a net's numbers from and into the tensors of a model. */
/* SPDX-License-Identifier: MIT */
#include "nn/net.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "nn/cell.h"
#include "nn/model.h"

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

static void
state_name(const struct param *p, char *name, size_t size)
{
	(void)snprintf(name, size, "state/%.40s", p->name); /* it fits */
}

int
net_from_model(struct net *n, struct model *m, int training, struct fail *f)
{
	const char *name = model_setting(m, "cell");
	const struct cell *cell = name ? cell_find(name) : NULL;
	struct tensor *q, *c, *t;
	char state[MODEL_NAME];
	size_t i, gh;

	*n = (struct net){0};
	if (!cell)
		return fail_set(f,
		    "the model's cell is '%s', which this "
		    "program does not know",
		    name ? name : "");
	q = model_need(m, "query_embedding", vocab_size(m->vocab) + 1, 0, f);
	c = model_need(
	    m, "candidate_embedding", vocab_size(m->vocab) + 1, 0, f);
	if (!q || !c)
		return -1;
	/* Memory is taken only for what the model has as many numbers for. */
	gh = cell->gates * c->cols;
	if (!model_need(m, "gru0_kernel", q->cols, gh, f) ||
	    !model_need(m, "gru0_recurrent_kernel", c->cols, gh, f) ||
	    net_alloc(n, q->rows - 1, q->cols, c->cols, cell, training, f))
		return -1;
	for (i = 0; i < NET_PARAMS; i++) {
		struct param *p = &n->p[i];

		t = model_need(m, p->name, p->rows, p->cols, f);
		if (!t)
			return -1;
		from_floats(p->rows * p->cols, t->x, p->w);
		if (!training)
			continue;
		state_name(p, state, sizeof(state));
		t = model_need(m, state, p->rows, p->cols, f);
		if (!t)
			return -1;
		from_floats(p->rows * p->cols, t->x, p->acc);
	}
	name = model_setting(m, "mask_padding");
	n->mask_padding = name && !strcmp(name, "1");
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
net_take(struct net *n, const struct vocab *v, struct model *m,
    const struct vocab *theirs, size_t *taken, struct fail *f)
{
	const char *name = model_setting(m, "cell");
	struct tensor *t;
	size_t i;

	if (!name || strcmp(name, n->cell->name))
		return fail_set(f, "its cell is '%s', not '%s'",
		    name ? name : "", n->cell->name);
	for (i = 0; i < NET_PARAMS; i++) {
		struct param *p = &n->p[i];
		int rows = i == NET_QUERY || i == NET_CANDIDATE;

		t = model_need(m, p->name,
		    rows ? vocab_size(theirs) + 1 : p->rows, p->cols, f);
		if (!t)
			return -1;
		if (rows)
			take_rows(p, t, v, theirs, taken);
		else
			from_floats(p->rows * p->cols, t->x, p->w);
	}
	return 0;
}

int
net_to_model(const struct net *n, int state, struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i;

	for (i = 0; i < NET_PARAMS; i++) {
		const struct param *p = &n->p[i];
		struct tensor *t;

		t = model_add(m, p->name, p->rows, p->cols, f);
		if (!t)
			return -1;
		to_floats(p->rows * p->cols, p->w, t->x);
	}
	for (i = 0; i < NET_PARAMS && state; i++) {
		const struct param *p = &n->p[i];
		struct tensor *t;

		state_name(p, name, sizeof(name));
		t = model_add(m, name, p->rows, p->cols, f);
		if (!t)
			return -1;
		to_floats(p->rows * p->cols, p->acc, t->x);
	}
	return 0;
}
