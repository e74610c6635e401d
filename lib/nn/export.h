/*
 * export - a model as one file for other software, and the table of its formats.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_EXPORT_H
#define NN_EXPORT_H

#include "base/base.h"

struct fields;
struct net;

/* The k-th format; NULL past the last. */
struct choice export_format(size_t k);

/* Writes m, of that directory, in the format of that name, which is one of them.
 * net and fields are those of the model; net NULL: it has none.  What is to be known
 * of the file is said.  -1: the format cannot have it. */
int export_put(struct output *, const char *format, const char *dir,
    struct model *m, const struct net *, const struct fields *,
    void (*say)(int warning, const char *words), struct fail *);

#endif
