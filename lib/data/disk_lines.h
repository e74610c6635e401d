/*
 * disk_lines - the lines of a file, which stay there.
 *
 * A line is read when it is wanted, with the others of its block: only where
 * every DISK_LINES_BLOCK-th line begins is in memory.
 *
 * A read can fail, or the file be shorter than it was: then lines are empty, and
 * disk_lines_failed() tells.  What was written over in place is not noticed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_DISK_LINES_H
#define DATA_DISK_LINES_H

#include "base/base.h"

#define DISK_LINES_BLOCK 128 /* lines */

struct buffer;
struct disk_lines;

/* Opens a regular file, of which no line is known yet.  NULL on failure. */
struct disk_lines *disk_lines_open(const char *path, struct fail *);
void disk_lines_close(struct disk_lines *); /* NULL is fine */

/* The next line is bytes [at, end); -1 without memory. */
int disk_lines_add(
    struct disk_lines *, uint64_t at, uint64_t end, struct fail *);

size_t disk_lines_count(const struct disk_lines *);

/* Line i, from 0, without its newline, until the next call: for one thread at a
 * time. */
struct slice disk_lines_get(struct disk_lines *, size_t i);

/* Puts the block of line i at the end of t; where in it the line is. */
struct slice disk_lines_put(struct disk_lines *, size_t i, struct buffer *t);

/* Puts block k, from 0, at the end of t, or nothing if that fails.  Several
 * threads may call it at once. */
void disk_lines_read(struct disk_lines *, size_t k, struct buffer *t);

/* The line that begins at *at of t, which becomes the beginning of the next. */
struct slice disk_lines_next(const struct buffer *t, size_t *at);

/* Has any read failed, or has a caller, who found the file changed, said so? */
int disk_lines_failed(const struct disk_lines *);
void disk_lines_fail(struct disk_lines *);

#endif
