/*
 * utf8 - what is UTF-8 (RFC 3629), and how other text becomes it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_UTF8_H
#define IO_UTF8_H

#include "base/base.h"

/* The bytes of the character that s [n] begins with, and its code point in *c;
 * 0 if it begins with none, as in longer forms than needed and surrogates. */
size_t utf8_character(const char *s, size_t n, uint32_t *c);

/* Is all of s UTF-8? */
int utf8_valid(struct slice s);

/*
 * Writes s to out as UTF-8; how many bytes, at most 2 s.n.  What is not UTF-8
 * from end to end is taken for ISO-8859-1.  out NULL: nothing is written.
 */
size_t utf8_convert(struct slice s, char *out);

#endif
