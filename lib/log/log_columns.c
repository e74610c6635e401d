/* log_columns - which column of a log, or of a list of items, holds what. */
/* SPDX-License-Identifier: MIT */
#include "log/log_columns.h"

#include <string.h>

#include "base/fail.h"

#define LOG_ROLES (ROLE_TIME + 1) /* those a log can have come first */

/* The first rows are the roles' own names, in the enum's order. */
static const struct {
	enum role role;
	const char *name;
} names[] = {
    {ROLE_USER, "user"},
    {ROLE_ITEM, "item"},
    {ROLE_RATING, "rating"},
    {ROLE_TIME, "time"},
    {ROLE_TITLE, "title"},
    {ROLE_GENRES, "genres"},
    {ROLE_USER, "userid"},
    {ROLE_USER, "session"},
    {ROLE_USER, "sessionid"},
    {ROLE_USER, "visitorid"},
    {ROLE_USER, "customerid"},
    {ROLE_ITEM, "itemid"},
    {ROLE_ITEM, "movie"},
    {ROLE_ITEM, "movieid"},
    {ROLE_ITEM, "product"},
    {ROLE_ITEM, "productid"},
    {ROLE_ITEM, "book"},
    {ROLE_ITEM, "bookid"},
    {ROLE_ITEM, "track"},
    {ROLE_ITEM, "trackid"},
    {ROLE_ITEM, "isbn"},
    {ROLE_ITEM, "asin"},
    {ROLE_RATING, "ratings"},
    {ROLE_RATING, "score"},
    {ROLE_RATING, "stars"},
    {ROLE_RATING, "bookrating"},
    {ROLE_TIME, "timestamp"},
    {ROLE_TIME, "ts"},
    {ROLE_TIME, "unixtime"},
    {ROLE_TIME, "unixreviewtime"},
    {ROLE_TIME, "date"},
    {ROLE_TIME, "datetime"},
    {ROLE_TIME, "eventtime"},
    {ROLE_TIME, "createdat"},
    {ROLE_TITLE, "movietitle"},
    {ROLE_TITLE, "name"},
    {ROLE_GENRES, "genre"},
    {ROLE_GENRES, "category"},
    {ROLE_GENRES, "categories"},
};

static void
clear(struct log_columns *r)
{
	int i;

	for (i = 0; i < ROLES; i++)
		r->column[i] = -1;
	r->columns = 0;
}

int
log_columns_parse(struct log_columns *r, const char *list, struct fail *f)
{
	size_t k, n;

	clear(r);
	for (;; list += n + 1) {
		n = strcspn(list, ",");
		for (k = 0;
		     k < LOG_ROLES && (strlen(names[k].name) != n ||
					  memcmp(names[k].name, list, n));
		     k++)
			;
		if (k < LOG_ROLES && r->column[k] >= 0)
			return fail_set(
			    f, "'%s' is there twice", names[k].name);
		if (k < LOG_ROLES)
			r->column[k] = (int)r->columns;
		else if (n != 1 || *list != '-')
			return fail_set(f,
			    "'%.*s' is no role: user, item, rating, time, or - "
			    "for a column to skip",
			    (int)size_min(n, 100), list);
		r->columns++;
		if (!list[n])
			return 0;
	}
}

/* Does the header's cell mean this name? */
static int
means(struct slice cell, const char *name)
{
	size_t i, j = 0;

	for (i = 0; i < cell.n; i++) {
		char c = cell.s[i];

		if (c && strchr("_-. ", c))
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!name[j] || c != name[j])
			return 0;
		j++;
	}
	return j > 0 && !name[j];
}

int
log_columns_header(
    struct log_columns *r, const struct slice *cells, size_t n, struct fail *f)
{
	size_t i, k;
	int *at;

	clear(r);
	r->columns = n;
	for (i = 0; i < n; i++) {
		for (k = 0;
		     k < COUNTOF(names) && !means(cells[i], names[k].name); k++)
			;
		if (k == COUNTOF(names))
			continue;
		at = &r->column[names[k].role];
		if (*at >= 0 && names[k].role < LOG_ROLES)
			return fail_set(f,
			    "columns %d and %zu could both be "
			    "the %s; say which with --columns",
			    *at + 1, i + 1, names[names[k].role].name);
		if (*at < 0)
			*at = (int)i;
	}
	return 0;
}
