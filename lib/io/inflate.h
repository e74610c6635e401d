/*
 * inflate - decompresses gzip or zlib input ahead of its use.
 *
 * The input is gzip (RFC 1952) with any number of members, or one zlib stream
 * (RFC 1950).  A separate thread reads and inflates a long input, at most a MiB
 * ahead, while the caller works on earlier bytes.  The thread changes neither
 * the bytes nor the place of an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_INFLATE_H
#define IO_INFLATE_H

#include "base/base.h"

struct inflate;

/* The compressed input. */
struct inflate_input {
	int fd;           /* source of the bytes after head; not closed */
	int gzip;         /* 1: gzip, 0: zlib */
	const char *name; /* name for messages; must outlive the reader */

	/* The first bytes, which the caller has already read.  Copied. */
	const unsigned char *head; /* [n] */
	size_t n;
	int ended; /* read(2) has returned 0: no bytes follow head */
};

/* Returns NULL if memory runs out. */
struct inflate *inflate_new(const struct inflate_input *, struct fail *);

/*
 * Writes the next bytes to `to`: at least one, at most room.  Returns 1 and
 * their number in *n; 0 at the end; -1 on a read error or if the input is
 * damaged or cut short.  An error comes after all bytes before it.
 */
int inflate_read(
    struct inflate *, unsigned char *to, size_t room, size_t *n, struct fail *);

/* Frees the reader without waiting for a slow input.  NULL is allowed. */
void inflate_free(struct inflate *);

#endif
