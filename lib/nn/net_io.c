/* net_io - loads a net from a model and stores it in one. */
/* SPDX-License-Identifier: MIT */
#include "nn/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/field.h"
#include "data/vocab.h"
#include "math/vec.h"
#include "model/model.h"
#include "nn/item_data.h"
#include "nn/layer.h"
#include "nn/params.h"

static void
from_floats(size_t n, const float *x, real *w)
{
	size_t i;

	for (i = 0; i < n; i++)
		w[i] = (real)x[i];
}

/* Reads a setting that is 0 or 1; 0 if the model lacks it. */
static int
flag(const struct model *m, const char *name)
{
	const char *s = model_setting(m, name);

	return s && !strcmp(s, "1");
}

/* Reads a list of layers, see nn/encoder.h. */
static int
words(const struct model *m, const char *name, char *to, struct fail *f)
{
	const char *s = model_setting(m, name);

	if (!s || strlen(s) >= NET_WORDS)
		return fail_set(
		    f, "the model's setting '%s' is missing or unknown", name);
	(void)snprintf(to, NET_WORDS, "%s", s);
	return 0;
}

/* Reads the shape from the settings. */
static int
shape_of(struct net_shape *is, const struct model *m, struct fail *f)
{
	const char *temperature = model_setting(m, "temperature");
	const char *norm = model_setting(m, "norm");
	size_t k = 0;

	*is = (struct net_shape){.items = vocab_size(m->vocab),
	    .tied = flag(m, "tie_embeddings"),
	    .item_bias = flag(m, "item_bias"),
	    .normalize = flag(m, "normalize"),
	    .placed = !model_setting(m, "position_embedding") ||
	              flag(m, "position_embedding"), /* the default */
	    .heads = 1,
	    .temperature = 1,
	    .fill_context = flag(m, "fill_context"),
	    .only_fields = flag(m, "item_dropout")};
	if (words(m, "encoder", is->encoder, f) ||
	    words(m, "hidden", is->hidden, f) ||
	    words(m, "item_hidden", is->item_hidden, f))
		return -1;
	if ((temperature && num_get_double(temperature, strlen(temperature),
				&is->temperature)) ||
	    !(is->temperature > 0 && is->temperature < 1e9))
		return fail_set(
		    f, "the model's temperature is '%s'", temperature);
	while (norm && layer_norm_choice(k).name &&
	       strcmp(layer_norm_choice(k).name, norm) != 0)
		k++;
	if (norm && !layer_norm_choice(k).name)
		return fail_set(f,
		    "the model's norm is '%s', which this "
		    "program does not know",
		    norm);
	is->norm = (int)k;
	if (model_number(m, "dim", NET_WIDEST, &is->dim, f) ||
	    (model_setting(m, "heads") &&
		model_number(m, "heads", NET_WIDEST, &is->heads, f)) ||
	    (model_setting(m, "positions") &&
		model_number(m, "positions", NET_POSITIONS, &is->positions, f)))
		return -1;
	return is->dim ? 0
	               : fail_set(f, "the model's embeddings have no columns");
}

void
net_set_fields(struct net_shape *is, const struct fields *fields)
{
	size_t i;

	is->nfields = fields ? fields->n : 0;
	for (i = 0; i < is->nfields; i++) {
		const struct field *k = &fields->field[i];
		struct net_field_shape *to = &is->field[i];

		*to = (struct net_field_shape){.place = k->place,
		    .rows = field_rows(k),
		    .size = k->size,
		    .is_number = k->kind == FIELD_NUMBER,
		    .is_item = k->kind == FIELD_SHARED};
		field_called(k->place, k->nth, "", to->name);
	}
}

/* Checks that the net has each tensor of the model.  A tensor that no layer
 * reads means that the settings are not those of the training, so the queries
 * would be wrong. */
static int
has_all(const struct net *n, const struct model *m, struct fail *f)
{
	size_t i;

	for (i = 0; i < m->ntensors; i++) {
		const char *name = m->tensors[i].name;

		/* item_fieldN... are the values of items, see nn/item_data. */
		if (params_find(n->params, name) < 0 &&
		    strncmp(name, "state/", 6) != 0 &&
		    strcmp(name, "candidate_embedding") != 0 &&
		    !(n->values && !strncmp(name, "item_field", 10)))
			return fail_set(f,
			    "the model has %s.f32, which no layer of its "
			    "settings reads: settings.tsv is of another model "
			    "or version",
			    name);
	}
	return 0;
}

