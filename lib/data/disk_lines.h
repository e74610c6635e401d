/*
 * disk_lines - the lines of a file, read from disk when needed.
 *
 * Lines are read in blocks of DISK_LINES_BLOCK lines.  Memory holds only the
 * start of each block, and the text if it is short.
 *
 * If a read fails, or the file has become shorter, lines are empty and
 * disk_lines_failed() returns 1.  Bytes overwritten in place go unnoticed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_DISK_LINES_H
#define DATA_DISK_LINES_H

#include "base/base.h"

#define DISK_LINES_BLOCK 16 /* lines in a block */

struct buffer;
struct disk_lines;

/* Opens a regular file, with no lines yet.  Returns NULL on failure. */
struct disk_lines *disk_lines_open(const char *path, struct fail *);
void disk_lines_close(struct disk_lines *); /* NULL is allowed */

/* Adds the next line, bytes [at, end).  Returns -1 if memory runs out. */
int disk_lines_add(
    struct disk_lines *, uint64_t at, uint64_t end, struct fail *);

/* Call this after the last line: reads a text of at most 16 MiB into memory, if
 * there is memory for it. */
void disk_lines_keep(struct disk_lines *);

size_t disk_lines_count(const struct disk_lines *);

/* Returns line i, from 0, without its newline, valid until the next call.
 * For one thread at a time. */
struct slice disk_lines_get(struct disk_lines *, size_t i);

/* Appends line i to t. */
void disk_lines_put(struct disk_lines *, size_t i, struct buffer *t);

/* Appends blocks first .. end - 1 to t, as far as there are so many; nothing if
 * reading fails.  Several threads may call it at once. */
void disk_lines_read(
    struct disk_lines *, size_t first, size_t end, struct buffer *t);

/* Returns the line that begins at *at in t, and moves *at to the next line. */
struct slice disk_lines_next(const struct buffer *t, size_t *at);

/* disk_lines_failed() returns 1 if a read has failed, or if a caller has
 * reported by disk_lines_fail() that the file changed. */
int disk_lines_failed(const struct disk_lines *);
void disk_lines_fail(struct disk_lines *);

#endif
