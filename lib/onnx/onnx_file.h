/*
 * onnx_file - a graph as a model file of ONNX: one message of protocol buffers,
 * told in onnx.proto.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ONNX_ONNX_FILE_H
#define ONNX_ONNX_FILE_H

#include "base/base.h"

struct onnx_graph;

/*
 * Writes the graph under that name.  -1: two values have one name, a text is not
 * UTF-8, the file would be larger than one of ONNX can be (2 GB), or there was no
 * memory.
 */
int onnx_file_put(const struct onnx_graph *, const char *name, struct output *,
    struct fail *);

#endif
