/*
 * model_map - the file of a tensor, mapped, and checked on first use.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_MAP_H
#define MODEL_MODEL_MAP_H

#include "base/base.h"

/*
 * Maps the n floats of the file open as fd, and closes fd.  Changes to the
 * mapped numbers stay in this process.  dir and file are for messages; crc is
 * the CRC-32C that the file must have.  *x receives the numbers.  Returns NULL
 * if memory runs out.
 */
struct model_map *model_map_open(const char *dir, const char *file, int fd,
    size_t n, uint32_t crc, float **x, struct fail *);

/* Checks the checksum, and that all numbers of the matrix of cols columns are
 * finite, on all threads.  Later calls return the first result. */
int model_map_check(struct model_map *, size_t cols, struct fail *);

/* The largest |x| of the checked numbers. */
float model_map_largest(const struct model_map *);

void model_map_close(struct model_map *); /* NULL is allowed */

#endif
