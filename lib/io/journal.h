/*
 * journal - appends events with their times to a file, as lines of JSON.
 *
 * A line is an object that begins with "time" and "event".  Each line is
 * written by one call of write(2), so programs that share a file do not mix
 * their lines.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_JOURNAL_H
#define IO_JOURNAL_H

#include "base/base.h"

struct journal;

/* Opens the file for appending, and creates it if it is missing.  Returns NULL
 * if the file cannot be written. */
struct journal *journal_open(const char *path, struct fail *);
void journal_close(struct journal *); /* NULL is allowed */

/* journal_begin() begins a line, journal_string() and journal_number() add
 * members, and journal_end() writes the line.  A number that is not finite
 * becomes null.  Returns -1 if the line cannot be written, or if memory runs
 * out. */
void journal_begin(struct journal *, const char *event);
void journal_string(struct journal *, const char *name, const char *s);
void journal_number(struct journal *, const char *name, double x);
int journal_end(struct journal *, struct fail *);

/* Open an object or a list of that name.  Members go into it until journal_up()
 * closes it.  Members of a list have the name NULL. */
void journal_object(struct journal *, const char *name);
void journal_list(struct journal *, const char *name);
void journal_up(struct journal *);

#endif
