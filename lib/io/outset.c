/* outset - several outputs of one run, which are committed together. */
/* SPDX-License-Identifier: MIT */
#include "io/outset.h"

#include <string.h>

#include "io/outf.h"

int
outset_open(
    struct outf **out, const char *const *paths, size_t n, struct fail *f)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = NULL;
	for (i = 0; i < n; i++) {
		if (paths[i] && !(out[i] = outf_open(paths[i], OUTF_TEXT, f)))
			return -1;
	}
	return 0;
}

static int
is_stdout(const struct outf *o)
{
	return !strcmp(outf_name(o), "standard output");
}

/* Commits output i; it is gone then, done or not. */
static int
commit_one(struct outf **out, size_t i, struct fail *f)
{
	struct outf *o = out[i];

	out[i] = NULL;
	return o ? outf_commit(o, f) : 0;
}

int
outset_commit(struct outf **out, size_t n, struct fail *f)
{
	size_t i;
	int r = 0;

	/* A full disk is met before the first of the files takes its name. */
	for (i = 0; i < n; i++) {
		if (out[i] && !is_stdout(out[i]))
			outf_settle(out[i]);
	}
	for (i = 0; i < n && !r; i++) {
		if (out[i] && outf_failed(out[i]))
			r = commit_one(out, i, f);
	}
	for (i = 0; i < n && !r; i++) {
		if (out[i] && is_stdout(out[i]))
			r = commit_one(out, i, f);
	}
	for (i = 0; i < n && !r; i++)
		r = commit_one(out, i, f);
	outset_abandon(out, n);
	return r;
}

void
outset_abandon(struct outf **out, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		outf_abandon(out[i]);
		out[i] = NULL;
	}
}
