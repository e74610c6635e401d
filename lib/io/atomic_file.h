/*
 * atomic_file - a file that appears complete or not at all.
 *
 * The bytes go to a temporary file beside the final place, which is then
 * renamed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_ATOMIC_FILE_H
#define IO_ATOMIC_FILE_H

#include "base/base.h"

struct atomic_file {
	char *target; /* the file that the path names, links resolved */
	char *temp;   /* temporary file beside target; NULL: there is none */
	int fd;       /* open for writing; the caller closes it */
};

/* Creates the temporary file, with the mode that open(2) would give it.
 * Returns -1 on failure; then fd is -1, or an open file that the caller
 * closes. */
int atomic_file_open(struct atomic_file *, const char *path, struct fail *);

/* Renames the temporary file to the target and syncs the directory.  The caller
 * has already synced the file's bytes.  Returns -1 with errno set on
 * failure. */
int atomic_file_rename(const struct atomic_file *);

/* Removes the temporary file, if there is one. */
void atomic_file_remove(const struct atomic_file *);

/* Frees the names; removes and closes nothing. */
void atomic_file_free(struct atomic_file *);

#endif
