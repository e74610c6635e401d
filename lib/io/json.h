/*
 * json - writes JSON strings (RFC 8259).
 *
 * The strings are pure ASCII, as Python's json module writes them, so readers
 * need not know the encoding.  Text that is not valid UTF-8 is read as
 * ISO-8859-1.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_JSON_H
#define IO_JSON_H

#include "base/base.h"

struct buffer;

/* Writes s in quotes to out, which has room for 6 s.n + 2 bytes.  Returns
 * the number of bytes written. */
size_t json_string(struct slice s, char *out);

/* Write s to an output or a buffer. */
void json_put_string(struct output *, struct slice s);
void json_add_string(struct buffer *, struct slice s);

#endif
