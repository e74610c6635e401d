/*
 * field - a named feature of events, of queries or of items: what kind of value it
 * is, and what training learns of its values before the first step.
 *
 * A value is a text: in a list beside the context of an event, in a cell of its own
 * of a query, and in one of an item.  Each text has a number here,
 * as it is first met; after the training data have been read, field_learn() makes
 * of these numbers rows of the field's table:
 *
 *   id      a row for each text, the most frequent first
 *   bag     the mean of rows: of the elements of a list, divided by commas or '|'
 *   words   the mean of rows: of words, the most frequent N
 *   bucket  a row for each of N buckets that training fills alike
 *   time    a row for each power of two that seconds reach
 *   number  no table: a text keeps its number, and counts (x - mean) / deviation
 *   item    no table: the row of the item in the items' own
 *
 * Row 0 is what is missing: an empty text, one that training did not have, a
 * pad.  Of a number that is the mean.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include "base/base.h"

#define FIELD_MOST 16      /* fields of a place */
#define FIELD_NAME 128     /* bytes of a column's name with its NUL */
#define FIELD_WORDS 192    /* bytes of a field in words with its NUL */
#define FIELD_BUCKETS 4096 /* most */
#define FIELD_WIDEST 1024  /* most columns of a table */
#define FIELD_TIMES 33     /* rows of a time: below 1 s, 2, 4 .. 2^32 */

#define FIELD_CALLED 48 /* bytes of what a model calls it, with its NUL */

/* What has the values. */
enum field_place { FIELD_EVENT, FIELD_QUERY, FIELD_ITEM, FIELD_PLACES };

enum field_kind {
	FIELD_NUMBER,
	FIELD_ID,
	FIELD_BUCKET,
	FIELD_BAG,
	FIELD_TEXT, /* words */
	FIELD_TIME,
	FIELD_SHARED, /* item */
};

/* Zero it first. */
struct field {
	char name[FIELD_NAME]; /* of the column */
	enum field_place place;
	size_t nth; /* of its place, from 0 */
	enum field_kind kind;
	size_t most; /* N: buckets; words, 0: all */
	size_t size; /* columns of the table; 1 of a number; 0: the items' */
	int closed;  /* training has been read */
	int missing; /* there was no such column */

	struct vocab *text; /* the values as they are written */
	double *number;     /* [text + 1] what they are; NAN: no number */
	size_t room;
	char wrong[400]; /* where a text that is no number stood in a place that
			    may be a pad; "": nowhere */

	double mean, deviation; /* FIELD_NUMBER */
	double *limit;          /* [nlimits] FIELD_BUCKET, ascending */
	size_t nlimits;
	struct vocab *limits; /* the same as texts */

	struct vocab *part; /* FIELD_BAG, FIELD_TEXT: what has the rows */
	struct bags *bags;  /* by text */
	size_t items;       /* FIELD_SHARED: how many there are */
	struct unknown
	    *unknown; /* texts, or parts, that training did not have */
};

/* From NAME:KIND[:N][:SIZE], parsed from the right: a name may have colons.  -1:
 * no such kind, or numbers that do not go with it. */
int field_parse(struct field *, const char *words, struct fail *);
void field_free(struct field *);

/* The same in words, with all its numbers. */
void field_words(const struct field *, char to[FIELD_WORDS]);

/* "event", "query", "item". */
const char *field_place_name(enum field_place);

/* What a model calls the field of that number, and part of it: event_field0, or with
 * "_mean" event_field0_mean. */
void field_called(
    enum field_place, size_t number, const char *part, char to[FIELD_CALLED]);

/* The number of a text; 0: missing.  -1: no memory. */
int32_t field_value(struct field *, struct slice text, struct fail *);

/* Is value id not a number where one is wanted?  -1, and a message that says so. */
int field_is_wrong(const struct field *, int32_t id);
int field_refuse(const struct field *, int32_t id, struct fail *);

/*
 * Learns from the values id [n,k], of which row i has length[i], NULL: k, and makes
 * them rows, but of bags.  With closed fields only the latter.  items: the vocabulary
 * that FIELD_SHARED looks up in.  -1: no memory, or a text that is no number turned
 * out to be no pad.
 */
int field_settle(struct field *, const struct vocab *items, int32_t *id,
    size_t n, size_t k, const int32_t *length, struct fail *);

/* Rows of the table, but for row 0; 0: there is none. */
size_t field_rows(const struct field *);

/* The different values, but for 0: rows; of bags and numbers others. */
size_t field_values(const struct field *);

/* The numbers that values are [field_values() + 1], which the caller frees; NULL
 * without memory. */
real *field_numbers(const struct field *, struct fail *);

/* What a model keeps: the texts of ids, the parts of bags, the limits of buckets;
 * NULL: nothing. */
struct vocab *field_kept(const struct field *);

/* Closes a field as a model has it.  kept is the field's then.  -1: these are no
 * limits. */
int field_restore(struct field *, struct vocab *kept, double mean,
    double deviation, struct fail *);

/* How many values, or parts of such, training did not have; and to words
 * [FIELD_SAID] what there is to say of that. */
#define FIELD_SAID 512
size_t field_unknown(const struct field *, char words[FIELD_SAID]);

/* The same of what fills lists up: how often it was found. */
size_t field_padding(const struct field *, char words[FIELD_SAID]);

/* The rest is in fields.c: fields of all places, in the order of these.  Zero it first. */
struct fields {
	struct field *field; /* [n] */
	size_t n;
};

/* Appends those of a place.  -1: as field_parse(), two of one name, too many.  Freed
 * in any case. */
int fields_parse(struct fields *, enum field_place, const char *const *words,
    size_t n, struct fail *);
void fields_free(struct fields *); /* NULL is fine */

/* Those that are not of items: the same fields, which are not to be freed. */
struct fields fields_beside(const struct fields *);

/* Values beside data: of each event, or of each example or sequence. */
struct field_column {
	int32_t *id;
	int of_row;
};

/* Which of them had no column, "rating, year"; how many those are. */
size_t fields_missing(const struct fields *, char to[FIELD_WORDS]);

#endif
