/*
 * column - a column of Examples: a feature's name, type and shape.
 *
 * A column is written in two ways.  Options have a list separated by commas,
 * with "\" before a byte that would otherwise end a name:
 *
 *   NAME[:TYPE[:LENGTH]][=DEFAULT]     TYPE    int64, float or bytes
 *   NAME:[TYPE]:steps                  LENGTH  exact number of values
 *
 * The header of a typed TSV has NAME:TYPE or NAME:[TYPE]:steps, where NAME is
 * escaped as in a cell.  "steps" is a feature list of a SequenceExample: a list
 * of values for each step.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_COLUMN_H
#define TF_COLUMN_H

#include "base/base.h"

struct buffer;

struct column {
	struct slice name;
	int kind; /* enum feature_kind; 0: unknown */
	/* The user gave the type; otherwise it is guessed. */
	int told;
	int steps;             /* a feature list */
	size_t length;         /* 0: any number */
	struct slice fallback; /* value for a missing feature; s NULL: none */
};

/* The name for a "%.*s" in a message, at most 200 bytes. */
#define COLUMN_NAME(c) (int)size_min((c)->name.n, 200), (c)->name.s

struct columns {
	struct column *at; /* [n] */
	size_t n;
};

/* Parses the columns of an option's text; all memory is from the arena.
 * Returns -1 if the text is wrong or a name occurs twice, -2 if memory runs
 * out. */
int column_parse(
    const char *spec, struct arena *, struct columns *, struct fail *);

/* Writes the option's text for the columns and one more to s [room], without
 * lengths and defaults.  Returns 1, or 0 if there is no room. */
int column_spec(
    const struct columns *, const struct column *more, char *s, size_t room);

/* Parses a header's cell.  A cell without a type is only a name. */
int column_from_header(
    struct slice cell, struct arena *, struct column *, struct fail *);

/* Writes the header's cell, with or without the type; "steps" is always
 * written. */
void column_put_header(const struct column *, int typed, struct buffer *);

/* The order of the columns of a file: features before feature lists, then
 * names in byte order. */
int column_compare(const struct column *a, const struct column *b);

/* Returns "feature" or "feature list", for messages. */
const char *column_noun(const struct column *);

#endif
