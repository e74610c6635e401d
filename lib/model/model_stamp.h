/*
 * model_stamp - detects that a model directory was replaced after loading.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_STAMP_H
#define MODEL_MODEL_STAMP_H

#include <sys/stat.h>

#include "base/base.h"

/* Identifies the file tensors.tsv. */
struct model_stamp {
	dev_t dev;
	ino_t inode;
	struct timespec changed;
};

/* Takes the stamp of the directory dir; call it before loading the model.
 * Returns -1 and leaves *s unchanged if dir holds no model now. */
int model_stamp_take(struct model_stamp *s, const char *dir);

/* Returns 1 if dir now holds another model.  A directory that is missing at the
 * moment does not count as another model. */
int model_stamp_differs(const struct model_stamp *s, const char *dir);

#endif
