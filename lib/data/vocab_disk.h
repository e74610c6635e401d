/*
 * vocab_disk - a large vocabulary whose tokens stay in their file.
 *
 * The file is mapped, and of every 16th line it is kept where it begins: half
 * a byte an item.  To find tokens takes an index of seven bytes an item.
 *
 * The lines are in order (see vocab_open()), and the file must not change.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_VOCAB_DISK_H
#define DATA_VOCAB_DISK_H

#include "base/base.h"

struct vocab_disk;

/* Maps a regular file that is not empty. */
struct vocab_disk *vocab_disk_new(const char *path, struct fail *);
void vocab_disk_free(struct vocab_disk *); /* NULL is fine */

/* The next line begins at offset at and has this count; -1 without memory. */
int vocab_disk_add(
    struct vocab_disk *, size_t at, uint64_t count, struct fail *);

/* Before the first vocab_disk_find(), after the last line.  -1: no memory, or a
 * token is there twice, which names the file and the line. */
int vocab_disk_index(struct vocab_disk *, struct fail *);

size_t vocab_disk_size(const struct vocab_disk *);
struct slice vocab_disk_token(const struct vocab_disk *, int32_t id);
uint64_t vocab_disk_count(const struct vocab_disk *, int32_t id);
int32_t vocab_disk_find(const struct vocab_disk *, const char *s, size_t n);

#endif
