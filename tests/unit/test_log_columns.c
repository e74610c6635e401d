/* test_log_columns - the columns of a log, given or found in a header. */
/* SPDX-License-Identifier: MIT */
#include "log/log_columns.h"

#include <string.h>

#include "base/fail.h"
#include "tap.h"

static struct fail f;
static unsigned twice;

/* Are these the columns of user, item, rating, time, time of day, title and
 * genres? */
static int
are(const struct log_columns *r, const int want[ROLES], size_t columns)
{
	return !memcmp(r->column, want, sizeof(r->column)) &&
	       r->columns == columns;
}

static int
parses(const char *list, const int want[ROLES], size_t columns)
{
	struct log_columns r;

	return !log_columns_parse(&r, list, &f) && are(&r, want, columns);
}

static int
refused(const char *list, const char *why)
{
	struct log_columns r;

	return log_columns_parse(&r, list, &f) && strstr(f.msg, why);
}

/* Reads a header of up to 8 names, separated by commas. */
static int
header(struct log_columns *r, const char *names)
{
	struct slice cells[8];
	size_t n = 0;

	for (;; names += cells[n++].n + 1) {
		cells[n] = (struct slice){names, strcspn(names, ",")};
		if (!names[cells[n].n])
			break;
	}
	return log_columns_header(r, cells, n + 1, &twice, &f);
}

static int
means(const char *names, const int want[ROLES], size_t columns)
{
	struct log_columns r;

	return !header(&r, names) && are(&r, want, columns);
}

int
main(void)
{
	struct log_columns r;

	ok(parses("user,item,-,time", (int[]){0, 1, -1, 3, -1, -1, -1}, 4),
	    "roles in order, - for a column to skip");
	ok(parses("item", (int[]){-1, 0, -1, -1, -1, -1, -1}, 1),
	    "or only one");
	ok(refused("user,movie", "'movie' is not a role"), "%s", f.msg);
	ok(refused("user,,item", "'' is not a role"), "%s", f.msg);
	ok(refused("user,item,user", "'user' is given twice"), "%s", f.msg);
	ok(parses("user,time,-,time,item", (int[]){0, 4, -1, 1, 3, -1, -1}, 5),
	    "a second time is the time of day, and - is no third");
	ok(refused("user,time,time,time", "is given twice"), "%s", f.msg);
	ok(refused("title", "is not a role"), "a log has no titles: %s", f.msg);

	ok(means("userId,movieId,rating,timestamp",
	       (int[]){0, 1, 2, 3, -1, -1, -1}, 4),
	    "MovieLens' header");
	ok(means("timestamp,visitorid,event,itemid,transactionid",
	       (int[]){1, 3, -1, 0, -1, -1, -1}, 5),
	    "RetailRocket's");
	ok(means(
	       "Book-Rating,ISBN,User-ID", (int[]){2, 1, 0, -1, -1, -1, -1}, 3),
	    "case, - and blanks do not count");
	ok(means("movieId,title,genres", (int[]){-1, 0, -1, -1, -1, 1, 2}, 3),
	    "a list of items");
	ok(means("item,name,title", (int[]){-1, 0, -1, -1, -1, 1, -1}, 3),
	    "of two titles the first");
	ok(means("1,users,-", (int[]){-1, -1, -1, -1, -1, -1, -1}, 3),
	    "names that mean nothing");
	ok(means("user_id:token,item_id:token,rating:float,timestamp:float",
	       (int[]){0, 1, 2, 3, -1, -1, -1}, 4),
	    "RecBole's types do not count");
	ok(means("date,timestamp,customer_id,sku",
	       (int[]){2, 3, -1, 1, -1, -1, -1}, 4),
	    "a weak name yields to a strong one");
	ok(header(&r, "user,session_id,item") &&
		strstr(f.msg, "columns 1 and 2 could both be the user"),
	    "two users are an error: %s", f.msg);
	ok(twice == 1U << ROLE_USER && r.column[ROLE_ITEM] == 2,
	    "which says of which role, and the others are found");
	return done();
}
