/*
 * safetensors - a whole model as one file for other software.
 *
 * The format of Hugging Face's library of that name:
 *
 *   u64 n | a JSON object of n bytes, padded with blanks | data
 *
 * all little-endian.  For each tensor the object has "dtype", "shape" and
 * "data_offsets", its beginning and end in data; the tensors follow each other
 * without gaps.  "__metadata__" maps strings to strings.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include "base/base.h"

/*
 * Writes the tensors of m, except its state, under their names.  Then come the
 * bytes of the vocabulary file as "vocab.tsv", where line i names row i of a
 * table, and the bytes of the lists, under their names; all lists must be
 * loaded.  Settings become metadata.  Returns -1 if some text is not UTF-8,
 * which JSON requires, or memory runs out.
 */
int safetensors_put(struct output *, struct model *m, struct fail *);

#endif
