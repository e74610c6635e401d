/*
 * field - a named feature of events, queries or items: its kind, and what
 * training learns about its values before the first step.
 *
 * A value is a text.  An event's value is an element of a list beside the
 * context; a query and an item have a cell of their own.  Every text gets a
 * number when it is first read.  After the training data have been read,
 * field_settle() converts these numbers to rows of the field's table:
 *
 *   id      a row for each text, the most frequent first
 *   bag     the mean of the rows of a list's elements (see data/bags)
 *   words   the mean of the rows of words, the most frequent N
 *   bucket  a row for each of N buckets, with equal shares of training values
 *   time    a row for each power of two of seconds
 *   number  no table: the text's number, as (x - mean) / deviation
 *   item    no table of its own: the item's row in the items' table
 *
 * Row 0 is the missing value: an empty text, a text that training did not have,
 * or padding.  A missing number is the mean.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include "base/base.h"

#define FIELD_MOST 16      /* maximum number of fields of a place */
#define FIELD_NAME 128     /* bytes of a column's name, with NUL */
#define FIELD_WORDS 192    /* bytes of a field as text, with NUL */
#define FIELD_BUCKETS 4096 /* maximum number of buckets */
#define FIELD_WIDEST 1024  /* maximum number of columns of a table */
#define FIELD_TIMES 33     /* rows for times: below 1 s, 2, 4 .. 2^32 */

#define FIELD_CALLED 48 /* bytes of a name in the model, with NUL */

/* The owners of the values: events, queries or items. */
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

/* Initialise it with zeros. */
struct field {
	char name[FIELD_NAME]; /* of the column */
	enum field_place place;
	size_t nth; /* index among the fields of its place */
	enum field_kind kind;
	size_t most; /* N: buckets, or words (0: all) */
	/* Columns of the table; 1 for a number; 0: the items' columns. */
	size_t size;
	int closed;  /* the training data have been read */
	int missing; /* the data have no such column */

	struct vocab *text; /* the values as texts */
	/* [text + 1] the values as numbers; NAN: not a number. */
	double *number;
	size_t room;
	/* The place of the first text that is not a number and may be
	 * padding; "": none. */
	char wrong[400];

	double mean, deviation; /* FIELD_NUMBER */
	double *limit;          /* [nlimits] FIELD_BUCKET, ascending */
	size_t nlimits;
	struct vocab *limits; /* the limits as texts */

	/* FIELD_BAG, FIELD_TEXT: the parts, which have the rows. */
	struct vocab *part;
	struct bags *bags;       /* the parts of each text */
	size_t items;            /* FIELD_SHARED: number of items */
	struct unknown *unknown; /* texts or parts that training did not have */
};

/* Parses NAME:KIND[:N][:SIZE] from the right, because names may have colons.
 * Returns -1 if there is no such kind or the numbers do not fit it. */
int field_parse(struct field *, const char *words, struct fail *);
void field_free(struct field *);

/* Writes the field in the form of field_parse(), with all its numbers. */
void field_words(const struct field *, char to[FIELD_WORDS]);

/* Returns "event", "query" or "item". */
const char *field_place_name(enum field_place);

/* Writes the name of field number `number` in a model, with the suffix
 * `part`: event_field0, or event_field0_mean for "_mean". */
void field_called(
    enum field_place, size_t number, const char *part, char to[FIELD_CALLED]);

/* Returns the number of a text; 0 if it is missing; -1 if memory runs out. */
int32_t field_value(struct field *, struct slice text, struct fail *);

/* field_is_wrong() returns 1 if value id is not a number although the field
 * needs one.  field_refuse() returns -1 with a message about it. */
int field_is_wrong(const struct field *, int32_t id);
int field_refuse(const struct field *, int32_t id, struct fail *);

/*
 * Learns from the values id [n,k], of which row i has length[i] (NULL: k), and
 * replaces them by rows, except in bags.  A closed field only replaces them.
 * items: the vocabulary for FIELD_SHARED.  Returns -1 if memory runs out, or if
 * a text that is not a number turned out not to be padding.
 */
int field_settle(struct field *, const struct vocab *items, int32_t *id,
    size_t n, size_t k, const int32_t *length, struct fail *);

/* field_settle() for values that come part by part.  First all values are
 * counted.  Then the field is closed; *map, which the caller frees, has the
 * row of each value (NULL: unchanged).  Then all values are replaced. */
void field_count(struct field *, const int32_t *id, size_t n, size_t k,
    const int32_t *length);
int field_close(
    struct field *, const struct vocab *items, int32_t **map, struct fail *);
void field_rename(struct field *, const int32_t *map, int32_t *id, size_t n);

/* Returns the number of rows without row 0; 0 if there is no table. */
size_t field_rows(const struct field *);

/* Returns the number of different values without value 0: texts if the field is
 * a bag or a number, otherwise rows. */
size_t field_values(const struct field *);

/* Returns the values as numbers [field_values() + 1], which the caller frees;
 * NULL if memory runs out. */
real *field_numbers(const struct field *, struct fail *);

/* Returns the list that a model stores: the texts of ids, the parts of bags, or
 * the limits of buckets; NULL if there is none. */
struct vocab *field_kept(const struct field *);

/* Closes a field with the data of a model.  The field then owns `kept`.
 * Returns -1 if the limits of buckets are invalid. */
int field_restore(struct field *, struct vocab *kept, double mean,
    double deviation, struct fail *);

/* Returns how many values, or parts of values, training did not have, and
 * writes a message about them to words. */
#define FIELD_SAID 512
size_t field_unknown(const struct field *, char words[FIELD_SAID]);

/* Returns how often padding was found in lists, and writes a message about
 * it. */
size_t field_padding(const struct field *, char words[FIELD_SAID]);

/* The declarations below belong to fields.c: the fields of all places, in the
 * order of enum field_place.  Initialise the struct with zeros. */
struct fields {
	struct field *field; /* [n] */
	size_t n;
};

/* Appends the fields of a place.  Returns -1 as field_parse() does, for two
 * fields of one name, and for too many fields.  Call fields_free(), even after
 * a failure. */
int fields_parse(struct fields *, enum field_place, const char *const *words,
    size_t n, struct fail *);
void fields_free(struct fields *); /* NULL is allowed */

/* Returns the fields that do not belong to items.  They are shared: do not
 * free them. */
struct fields fields_beside(const struct fields *);

/*
 * Forgets the values that closed fields of events and queries have read since
 * they were closed, if there are many of them.  So the memory of a program that
 * runs for weeks does not grow.  Ids that field_value() returned earlier become
 * invalid.  Returns -1 if memory runs out.
 */
int fields_forget(struct fields *, struct fail *);

/* The values of a field beside the data: one for each event, or one for each
 * example or sequence (of_row). */
struct field_column {
	int32_t *id;
	int of_row;
};

/* Writes the fields without a column, as "rating, year", and returns their
 * number. */
size_t fields_missing(const struct fields *, char to[FIELD_WORDS]);

#endif
