/*
 * input - reads files one after the other and decompresses them.
 *
 * A reader looks at a window of bytes and tells how many of them it has used.
 * Inputs are separate: no record and no line continues from one file into the
 * next.  The first bytes tell whether an input is gzip or zlib.  They also tell
 * whether the reader accepts the kind of file (io/file_kind).  A byte order
 * mark before text is skipped.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include "base/base.h"

/* This many bytes past the window can be read too; their values are
 * undefined. */
#define INPUT_PAST 8

enum input_packing {
	INPUT_DETECT,
	INPUT_PLAIN,
	INPUT_GZIP,
	INPUT_ZLIB,
};

/* What a reader accepts, and how it is compressed.  NULL stands for
 * tab-separated text, compressed by gzip or not. */
struct input_mode {
	int accepted; /* kinds of enum file_accepted; other kinds are refused */

	/* INPUT_DETECT, or the required compression. */
	enum input_packing packing;

	/* Returns 1 if an input with these first n bytes is certainly not
	 * compressed.  Called before the magics of gzip and zlib are tested.
	 * May be NULL. */
	int (*is_plain)(const unsigned char *head, size_t n);

	/* Explains JSON that the reader refuses, by its first n bytes: returns
	 * -1; or 0 for the usual message.  May be NULL. */
	int (*explain_json)(const unsigned char *head, size_t n,
	    const char *file, struct fail *);

	/* Also recognise zlib by its first two bytes.  Text can begin with the
	 * same bytes. */
	int zlib;
};

/* For logs, for matrices of floats, and for anything until input_accept()
 * says more. */
extern const struct input_mode input_of_logs, input_of_floats, input_of_any;

/*
 * Reads the n named files; "-" is standard input.  The first file is opened at
 * once, each other one in its turn.  paths must outlive the input.  Returns
 * NULL if the first file cannot be opened, is a directory or is of a kind that
 * the reader does not accept.
 */
struct input *input_open(const char *const *paths, size_t n,
    const struct input_mode *, struct fail *);

/*
 * Makes the n bytes at p one uncompressed input called name; name must outlive
 * the input.  p must be allocated with INPUT_PAST bytes more.  The input owns
 * p; if memory runs out p is freed and NULL returned.
 */
struct input *input_of_bytes(
    const char *name, void *p, size_t n, struct fail *);

/*
 * Shows the next bytes of the current input: at least want, or fewer at the
 * end.  *p is valid until the next call.  Memory grows with the bytes that
 * exist, not with want, but the caller must limit want.  Returns -1 on a read
 * error or if gzip is damaged or cut short, after all bytes before the error
 * were shown.
 */
int input_peek(struct input *, size_t want, const unsigned char **p, size_t *n,
    struct fail *);

/* Marks the first n of the shown bytes as used. */
void input_skip(struct input *, size_t n);

/* Refuses files that are not of enum file_accepted from now on, the current
 * one included.  For readers that first look at the input themselves; no
 * byte may be used yet.  Returns 0 or -1. */
int input_accept(struct input *, int accepted, struct fail *);

/* Opens the next file.  Returns 1, 0 if there is none, -1 if opening fails. */
int input_next(struct input *, struct fail *);

/* The name of the current input for messages. */
const char *input_name(const struct input *);

/* Bytes used of the current input, after decompression. */
uint64_t input_offset(const struct input *);

/* input_sum_to() counts the bytes used from now on and computes their checksum,
 * which tells inputs apart.  The sum must outlive the input. */
struct input_sum {
	uint64_t bytes;
	uint32_t crc;
};
void input_sum_to(struct input *, struct input_sum *);

/* Consumes all remaining bytes, including those of later inputs.  Returns 0 or
 * -1. */
int input_pass(struct input *, struct fail *);

/*
 * Returns 1 if the current input is a pipe that ended without a byte.  A
 * producer that fails before it writes leaves such a pipe.  So a reader that
 * accepts empty files (no records, no rows) should still refuse an empty pipe.
 */
int input_empty_pipe(const struct input *);

void input_close(struct input *); /* NULL is allowed */

#endif
