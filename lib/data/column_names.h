/*
 * column_names - what columns of examples and sequences are called, and where
 * they are found.
 *
 * The TensorFlow tutorial calls contexts and labels otherwise: its names are
 * known too, so that its TFRecords can be used as they are.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_COLUMN_NAMES_H
#define DATA_COLUMN_NAMES_H

#include "base/base.h"

#define COLUMN_USER "user"       /* whose they are */
#define COLUMN_CONTEXT "context" /* items before */
#define COLUMN_LABEL "label"     /* the item that came */
#define COLUMN_SEQUENCE "items"  /* whole sequences */
#define COLUMN_WEIGHT "weight"   /* how much an example counts */
#define COLUMN_INCLUDE "include" /* a query's list has these items only */
#define COLUMN_EXCLUDE "exclude" /* and none of these */
#define COLUMN_ERROR "error"     /* what is wrong with a query */
#define COLUMN_TUTORIAL_CONTEXT "context_movie_id"
#define COLUMN_TUTORIAL_LABEL "label_movie_id"

struct tsv;

/*
 * The column of t, from 0, that has a usual name (one of those above) or the
 * tutorial's for the same, or for contexts, where there is neither, that of
 * sequences: all that came is a context too.  -1: there is none of them.  -2 and
 * a message: there are two.
 */
int column_names_usual(struct tsv *, const char *usual, struct fail *);

/*
 * The column of contexts, from 0, in rows of cells [n] without names: a last one
 * that is the only list is a sequence, and all that came, unless a label is wanted,
 * which stands there; of three it is the second, after the user; else the first.
 */
size_t column_names_unnamed_context(
    const struct slice *cells, size_t n, int labelled);

/*
 * The column, from 0, of rows that have so many: the one given, by name or
 * number; with NULL the usual one or, where t has no header, unnamed.  -1: there
 * is no such column, or two.
 */
int column_names_find(struct tsv *, const char *given, const char *usual,
    size_t unnamed, size_t columns, struct fail *);

#endif
