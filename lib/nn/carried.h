/*
 * carried - the settings and fields that a run takes over from its initial
 * model (--init-from) if no preset is named.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_CARRIED_H
#define NN_CARRIED_H

#include "base/base.h"

struct carried;
struct run_sources;
struct settings;

/*
 * Sets *p to the run's settings before options override them: the preset; or,
 * with preset NULL and init_from, the settings of that model except those of
 * validation, which belong to data that the run may not have; or else the
 * preset recommended.  p->optimizer is the optimiser that the command line
 * names, or NULL; an optimiser other than the model's keeps its own defaults.
 * The settings live as long as the result.  Returns NULL if there is no such
 * model, or seq-train did not make it.
 */
struct carried *carried_begin(struct settings *p, const char *preset,
    const char *init_from, struct fail *);

/* Gives the sources the fields of that model, if they have none.  Returns -1 if
 * memory runs out. */
int carried_fields(struct carried *, struct run_sources *, struct fail *);

void carried_free(struct carried *); /* NULL is allowed */

#endif
