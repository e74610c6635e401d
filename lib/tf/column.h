/*
 * column - what a column of Examples is: a feature's name, type and shape.
 *
 * Written in two ways.  In an option, comma-separated, "\" before a byte that
 * would end something:
 *
 *   NAME[:TYPE[:LENGTH]][=DEFAULT]     TYPE    int64, float or bytes
 *   NAME:[TYPE]:steps                  LENGTH  how many values, exactly
 *
 * and in the header of a typed TSV as NAME:TYPE or NAME:[TYPE]:steps, where
 * NAME is escaped as in a cell.  "steps" is a feature list of a
 * SequenceExample, a list of values for each step.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_COLUMN_H
#define TF_COLUMN_H

#include "base/base.h"

struct buffer;

struct column {
	struct slice name;
	int kind;              /* enum feature_kind; 0: not told */
	int told;              /* by a person, not by what was seen */
	int steps;             /* a feature list */
	size_t length;         /* 0: any */
	struct slice fallback; /* what a missing one is; s NULL: nothing */
};

struct columns {
	struct column *at; /* [n] */
	size_t n;
};

/* The columns of an option's text; all is in the arena.  -1: not understood,
 * or a name twice; -2: no memory. */
int column_parse(
    const char *spec, struct arena *, struct columns *, struct fail *);

/* Makes the option's text for the columns and one more in s [room]: 1, or 0 if
 * there is no room.  Lengths and defaults are left out. */
int column_spec(
    const struct columns *, const struct column *more, char *s, size_t room);

/* The column of a header's cell; a cell that tells no type is all name. */
int column_from_header(
    struct slice cell, struct arena *, struct column *, struct fail *);

/* Puts the header's cell, with or without type; "steps" is always there. */
void column_put_header(const struct column *, int typed, struct buffer *);

/* Byte order of names, features before lists: what the columns of a file are
 * sorted by. */
int column_compare(const struct column *a, const struct column *b);

/* "feature" or "feature list", for messages. */
const char *column_noun(const struct column *);

#endif
