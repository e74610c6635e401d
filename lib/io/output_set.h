/*
 * output_set - several outputs of one run that are committed together.
 *
 * The arrays have one entry for each output that a program can write.  A NULL
 * path is an output that the user did not ask for; its struct output is NULL
 * too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_SET_H
#define IO_OUTPUT_SET_H

#include "base/base.h"

/* Opens all outputs as text.  On failure (-1) the outputs not yet opened are
 * NULL. */
int output_set_open(
    struct output **out, const char *const *paths, size_t n, struct fail *);

/* Settles the files, commits standard output, which is most likely to fail,
 * and then commits the files in order.  After a failure the rest is
 * abandoned. */
int output_set_commit(struct output **out, size_t n, struct fail *);

/* The work has failed: abandons all open outputs. */
void output_set_abandon(struct output **out, size_t n);

#endif
