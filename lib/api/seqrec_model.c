/* seqrec_model - a model, and query embeddings of contexts. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include <stdlib.h>
#include <string.h>

#include "api/wrap.h"
#include "base/fail.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/vocab.h"
#include "math/vec.h"
#include "model/model.h"
#include "nn/batch.h"
#include "nn/field_data.h"
#include "nn/net.h"
#include "nn/step.h"

#define BLOCK ((size_t)1024) /* contexts at a time, and items in them */
#define BLOCK_ITEMS ((size_t)1 << 22)
#define MAX_CONTEXT 1000000 /* items, the same limit as in seq-embed */

static int
open_model(struct seqrec_model *m, const char *dir, struct fail *f)
{
	m->m = model_load(dir, f);
	if (!m->m)
		return -1;
	m->vocab.v = m->m->vocab;
	m->scored = model_need(
	    m->m, "candidate_embedding", vocab_size(m->m->vocab) + 1, 0, f);
	return m->scored ? 0 : fail_at(f, "%s", dir);
}

struct seqrec_model *
seqrec_model_open(const char *dir, struct seqrec_error *e)
{
	struct seqrec_model *m = calloc(1, sizeof(*m));
	struct fail f;

	if (!m ? fail_memory(&f) : open_model(m, dir, &f)) {
		(void)wrap_error(e, &f);
		seqrec_model_free(m);
		return NULL;
	}
	return m;
}

void
seqrec_model_free(struct seqrec_model *m)
{
	if (!m)
		return;
	model_free(m->m);
	free(m);
}

const struct seqrec_vocab *
seqrec_model_vocab(const struct seqrec_model *m)
{
	return &m->vocab;
}

const char *
seqrec_model_setting(const struct seqrec_model *m, const char *name)
{
	return model_setting(m->m, name);
}

const float *
seqrec_model_candidates(const struct seqrec_model *m)
{
	return m->scored->x + m->scored->cols;
}

size_t
seqrec_model_items(const struct seqrec_model *m)
{
	return m->scored->rows - 1;
}

size_t
seqrec_model_columns(const struct seqrec_model *m)
{
	return m->scored->cols;
}

struct seqrec_encoder {
	struct net net;
	struct fields fields;
	struct batch_fields *missing; /* fields without values; NULL: none */
	struct step *step;
	size_t k; /* items of a context; 0: no limit */
};

static int
open_encoder(
    struct seqrec_encoder *n, const struct seqrec_model *m, struct fail *f)
{
	const char *layout = model_setting(m->m, "layout");

	if (field_data_load(&n->fields, m->m, f) ||
	    (n->fields.n &&
		!(n->missing = field_data_new(&n->fields, NULL, NULL, f))) ||
	    net_load(&n->net, m->m, &n->fields, 0, f) ||
	    model_number(m->m, "context_length", MAX_CONTEXT, &n->k, f))
		return -1;
	if (!n->k && (!layout || !strcmp(layout, "windows")))
		return fail_set(f, "the model uses no contexts: its queries "
				   "consist of fields alone");
	n->step = step_new(&n->net, 0, f);
	return n->step ? 0 : -1;
}

struct seqrec_encoder *
seqrec_encoder_new(const struct seqrec_model *m, struct seqrec_error *e)
{
	struct seqrec_encoder *n = calloc(1, sizeof(*n));
	struct fail f;

	if (!n ? fail_memory(&f) : open_encoder(n, m, &f)) {
		(void)wrap_error(e, &f);
		seqrec_encoder_free(n);
		return NULL;
	}
	return n;
}

void
seqrec_encoder_free(struct seqrec_encoder *n)
{
	if (!n)
		return;
	step_free(n->step);
	net_free(&n->net);
	field_data_free(n->missing);
	fields_free(&n->fields);
	free(n);
}

/* Makes room in x for a block of contexts, as long as needed. */
static int
alloc_contexts(struct examples *x, const struct seqrec_encoder *n,
    const struct seqrec_lists *l, struct fail *f)
{
	size_t i, size;

	*x = (struct examples){.k = n->k};
	for (i = 0; i < l->n && !n->k; i++)
		x->k = size_max(x->k, l->start[i + 1] - l->start[i]);
	x->k = size_max(x->k, 1);
	if (x->k > MAX_CONTEXT)
		return fail_set(f, "a context has %zu items", x->k);
	x->n = size_min(BLOCK, size_max(BLOCK_ITEMS / x->k, 1));
	x->n = size_min(x->n, l->n);
	size = x->n * x->k * sizeof(*x->context); /* it fits */
	x->context = malloc(size);
	x->length = malloc(x->n * sizeof(*x->length));
	return x->context && x->length ? 0 : fail_memory(f);
}

/* Stores the last items of list i as context row, followed by zeros. */
static int
fill_context(struct examples *x, size_t row, const struct seqrec_encoder *n,
    const struct seqrec_lists *l, size_t i, struct fail *f)
{
	size_t end = l->start[i + 1], kept, a;
	int32_t *to = x->context + row * x->k;

	kept = size_min(end - l->start[i], x->k);
	for (a = 0; a < kept; a++) {
		to[a] = l->item[end - kept + a];
		if (to[a] < 0 || (size_t)to[a] > n->net.is.items)
			return fail_set(f, "context %zu: %ld is not an item", i,
			    (long)to[a]);
	}
	memset(to + kept, 0, (x->k - kept) * sizeof(*to));
	x->length[row] = (int32_t)kept;
	return 0;
}

/* Puts contexts first .. first+rows-1 into batch b and computes their
 * embeddings q. */
static int
encode_block(struct seqrec_encoder *n, const struct seqrec_lists *l,
    size_t first, struct examples *x, struct batch *b, float *q, struct fail *f)
{
	const size_t rows = size_min(x->n, l->n - first);
	const size_t d = net_columns(&n->net);
	const struct batch_limits limits = net_limits(&n->net);
	size_t i;

	for (i = 0; i < rows; i++) {
		if (fill_context(x, i, n, l, first + i, f))
			return -1;
	}
	batch_windows(b, x, NULL, 0, rows, &limits);
	if (step_queries(n->step, b, q, f))
		return -1;
	for (i = 0; i < rows; i++) {
		if (!vec_finite(d, q + i * d))
			return fail_set(f,
			    "query %zu is not finite; train with a smaller "
			    "learning rate",
			    first + i);
	}
	return 0;
}

int
seqrec_encoder_run(struct seqrec_encoder *n, const struct seqrec_lists *l,
    float *q, struct seqrec_error *e)
{
	struct examples x = {0};
	struct batch b = {0};
	struct fail f;
	size_t first;
	int r = 0;

	if (!l->n)
		return 0;
	if (wrap_check_lists(l, &f) || alloc_contexts(&x, n, l, &f) ||
	    batch_alloc_windows(&b, &x, x.n, n->net.is.items, &f) ||
	    batch_take_fields(&b, n->missing, &f))
		r = -1;
	for (first = 0; first < l->n && !r; first += x.n)
		r = encode_block(
		    n, l, first, &x, &b, q + first * net_columns(&n->net), &f);
	batch_free(&b);
	examples_free(&x);
	return r ? wrap_error(e, &f) : 0;
}
