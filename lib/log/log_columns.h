/*
 * log_columns - the roles of the columns of a log or a list of items.
 *
 * Roles come from a list ("user,item,-,time") or from a header line with common
 * names (userId, movie_id, timestamp, ...).  Case, '_', '-', '.' and blanks are
 * ignored, and so is a type after a name, as in RecBole's files
 * (user_id:token).
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_COLUMNS_H
#define LOG_LOG_COLUMNS_H

#include "base/base.h"

enum role {
	ROLE_USER,
	ROLE_ITEM,
	ROLE_RATING,
	ROLE_TIME,
	ROLE_CLOCK, /* a time of day, beside a date in ROLE_TIME */
	ROLE_TITLE,
	ROLE_GENRES,
	ROLES
};

#define LOG_ROLES (ROLE_CLOCK + 1) /* the roles of a log come first */

struct log_columns {
	int column[ROLES]; /* from 0; -1: none */
	size_t columns;    /* how many columns there are, including those
                              without a role */
};

enum log_header {
	LOG_HEADER_DETECT, /* by names, or because the next line looks
                              different */
	LOG_HEADER_YES,
	LOG_HEADER_NO,
};

/* What the user's options say about the columns. */
struct log_told {
	const char *columns; /* see log_columns_parse(); or NULL */

	/* The column of each role, by name or by number from 1, "-" for none.
	 * time may be two columns joined by a comma: a date and a time of day.
	 * NULL: guess. */
	const char *user, *item, *rating, *time;

	enum log_header header;
	const char *command; /* the typed command, shown with a guess */
};

/* The first two lines of an input, cut into fields.  nsecond is 0 if there is
 * no second line. */
struct log_head {
	const struct slice *first, *second;
	size_t nfirst, nsecond;
	const char *file; /* the input's name */
	int uneven; /* one of the next lines has another number of fields */
};

/* The result of log_guess(). */
struct log_guess {
	struct log_columns columns;
	int header;            /* the first line is a header */
	unsigned guessed;      /* bit r: role r was guessed */
	const char *published; /* the published log that it looks like, or
                                  NULL */
};

/* The role's name. */
const char *log_columns_name(enum role);

/* Returns the role that a header's cell names, or ROLES.  *weak becomes 1 if
 * the cell names it only if no other cell does. */
enum role log_columns_role(struct slice cell, int *weak);

/* Returns 1 if a word of the header's cell, as in track_id_clean, is a name of
 * the role.  The role is then likely, not certain. */
int log_columns_hints(struct slice cell, enum role);

/* Returns 1 if a header's cell and a name are equal, apart from ignored
 * characters. */
int log_columns_same(struct slice cell, struct slice name);

/*
 * Returns the column, from 0, that has this name or, counted from 1, this
 * number; -1 if there is none.  Names of a header come before numbers.  Without
 * a header only numbers are found.
 */
int log_columns_find(const struct log_head *, struct slice name, int header);

/* Parses a list of a log's roles for its first columns, "-" for an unused one;
 * a second "time" is the time of day.  Returns -1 for an unknown or repeated
 * role. */
int log_columns_parse(struct log_columns *, const char *list, struct fail *);

/*
 * Takes the roles from the names in a header's n cells.  If two columns are
 * titles, or genres, the first is used.  Returns -1 if two names fit another
 * role equally well.  Then the first column has the role, and *twice, unless it
 * is NULL, has bit r set for each such role r.
 */
int log_columns_header(struct log_columns *, const struct slice *cells,
    size_t n, unsigned *twice, struct fail *);

#endif
