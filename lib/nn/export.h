/*
 * export - writes a model as one file for other software; the table of formats.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_EXPORT_H
#define NN_EXPORT_H

#include "base/base.h"

struct fields;
struct net;

/* The k-th format; NULL past the last. */
struct choice export_format(size_t k);

/* Writes the model m, loaded from dir, in the format of that name, which must
 * exist.  net and fields belong to the model; net NULL: the model has none.
 * say() reports facts about the file.  Returns -1 if the format cannot express
 * the model. */
int export_put(struct output *, const char *format, const char *dir,
    struct model *m, const struct net *, const struct fields *,
    void (*say)(int warning, const char *words), struct fail *);

#endif
