/*
 * utf8 - are these bytes UTF-8?
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_UTF8_H
#define IO_UTF8_H

#include "base/base.h"

/* Is all of s UTF-8 (RFC 3629)? */
int utf8_valid(struct slice s);

#endif
