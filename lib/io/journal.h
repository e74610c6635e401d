/*
 * journal - what happened when, as lines of JSON that are added to a file.
 *
 * A line is an object that begins with "time" and "event".  It is written by one
 * call, so that lines of programs that share a file do not mix.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_JOURNAL_H
#define IO_JOURNAL_H

#include "base/base.h"

struct journal;

/* The file is made if it is not there.  NULL: it cannot be written to. */
struct journal *journal_open(const char *path, struct fail *);
void journal_close(struct journal *); /* NULL is fine */

/* Begins a line; adds to it; writes it.  A number that is not finite is null.  -1:
 * it could not be written, or there was no memory. */
void journal_begin(struct journal *, const char *event);
void journal_string(struct journal *, const char *name, const char *s);
void journal_number(struct journal *, const char *name, double x);
int journal_end(struct journal *, struct fail *);

/* What is added until journal_up() is inside an object or a list of that name; in a
 * list names are NULL. */
void journal_object(struct journal *, const char *name);
void journal_list(struct journal *, const char *name);
void journal_up(struct journal *);

#endif
