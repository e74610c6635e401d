/*
 * utf8 - checks UTF-8 (RFC 3629) and converts other text to it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_UTF8_H
#define IO_UTF8_H

#include "base/base.h"

/* Reads the first character of s [n].  Returns its length in bytes, with its
 * code point in *c; 0 if the bytes are not valid UTF-8.  Overlong forms and
 * surrogates are not valid. */
size_t utf8_character(const char *s, size_t n, uint32_t *c);

/* Returns 1 if s is valid UTF-8. */
int utf8_valid(struct slice s);

/*
 * Writes s as UTF-8 to out, at most 2 s.n bytes, and returns their number.
 * Text that is not valid UTF-8 throughout is read as ISO-8859-1.  With out NULL
 * only counts.
 */
size_t utf8_convert(struct slice s, char *out);

#endif
