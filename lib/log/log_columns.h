/*
 * log_columns - which column of a log, or of a list of items, holds what.
 *
 * Told by a list of roles ("user,item,-,time") or read off a header line, by
 * names that are common (userId, movie_id, timestamp, ...).
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
	ROLE_TITLE,
	ROLE_GENRES,
	ROLES
};

struct log_columns {
	int column[ROLES]; /* from 0; -1: there is none */
	size_t columns;    /* how many there are, those without role too */
};

/* Reads a list of a log's roles, one for each column in order, "-" for a column
 * that is not wanted.  -1: an unknown role, or one given twice. */
int log_columns_parse(struct log_columns *, const char *list, struct fail *);

/*
 * Reads the roles off the names in a header's n cells.  Case counts no more
 * than '_', '-', '.' and blanks do.  Of two titles or genres the first is
 * taken.  -1: two names mean the same other role.
 */
int log_columns_header(
    struct log_columns *, const struct slice *cells, size_t n, struct fail *);

#endif
