/*
 * vocab_disk - a large vocabulary whose tokens stay in their file.
 *
 * A token is read when it is wanted: see disk_lines.  To find tokens takes an
 * index of seven bytes an item.  Where a read fails a token is empty, a count 0,
 * nothing is found, and vocab_disk_check() tells.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_DISK_H
#define DATA_VOCAB_DISK_H

#include "base/base.h"

struct buffer;
struct vocab_disk;

/* Opens a regular file; path must outlive it. */
struct vocab_disk *vocab_disk_new(const char *path, struct fail *);
void vocab_disk_free(struct vocab_disk *); /* NULL is fine */

/* The next line is bytes [at, end) and has this count; -1 without memory. */
int vocab_disk_add(struct vocab_disk *, uint64_t at, uint64_t end,
    uint64_t count, struct fail *);

/* Before the first vocab_disk_find(), after the last line.  -1: no memory, or a
 * token is there twice, which names the file and the line. */
int vocab_disk_index(struct vocab_disk *, struct fail *);

size_t vocab_disk_size(const struct vocab_disk *);

/* These two are for one thread at a time. */
uint64_t vocab_disk_count(const struct vocab_disk *, int32_t id);
int32_t vocab_disk_find(const struct vocab_disk *, const char *s, size_t n);

/* Puts a token at the end of a text. */
void vocab_disk_put(const struct vocab_disk *, int32_t id, struct buffer *);

/* -1: something could not be read. */
int vocab_disk_check(const struct vocab_disk *, struct fail *);

#endif
