/*
 * json - strings of JSON (RFC 8259).
 *
 * As Python's json writes them: of ASCII alone, so that no reader has to know
 * the encoding.  A string that is not UTF-8 is taken for ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_JSON_H
#define IO_JSON_H

#include "base/base.h"

struct buffer;

/* Writes s in its quotes to out, which has room for 6 s.n + 2; how many bytes
 * they are. */
size_t json_string(struct slice s, char *out);

/* The same at the end of a file, or of a buffer. */
void json_put_string(struct output *, struct slice s);
void json_add_string(struct buffer *, struct slice s);

#endif
