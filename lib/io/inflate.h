/*
 * inflate - the bytes of a gzip or zlib input, made ahead of their use.
 *
 * gzip (RFC 1952) of any number of members, or one zlib stream (RFC 1950).  A
 * long input is read and inflated on a thread of its own, at most a MiB ahead,
 * while the caller works on what came before; what arrives, and where an error
 * stands, does not depend on that.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_INFLATE_H
#define IO_INFLATE_H

#include "base/base.h"

struct inflate;

/* What is inflated. */
struct inflate_input {
	int fd;           /* what follows comes from here; not closed */
	int gzip;         /* or zlib */
	const char *name; /* as messages have it; must outlive the reader */

	/* The first bytes, which were read already; copied. */
	const unsigned char *head; /* [n] */
	size_t n;
	int ended; /* and read(2) has said that they are all */
};

/* NULL without memory. */
struct inflate *inflate_new(const struct inflate_input *, struct fail *);

/*
 * Writes the bytes that come next to `to`, at most room and at least one: 1
 * with how many they are in *n, 0 at the end, -1: read error, damaged or cut,
 * after all bytes that were there before.
 */
int inflate_read(
    struct inflate *, unsigned char *to, size_t room, size_t *n, struct fail *);

/* Does not wait for an input that is slow to come.  NULL is fine. */
void inflate_free(struct inflate *);

#endif