int
net_load(struct net *n, struct model *m, const struct fields *fields,
    size_t slots, struct fail *f)
{
	const int borrows = slots == PARAMS_BORROWED;
	struct net_shape is;

	*n = (struct net){0};
	if (shape_of(&is, m, f))
		return -1;
	net_set_fields(&is, fields);
	if (net_declare(n, &is, f) ||
	    !(borrows ? model_shaped : model_need)(
		m, "candidate_embedding", is.items + 1, net_columns(n), f))
		return -1;
	if (n->item_table != n->query_table) /* no query reads it */
		n->params->p[n->item_table].unchecked = borrows;
	if (net_has_items(n) && !(n->values = item_data_load(fields, m, f)))
		return -1;
	return has_all(n, m, f) ? -1 : params_load(n->params, m, slots, f);
}

/* Copies rows token by token; row 0 to row 0. */
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

/* Returns 1 if the model's net has this shape, except for the items. */
static int
same_shape(const struct net *n, const struct model *m, struct fail *f)
{
	struct net_shape theirs;

	if (shape_of(&theirs, m, f))
		return -1;
	if (strcmp(theirs.encoder, n->is.encoder) != 0)
		return fail_set(f, "its encoder is '%s', but this run has '%s'",
		    theirs.encoder, n->is.encoder);
	if (strcmp(theirs.hidden, n->is.hidden) != 0)
		return fail_set(f,
		    "its hidden layers are '%s', but this run has '%s'",
		    theirs.hidden, n->is.hidden);
	if (strcmp(theirs.item_hidden, n->is.item_hidden) != 0)
		return fail_set(f,
		    "its hidden layers of items are '%s', but this run has "
		    "'%s'",
		    theirs.item_hidden, n->is.item_hidden);
	if (theirs.tied != n->is.tied)
		return fail_set(f, "its towers %s a table",
		    n->is.tied ? "do not share" : "share");
	if (theirs.item_bias != n->is.item_bias)
		return fail_set(
		    f, "its items have %s bias", n->is.item_bias ? "no" : "a");
	return 0;
}

int
net_take(struct net *n, const struct vocab *v, struct model *m,
    const struct vocab *theirs, size_t *taken, struct fail *f)
{
	struct tensor *t;
	size_t i;

	if (same_shape(n, m, f))
		return -1;
	for (i = 0; i < n->params->n; i++) {
		struct param *p = &n->params->p[i];
		const char *tensor = p->name;

		/* If the item tower has layers, the table has another name:
		 * candidate_embedding is the tower's output. */
		if (i == n->item_table && !n->is.tied)
			tensor = model_tensor(m, "candidate_table")
			             ? "candidate_table"
			             : "candidate_embedding";
		t = model_need(m, tensor,
		    p->is.table == PARAM_ITEMS ? vocab_size(theirs) + 1
					       : p->rows,
		    p->cols, f);
		if (!t)
			return -1;
		if (p->is.table == PARAM_ITEMS)
			take_rows(p, t, v, theirs, taken);
		else
			from_floats(p->rows * p->cols, t->x, p->w);
	}
	return 0;
}

/* Stores the candidates as they are scored, unless a parameter already is
 * that. */
static int
save_candidates(const struct net *n, struct model *m, struct fail *f)
{
	const size_t rows = n->is.items + 1, E = net_columns(n);
	struct tensor *t = model_add(m, "candidate_embedding", rows, E, f);

	if (!t || net_fold(n, 0, rows, t->x, f))
		return -1;
	if (net_is_plain(n)) /* then both towers share the table */
		t->as = net_candidates(n)->name;
	if (!vec_finite(rows * E, t->x))
		return fail_set(f, "a candidate divided by the temperature is "
				   "not finite; try a larger --temperature");
	return 0;
}

int
net_save(const struct net *n, struct model *m, struct fail *f)
{
	return params_save(n->params, m, f) ||
	               item_data_save(n->values, m, f) ||
	               (!model_tensor(m, "candidate_embedding") &&
			   save_candidates(n, m, f)) ||
	               params_save_slots(n->params, m, f)
	           ? -1
	           : 0;
}

void
net_bias_from_counts(struct net *n, const struct vocab *v)
{
	real *w = n->params->p[n->item_bias].w;
	size_t i;

	for (i = 1; i <= n->is.items; i++)
		w[i] = (real)elementary_log(
		    (double)vocab_count(v, (int32_t)i) + 0.5);
}
