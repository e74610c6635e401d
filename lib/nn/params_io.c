/* params_io - loads parameters from the tensors of a model and stores them. */
/* SPDX-License-Identifier: MIT */
#include "nn/params.h"

#include <stdio.h>

#include "base/fail.h"
#include "model/model.h"

/* The tensor of the first slot has the parameter's name; the second's ends in
 * 2. */
static void
state_name(const struct param *p, size_t slot, char *name, size_t size)
{
	(void)snprintf(name, size, "state/%.38s%s", p->name, /* it fits */
	    slot ? "_2" : "");
}

static int
load(struct model *m, const char *name, const struct param *p, real *to,
    struct fail *f)
{
	const struct tensor *t = model_need(m, name, p->rows, p->cols, f);
	size_t i;

	for (i = 0; t && i < p->rows * p->cols; i++)
		to[i] = (real)t->x[i];
	return t ? 0 : -1;
}

/* Points to the model's numbers. */
static int
borrow(struct params *n, struct model *m)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		n->p[i].w = (void *)model_tensor(m, n->p[i].name)->x;
	return 0;
}

int
params_load(struct params *n, struct model *m, size_t slots, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i, k;

	/* Memory is allocated only after the model is known to have as many
	 * numbers. */
	for (i = 0; i < n->n; i++) {
		const struct param *p = &n->p[i];

		if (!(p->unchecked ? model_shaped : model_need)(
			m, p->name, p->rows, p->cols, f))
			return -1;
	}
	if (slots == PARAMS_BORROWED && sizeof(real) == sizeof(float))
		return borrow(n, m);
	if (slots == PARAMS_BORROWED)
		slots = 0;
	if (params_alloc(n, slots, f))
		return -1;
	for (i = 0; i < n->n; i++) {
		struct param *p = &n->p[i];

		if (load(m, p->name, p, p->w, f))
			return -1;
		for (k = 0; k < slots; k++) {
			state_name(p, k, name, sizeof(name));
			if (load(m, name, p, p->slot[k], f))
				return -1;
		}
	}
	return 0;
}

static int
save(struct model *m, const char *name, const struct param *p, const real *x,
    struct fail *f)
{
	struct tensor *t = model_add(m, name, p->rows, p->cols, f);
	size_t i;

	for (i = 0; t && i < p->rows * p->cols; i++)
		t->x[i] = (float)x[i];
	return t ? 0 : -1;
}

int
params_save(const struct params *n, struct model *m, struct fail *f)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		if (save(m, n->p[i].name, &n->p[i], n->p[i].w, f))
			return -1;
	return 0;
}

int
params_save_slots(const struct params *n, struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i, k;

	for (i = 0; i < n->n; i++) {
		const struct param *p = &n->p[i];

		for (k = 0; k < PARAMS_SLOTS && p->slot[k]; k++) {
			state_name(p, k, name, sizeof(name));
			if (save(m, name, p, p->slot[k], f))
				return -1;
		}
	}
	return 0;
}
