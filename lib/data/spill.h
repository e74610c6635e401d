/*
 * spill - rows that wait in a file while the others are read.
 *
 * A reader whose rows are more than memory is to hold hands over a part of them
 * whenever it has SPILL_PART bytes.  The file has no name and goes with the process.
 * A part can be had back, and put back with fewer rows or shorter lists, since what
 * is a pad may be known only when all has been read.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_SPILL_H
#define DATA_SPILL_H

#include "base/base.h"

#define SPILL_PART ((size_t)4 << 20) /* bytes */

struct spill_part {
	uint64_t at, bytes; /* where it is */
	size_t n;           /* rows */
	size_t stride;      /* of contexts */
	size_t events;      /* of sequences */
	int marked;         /* pads were not known yet */
};

struct spill {
	const char *beside; /* the file is in the folder of this one */
	int fd;
	uint64_t end;
	struct spill_part *part; /* [n] */
	size_t n, room;
	size_t rows, events; /* of all parts */
};

/* What a part is made of, one after the other.  Zero it first. */
#define SPILL_COLUMNS 40 /* FIELD_MOST of two places, and some */
struct spill_columns {
	struct {
		void *p;
		size_t bytes;
	} at[SPILL_COLUMNS];
	size_t n;
};

/* One more; p NULL: it is not there. */
void spill_column(struct spill_columns *, void *p, size_t n, size_t size);

/* -1: there can be no such file.  Freed by spill_close() in any case. */
int spill_open(struct spill *, const char *beside, struct fail *);
void spill_close(struct spill *);

/* The next part: of so many rows, stride, events, marked.  -1: the file is full. */
int spill_put(struct spill *, const struct spill_part *,
    const struct spill_columns *, struct fail *);

/* Part k, to columns that have room for it. */
int spill_get(const struct spill *, size_t k, const struct spill_columns *,
    struct fail *);

/* Part k again, with as many rows and events or fewer, and no marks. */
int spill_set(struct spill *, size_t k, size_t n, size_t events,
    const struct spill_columns *, struct fail *);

#endif
