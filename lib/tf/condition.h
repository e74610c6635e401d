/*
 * condition - what a feature must be for its Example to be taken: NAME=VALUE.
 *
 *   =  !=        a value is VALUE; none is, or the feature is missing
 *   <  >  <= >=  a value is below, above it: numbers as numbers, bytes in byte
 *                order
 *   ~            a value has a match of the extended regular expression
 *
 * A list has many values, of which one will do.  NAME is a feature, or a feature
 * list, as NAME::steps, or if there is no feature of that name.  A backslash takes
 * the meaning from the byte after it in NAME.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_CONDITION_H
#define TF_CONDITION_H

#include "base/base.h"

struct arena;
struct condition;
struct example;

/* The condition that the text says; NULL: it says none, or no memory. */
struct condition *condition_new(const char *text, struct fail *);
void condition_free(struct condition *); /* NULL is fine */

/*
 * Does e meet it?  1, 0, or -1: the feature has numbers and VALUE is none, no
 * memory.  Takes scratch memory from the arena.  May run on several threads at
 * once.
 */
int condition_holds(
    struct condition *, const struct example *e, struct arena *, struct fail *);

/* Has any Example had the feature?  If not, its name. */
const char *condition_unseen(const struct condition *);

#endif
