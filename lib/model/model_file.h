/*
 * model_file - opens and checks the files of a model directory.
 *
 * A file is named as in tensors.tsv, relative to the directory dir.  Each file
 * is opened once: the contents that were checked are the contents that are
 * used, even if the directory changes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_FILE_H
#define MODEL_MODEL_FILE_H

#include "base/base.h"

#define MODEL_FILE_PATH 4096 /* bytes of a path, including its NUL */

/* Returns 1 if the file is below state/. */
int model_file_is_state(const char *file);

/* Opens a regular file, without following links; *size is in bytes.  Returns
 * the descriptor, or -1. */
int model_file_open(
    const char *dir, const char *file, uint64_t *size, struct fail *);

/* Reads `size` bytes of the file open as fd to p, and closes fd.  Returns -1 if
 * the file cannot be read, or its CRC-32C is not *crc; crc NULL: not
 * checked. */
int model_file_read(const char *dir, const char *file, int fd, void *p,
    uint64_t size, const uint32_t *crc, struct fail *);

/* Opens and reads a text file into memory, as the two functions above do.  path
 * [MODEL_FILE_PATH] receives the name, and must outlive the result.  Returns
 * NULL on failure. */
struct input *model_file_text(const char *dir, const char *file,
    const uint32_t *crc, char *path, struct fail *);

#endif
