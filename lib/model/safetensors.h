/*
 * safetensors - a whole model as one file that other software reads.
 *
 * The format of Hugging Face's library of that name:
 *
 *   u64 n | a JSON object of n bytes, blanks at its end | data
 *
 * all little-endian.  The object has for each tensor its "dtype", "shape" and
 * "data_offsets", where in data it begins and ends; the tensors follow each
 * other without a gap.  "__metadata__" maps texts to texts.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include "base/base.h"

/*
 * Puts the tensors of m, without those of its state, under their names; then
 * the bytes of its vocabulary file as "vocab.tsv", since row i of a table is
 * its line i; the settings are metadata.  -1: one of these is not UTF-8, as
 * JSON must be, or no memory.
 */
int safetensors_put(struct output *, struct model *m, struct fail *);

#endif
