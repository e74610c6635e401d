/*
 * file_kind - what a file is, by its first bytes.
 *
 * People hand over what they have: a ZIP, a spreadsheet, a page that says "not
 * found" under the name of the data.  Each reader says what it reads; any other
 * kind that is known is refused by name, with the command that helps.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_FILE_KIND_H
#define IO_FILE_KIND_H

#include "base/base.h"

/* What a reader reads; several may be joined by |. */
enum file_wanted {
	FILE_ANY = 0,     /* nothing is refused */
	FILE_TEXT = 1,    /* tab-separated text */
	FILE_LOG = 2,     /* a log as others have them */
	FILE_RECORDS = 4, /* TFRecord */
	FILE_MATRIX = 8,  /* floats */
};

struct file_kind;

/*
 * The kind that the first n bytes of a file, at p, show to a reader of wanted;
 * NULL: none that is known.  *more is set to 1 if the file's next bytes could
 * show it, else to 0.  The bytes of a matrix may look like many things; only
 * kinds are looked for that floats cannot be mistaken for.
 */
const struct file_kind *file_kind_find(
    const unsigned char *p, size_t n, int wanted, int *more);

/* Is it the kind of that name: npy, gzip, text, ... (k may be NULL)? */
int file_kind_is(const struct file_kind *k, const char *name);

/* Does a reader of wanted read kind k?  0; or -1 and a message that names the
 * file and what to do.  NULL is read by all. */
int file_kind_check(
    const struct file_kind *k, int wanted, const char *file, struct fail *);

#endif
