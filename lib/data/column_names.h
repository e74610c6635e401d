/*
 * column_names - the names of columns of examples and sequences, and how
 * columns are found.
 *
 * The TensorFlow tutorial has other names for contexts and labels.  These names
 * are known too, so that the tutorial's TFRecords can be used unchanged.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_COLUMN_NAMES_H
#define DATA_COLUMN_NAMES_H

#include "base/base.h"

#define COLUMN_USER "user"       /* the user */
#define COLUMN_CONTEXT "context" /* the items before the label */
#define COLUMN_LABEL "label"     /* the item that came next */
#define COLUMN_SEQUENCE "items"  /* a whole sequence */
#define COLUMN_WEIGHT "weight"   /* the weight of an example */
#define COLUMN_INCLUDE \
	"include" /* the only items that a query's list may have */
#define COLUMN_EXCLUDE "exclude" /* items that a query's list must not have */
#define COLUMN_ERROR "error"     /* the reason why a query is invalid */
#define COLUMN_TUTORIAL_CONTEXT "context_movie_id"
#define COLUMN_TUTORIAL_LABEL "label_movie_id"

struct tsv;

/*
 * Returns the index, from 0, of the column of t that has a usual name (one of
 * the above) or the tutorial's name for it.  If there is no column of contexts,
 * the column of sequences is found instead, because a whole sequence is a
 * context too.  Returns -1 if there is no such column, -2 with a message if
 * there are two.
 */
int column_names_usual(struct tsv *, const char *usual, struct fail *);

/*
 * Returns the index, from 0, of the column of contexts in rows of cells [n]
 * without a header.  If only the last cell is a list and rows are not labelled,
 * the last column has sequences, which are the contexts.  Otherwise contexts
 * are in the second of three columns, after the user, or else in the first
 * column.
 */
size_t column_names_unnamed_context(
    const struct slice *cells, size_t n, int labelled);

/*
 * Returns the index, from 0, of a column in rows of `columns` columns: the
 * given one, by name or number; if given is NULL, the usual one, or `unnamed`
 * if t has no header.  Returns -1 if there is no such column, or two.
 */
int column_names_find(struct tsv *, const char *given, const char *usual,
    size_t unnamed, size_t columns, struct fail *);

#endif
