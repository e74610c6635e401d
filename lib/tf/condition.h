/*
 * condition - a test of a feature that selects Examples: NAME=VALUE.
 *
 *   =  !=        some value is VALUE; no value is, or the feature is missing
 *   <  >  <= >=  some value is below or above VALUE: numbers by value, bytes in
 *                byte order
 *   ~            some value matches the extended regular expression
 *
 * One value of a list is enough.  NAME is a feature.  It is a feature list if
 * there is no such feature, or as NAME::steps.  In NAME a backslash makes the
 * next byte ordinary.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_CONDITION_H
#define TF_CONDITION_H

#include "base/base.h"

struct arena;
struct condition;
struct example;

/* Parses a condition.  Returns NULL if the text is wrong, or if memory runs
 * out. */
struct condition *condition_new(const char *text, struct fail *);
void condition_free(struct condition *); /* NULL is allowed */

/*
 * Returns 1 if e satisfies the condition, 0 if not, -1 if the feature has
 * numbers but VALUE is not one, or if memory runs out.  Takes scratch memory
 * from the arena.  Several threads may call it at once.
 */
int condition_holds(
    struct condition *, const struct example *e, struct arena *, struct fail *);

/* Returns NULL if some Example had the feature, otherwise the feature's
 * name. */
const char *condition_unseen(const struct condition *);

#endif
