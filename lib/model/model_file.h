/*
 * model_file - the files of a model directory, opened with care and checked.
 *
 * A file is named as tensors.tsv names it, below the directory dir.  Each is
 * opened once: what was checked is what is used, whatever becomes of the name.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_FILE_H
#define MODEL_MODEL_FILE_H

#include "base/base.h"

#define MODEL_FILE_PATH 4096 /* bytes of a path with its NUL */

/* Is it below state/? */
int model_file_is_state(const char *file);

/* Opens a regular file, not through a link; *size is in bytes.  Returns the
 * descriptor, or -1. */
int model_file_open(
    const char *dir, const char *file, uint64_t *size, struct fail *);

/* Reads the size bytes of the file that is open as fd to p, and closes fd.  -1:
 * it cannot be read, or its CRC-32C is not *crc (NULL: any). */
int model_file_read(const char *dir, const char *file, int fd, void *p,
    uint64_t size, const uint32_t *crc, struct fail *);

/* A text file, whole in memory, opened and read as by the two above.  path
 * [MODEL_FILE_PATH] gets its name, and must outlive what is returned.  NULL:
 * also without memory. */
struct input *model_file_text(const char *dir, const char *file,
    const uint32_t *crc, char *path, struct fail *);

#endif
