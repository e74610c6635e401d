/* query_maker - queries of any model: computed by its net or its scorer. */
/* SPDX-License-Identifier: MIT */
#include "linear/query_maker.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/field.h"
#include "linear/scorer.h"
#include "model/model.h"
#include "nn/encode.h"
#include "nn/field_data.h"
#include "nn/net.h"
#include "nn/params.h"

struct query_maker {
	struct model *model;
	struct fields fields; /* of the net */
	struct net net;       /* used if the model has no scorer */
	struct encode_work *work;
	struct scorer *scorer; /* NULL: the model has a net */
};

static int
open_net(struct query_maker *q, struct fail *f)
{
	if (field_data_load(&q->fields, q->model, f) ||
	    net_load(&q->net, q->model, &q->fields, PARAMS_BORROWED, f))
		return -1;
	q->work = encode_begin(&q->net, f);
	return q->work ? 0 : -1;
}

static int
open_scorer(struct query_maker *q, struct fail *f)
{
	q->scorer = scorer_open(q->model, f);
	return q->scorer ? 0 : -1;
}

struct query_maker *
query_maker_open(const char *dir, struct fail *f)
{
	struct query_maker *q = calloc(1, sizeof(*q));

	if (!q) {
		(void)fail_memory(f);
		return NULL;
	}
	q->model = model_load(dir, f);
	if (q->model && !(scorer_has(q->model) ? open_scorer : open_net)(q, f))
		return q;
	if (q->model)
		(void)fail_at(f, "%s", dir);
	query_maker_close(q);
	return NULL;
}

void
query_maker_close(struct query_maker *q)
{
	if (!q)
		return;
	encode_end(q->work);
	net_free(&q->net);
	fields_free(&q->fields);
	scorer_close(q->scorer);
	model_free(q->model);
	free(q);
}

struct model *
query_maker_model(struct query_maker *q)
{
	return q->model;
}

struct fields *
query_maker_fields(struct query_maker *q)
{
	return &q->fields;
}

struct net *
query_maker_net(struct query_maker *q)
{
	return &q->net;
}

int
query_maker_is_scorer(const struct query_maker *q)
{
	return q->scorer != NULL;
}

size_t
query_maker_columns(const struct query_maker *q)
{
	return q->scorer ? scorer_columns(q->scorer) : net_columns(&q->net);
}

int
query_maker_run(struct query_maker *q, const struct encode_data *data,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *x, struct fail *),
    void *ctx, struct fail *f)
{
	return q->scorer ? scorer_run(q->scorer, data->x, data->s, put, ctx, f)
	                 : encode(q->work, data, put, ctx, f);
}
