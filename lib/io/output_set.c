/* output_set - several outputs of one run that are committed together. */
/* SPDX-License-Identifier: MIT */
#include "io/output_set.h"

#include <string.h>

#include "io/output.h"

int
output_set_open(
    struct output **out, const char *const *paths, size_t n, struct fail *f)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = NULL;
	for (i = 0; i < n; i++) {
		if (paths[i] &&
		    !(out[i] = output_open(paths[i], OUTPUT_TEXT, f)))
			return -1;
	}
	return 0;
}

static int
is_stdout(const struct output *o)
{
	return !strcmp(output_name(o), "standard output");
}

/* Commits output i, which is then closed, successfully or not. */
static int
commit_one(struct output **out, size_t i, struct fail *f)
{
	struct output *o = out[i];

	out[i] = NULL;
	return o ? output_commit(o, f) : 0;
}

int
output_set_commit(struct output **out, size_t n, struct fail *f)
{
	size_t i;
	int r = 0;

	/* A full disk is noticed before the first file takes its name. */
	for (i = 0; i < n; i++) {
		if (out[i] && !is_stdout(out[i]))
			output_settle(out[i]);
	}
	for (i = 0; i < n && !r; i++) {
		if (out[i] && output_failed(out[i]))
			r = commit_one(out, i, f);
	}
	for (i = 0; i < n && !r; i++) {
		if (out[i] && is_stdout(out[i]))
			r = commit_one(out, i, f);
	}
	for (i = 0; i < n && !r; i++)
		r = commit_one(out, i, f);
	output_set_abandon(out, n);
	return r;
}

void
output_set_abandon(struct output **out, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		output_abandon(out[i]);
		out[i] = NULL;
	}
}
