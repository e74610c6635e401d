/*
 * carried - the settings and fields that a run takes over from the model it begins
 * from (--init-from), where no preset is named.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CARRIED_H
#define NN_CARRIED_H

#include "base/base.h"

struct carried;
struct run_sources;
struct settings;

/*
 * Sets *p to what a run begins with before options come on top: the preset, or if
 * that is NULL and there is init_from the settings of that model, but for those of
 * its validation, which go with data that the run need not have; else recommended.
 * p->optimizer is what was given, or NULL: another one than the model's has its own
 * rate and numbers.  The settings live as long as what is returned.  NULL: there is
 * no such model, or it was not made by seq-train.
 */
struct carried *carried_begin(struct settings *p, const char *preset,
    const char *init_from, struct fail *);

/* The fields of that model become the sources', if these have none.  -1: no
 * memory. */
int carried_fields(struct carried *, struct run_sources *, struct fail *);

void carried_free(struct carried *); /* NULL is fine */

#endif
