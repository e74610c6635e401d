/*
 * onnx_file - writes a graph as an ONNX model file, which is one message of
 * protocol buffers, defined in onnx.proto.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ONNX_ONNX_FILE_H
#define ONNX_ONNX_FILE_H

#include "base/base.h"

struct onnx_graph;

/*
 * Writes the graph under that name.  Returns -1 if two values have the same
 * name, a text is not UTF-8, the file would exceed ONNX's limit (2 GB), or
 * memory runs out.
 */
int onnx_file_put(const struct onnx_graph *, const char *name, struct output *,
    struct fail *);

#endif
