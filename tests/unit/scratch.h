/*
 * scratch - a temporary folder for one test.
 *
 * The folder is below $TMPDIR or /tmp.  A test enters it first, names its files
 * without a path, and the folder is removed when the test ends.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char scratch_path[4096];
/* Removed at the exit of this process, not of its children. */
static pid_t scratch_owner;

static inline int
scratch_remove(
    const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline void
scratch_leave(void)
{
	if (getpid() == scratch_owner &&
	    nftw(scratch_path, scratch_remove, 8, FTW_DEPTH | FTW_PHYS))
		perror(scratch_path);
}

/* Makes the folder the current one; ends the test on failure. */
static inline void
scratch_enter(void)
{
	const char *tmp = getenv("TMPDIR");

	(void)snprintf(scratch_path, sizeof(scratch_path),
	    "%s/seqrec-test.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(scratch_path) || chdir(scratch_path)) {
		perror(scratch_path);
		exit(1);
	}
	scratch_owner = getpid();
	(void)atexit(scratch_leave); /* otherwise the folder stays */
}

/* Returns the number of entries in the folder; ends the test on failure. */
static inline size_t
scratch_entries(void)
{
	DIR *d = opendir(".");
	const struct dirent *e;
	size_t n = 0;

	if (!d) {
		perror(scratch_path);
		exit(1);
	}
	while ((e = readdir(d)))
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	(void)closedir(d); /* opened for reading only */
	return n;
}

#endif
