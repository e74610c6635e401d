/*
 * scratch - a folder of the test's own, below $TMPDIR or /tmp.  A test enters it
 * first and names its files by themselves; the folder goes when the test ends.
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
static pid_t scratch_owner; /* whose end removes it; not a child's */

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

/* Makes the folder and makes it the current one; without it the test ends. */
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
	(void)atexit(scratch_leave); /* else the folder stays */
}

/* The number of entries in the folder; if it cannot be read, the test ends. */
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
	(void)closedir(d); /* only read from */
	return n;
}

#endif
