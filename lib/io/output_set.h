/*
 * output_set - several outputs of one run, which are committed together.
 *
 * The arrays have an entry for each output a program can have; a path that is
 * NULL is an output that is not wanted, and its outf is NULL too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_SET_H
#define IO_OUTPUT_SET_H

#include "base/base.h"

/* Opens all, as text; -1 leaves the rest NULL. */
int output_set_open(
    struct output **out, const char *const *paths, size_t n, struct fail *);

/* Settles the files, then commits standard output, the likeliest to fail, then
 * the files in order; when one fails, those after it are abandoned. */
int output_set_commit(struct output **out, size_t n, struct fail *);

/* The work has failed: abandons all that are open. */
void output_set_abandon(struct output **out, size_t n);

#endif
