/*
 * model_dir - the files of a model directory, and the remains of an unfinished
 * one.
 *
 * A model is written as DIR.XXXXXX beside its place DIR.  A process that is
 * killed leaves that directory behind.  It then lacks tensors.tsv, which is
 * completed last, and the lock (flock) that a living process holds.  The next
 * save of DIR removes it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_DIR_H
#define MODEL_MODEL_DIR_H

#include "base/base.h"

#define MODEL_DIR_PATH 4096 /* bytes */

/* Joins a directory and a file.  Returns -1 if the path would be too long. */
int model_dir_join(
    char *path, const char *dir, const char *file, struct fail *);

/* Writes dir, without slashes at its end, to place.  Returns -1 if a rename
 * cannot replace a directory of that name, such as "..". */
int model_dir_place(const char *dir, char *place, struct fail *);

/* Writes the parent directory of place to path. */
void model_dir_parent(const char *place, char *path);

enum model_dir_how {
	MODEL_DIR_REMOVE = 1,     /* removes the files and the directory */
	MODEL_DIR_UNFINISHED = 2, /* files under construction are allowed */
};

/* Walks the directory dir.  Returns 0 if it holds only files of a model, with
 * their number in *n; otherwise -1.  Does not follow links, because their
 * targets may belong to others. */
int model_dir_walk(const char *dir, int how, size_t *n, struct fail *);

/* Locks a directory that is being written; returns the descriptor, or -1. */
int model_dir_hold(const char *dir);
void model_dir_release(int held);

/* Removes the remains of killed processes that were writing models for place.
 * Returns -1 if they cannot be removed. */
int model_dir_clear(const char *place, struct fail *);

#endif
