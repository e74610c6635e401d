/*
 * model_stamp - has a model directory been exchanged since it was loaded?
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_STAMP_H
#define MODEL_MODEL_STAMP_H

#include <sys/stat.h>

#include "base/base.h"

/* Which file tensors.tsv was. */
struct model_stamp {
	dev_t dev;
	ino_t inode;
	struct timespec changed;
};

/* Of the directory dir, to be taken before the model is loaded.  -1: there is no
 * model now, and *s is as before. */
int model_stamp_take(struct model_stamp *s, const char *dir);

/* Is there now another model than the one that s is of?  A directory that is not
 * there at the moment is not another one. */
int model_stamp_differs(const struct model_stamp *s, const char *dir);

#endif
