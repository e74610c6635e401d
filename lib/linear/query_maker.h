/*
 * query_maker - queries of any model: computed by its net or its scorer.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_QUERY_MAKER_H
#define LINEAR_QUERY_MAKER_H

#include "base/base.h"

struct encode_data;
struct fields;
struct model;
struct net;

struct query_maker;

/* Loads the model dir and makes its towers.  Returns NULL if the model is
 * damaged, or memory runs out. */
struct query_maker *query_maker_open(const char *dir, struct fail *);
void query_maker_close(struct query_maker *); /* NULL is allowed */

struct model *query_maker_model(struct query_maker *);
struct fields *query_maker_fields(struct query_maker *); /* NULL: none */
struct net *query_maker_net(struct query_maker *); /* NULL if the model has a
                                                      scorer */
size_t query_maker_columns(const struct query_maker *);
int query_maker_is_scorer(const struct query_maker *); /* 1 if it has no net */

/* Computes the queries of data, see encode(). */
int query_maker_run(struct query_maker *, const struct encode_data *data,
    int (*put)(
	void *ctx, size_t first, size_t n, const float *q, struct fail *),
    void *ctx, struct fail *);

#endif
