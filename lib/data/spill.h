/*
 * spill - rows kept in a temporary file until all are read.
 *
 * A reader of more rows than fit memory hands over its rows whenever they take
 * SPILL_PART bytes.  The file has no name and disappears with the process.  A
 * part can be read back, and be written again with fewer rows or shorter lists,
 * because padding may be known only after the last row.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_SPILL_H
#define DATA_SPILL_H

#include "base/base.h"

#define SPILL_PART ((size_t)4 << 20) /* bytes */

struct spill_part {
	uint64_t at, bytes; /* its place in the file */
	size_t n;           /* rows */
	size_t stride;      /* ids from the start of one context to the next */
	size_t events;      /* events of sequences */
	int marked;         /* padding was not known when it was written */
};

struct spill {
	const char *beside; /* the file is created in this file's folder */
	int fd;
	uint64_t end;
	struct spill_part *part; /* [n] */
	size_t n, room;
	size_t rows, events; /* of all parts */
};

/* The columns of a part, in order.  Initialise it with zeros. */
#define SPILL_COLUMNS 40 /* event and query fields, and some more */
struct spill_columns {
	struct {
		void *p;
		size_t bytes;
	} at[SPILL_COLUMNS];
	size_t n;
};

/* Adds a column of n elements of size bytes at p; NULL: the column is
 * missing. */
void spill_column(struct spill_columns *, void *p, size_t n, size_t size);

/* Creates the file.  Returns -1 on failure.  Call spill_close(), even after a
 * failure. */
int spill_open(struct spill *, const char *beside, struct fail *);
void spill_close(struct spill *);

/* Appends a part with the rows, stride, events and marked that the struct
 * gives.  Returns -1 if writing fails. */
int spill_put(struct spill *, const struct spill_part *,
    const struct spill_columns *, struct fail *);

/* Reads part k to columns that have room for it. */
int spill_get(const struct spill *, size_t k, const struct spill_columns *,
    struct fail *);

/* Writes part k again, with n rows and the given events, neither more than
 * before.  The part is then no longer marked. */
int spill_set(struct spill *, size_t k, size_t n, size_t events,
    const struct spill_columns *, struct fail *);

#endif
