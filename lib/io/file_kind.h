/*
 * file_kind - recognises a file by its first bytes.
 *
 * Users pass files of all kinds: a ZIP archive, a spreadsheet, or an error page
 * that a download stored under the name of the data.  Each reader states the
 * kinds that it accepts.  Any other known kind is refused by name, with a
 * command that converts it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_FILE_KIND_H
#define IO_FILE_KIND_H

#include "base/base.h"

/* The kinds that a reader accepts; combine them with |. */
enum file_accepted {
	FILE_ANY = 0,     /* refuses nothing */
	FILE_TEXT = 1,    /* tab-separated text */
	FILE_LOG = 2,     /* a log from elsewhere, such as CSV */
	FILE_RECORDS = 4, /* TFRecord */
	FILE_MATRIX = 8,  /* floats */
	FILE_HEADER = 16, /* tab-separated text that begins with a header */
};

struct file_kind;

/*
 * Finds the kind of a file for a reader of `accepted`, from the file's first n
 * bytes at p; NULL if the kind is unknown.  Sets *more to 1 if the next bytes
 * could show a kind, otherwise to 0.  The bytes of a matrix can resemble many
 * kinds; for a matrix only kinds are tried that floats cannot resemble.
 */
const struct file_kind *file_kind_find(
    const unsigned char *p, size_t n, int accepted, int *more);

/* Returns 1 if the kind has this name: npy, gzip, text, ... k may be NULL. */
int file_kind_is(const struct file_kind *k, const char *name);

/* Returns 0 if a reader of `accepted` reads kind k, and for NULL.  Otherwise
 * returns -1, with a message that names the file and a remedy. */
int file_kind_check(
    const struct file_kind *k, int accepted, const char *file, struct fail *);

/* Copies a file's name for a shell to out [room], in quotes unless that is
 * unnecessary; standard input is FILE. */
void file_kind_quote(const char *file, char *out, size_t room);

#endif
