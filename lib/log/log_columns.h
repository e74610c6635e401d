/*
 * log_columns - which column of a log, or of a list of items, holds what.
 *
 * Told by a list of roles ("user,item,-,time") or read off a header line, by
 * names that are common (userId, movie_id, timestamp, ...).  Case counts no more
 * than '_', '-', '.' and blanks do, and a type behind a name, as RecBole writes it
 * (user_id:token), does not count at all.
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
	ROLE_CLOCK, /* a time of day, where ROLE_TIME is a date */
	ROLE_TITLE,
	ROLE_GENRES,
	ROLES
};

#define LOG_ROLES (ROLE_CLOCK + 1) /* those a log can have come first */

struct log_columns {
	int column[ROLES]; /* from 0; -1: there is none */
	size_t columns;    /* how many there are, those without role too */
};

enum log_header {
	LOG_HEADER_DETECT, /* by its names, or because what follows differs */
	LOG_HEADER_YES,
	LOG_HEADER_NO,
};

/* What the user says of the columns. */
struct log_told {
	const char *columns; /* see log_columns_parse(); or NULL */

	/* The column of each, by name or by number from 1, "-" for none; time may
	 * be two, joined by a comma: a date and a time of day.  NULL: to be
	 * guessed. */
	const char *user, *item, *rating, *time;

	enum log_header header;
	const char *command; /* what was typed, to be shown with a guess */
};

/* The first two lines of an input, cut into fields; no second: 0 of them. */
struct log_head {
	const struct slice *first, *second;
	size_t nfirst, nsecond;
	int uneven; /* one of the next lines has more or fewer fields */
};

/* What log_guess() makes of that. */
struct log_guess {
	struct log_columns columns;
	int header;            /* is the first line one */
	unsigned guessed;      /* bit r: role r was not told */
	const char *published; /* the log it looks like, or NULL */
};

/* The role's own name. */
const char *log_columns_name(enum role);

/* The role that a header's cell means, or ROLES.  *weak: only if no other cell
 * means it. */
enum role log_columns_role(struct slice cell, int *weak);

/* Are a header's cell and a name the same, but for what does not count? */
int log_columns_same(struct slice cell, struct slice name);

/*
 * The column, from 0, that a name is, or a number from 1; -1: none.  If the first
 * line is a header the names in it come before numbers; if not, there are none.
 */
int log_columns_find(const struct log_head *, struct slice name, int header);

/* Reads a list of a log's roles, for its first columns in order, "-" for one that
 * is not wanted; a second time is the time of day.  -1: an unknown role, or one
 * given twice. */
int log_columns_parse(struct log_columns *, const char *list, struct fail *);

/*
 * Reads the roles off the names in a header's n cells.  Of two titles or genres
 * the first is taken.  -1: two names mean the same other role equally well, and
 * *twice, unless it is NULL, has bit r set for each such role r; the first column
 * is taken.
 */
int log_columns_header(struct log_columns *, const struct slice *cells,
    size_t n, unsigned *twice, struct fail *);

#endif
