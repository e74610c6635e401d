/* timeline - a log of who took what when, in memory. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/sort.h"
#include "data/vocab.h"
#include "log/delimited.h"
#include "log/isotime.h"
#include "log/log_columns.h"

/* What reading needs beside what it makes. */
struct timeline_reader {
	struct timeline *t;
	const struct timeline_log *log;
	struct delimited *fields;
	struct log_columns roles; /* of this input */
	size_t room;              /* for events */
	size_t rating_room;
	int has_time, dates; /* has one been read, and was it a date */
	char *header;        /* user and item as this input's header has them */
	size_t header_user, header_item; /* bytes of each */
	size_t header_room;
};

/* The roles of an input that has no header, by how many columns it has. */
static int
roles_by_number(struct log_columns *r, size_t n, struct fail *f)
{
	if (n == 2)
		return log_columns_parse(r, "user,item", f);
	if (n == 4)
		return log_columns_parse(r, "user,item,rating,time", f);
	return fail_set(f,
	    "%zu columns: say what they are, as in "
	    "--columns=user,item,%s",
	    n, n == 3 ? "time" : "-,time");
}

/* Looks at the first line of an input: fills in the roles, and says whether it
 * is a header: 1, 0, -1. */
static int
first_line(struct timeline_reader *r, const struct slice *cells, size_t n,
    struct fail *f)
{
	struct fail odd; /* two names for one role: surely a header */
	struct log_columns *roles = &r->roles;
	int r2 = log_columns_header(roles, cells, n, &odd);
	int named = r2 || (roles->column[ROLE_USER] >= 0 &&
			      roles->column[ROLE_ITEM] >= 0);
	int header = r->log->header == TIMELINE_DETECT
	                 ? named
	                 : r->log->header == TIMELINE_HEADER;

	if (r->log->columns) {
		if (log_columns_parse(roles, r->log->columns, f))
			return -1;
		if (roles->columns != n)
			return fail_set(f,
			    "%zu columns where --columns names "
			    "%zu",
			    n, roles->columns);
	} else if (!header) {
		if (roles_by_number(roles, n, f))
			return -1;
	} else if (r2) {
		*f = odd;
		return -1;
	} else if (!named) {
		return fail_set(f,
		    "no column of the header is named user, or "
		    "none item; say what they are with --columns");
	}
	return header;
}

/* Keeps what the header says, to know it when it comes again. */
static int
keep_header(struct timeline_reader *r, struct slice user, struct slice item,
    struct fail *f)
{
	if (ARRAY_ROOM(&r->header, &r->header_room, user.n + item.n + 1, f))
		return -1;
	r->header_user = user.n;
	r->header_item = item.n;
	memcpy(r->header, user.s, user.n);
	memcpy(r->header + user.n, item.s, item.n);
	return 0;
}

static int
is_header(const struct timeline_reader *r, struct slice user, struct slice item)
{
	return r->header_user && r->header_user == user.n &&
	       r->header_item == item.n && !memcmp(r->header, user.s, user.n) &&
	       !memcmp(r->header + user.n, item.s, item.n);
}

/* The first line of every input says which columns there are. */
static int
start_input(struct timeline_reader *r, const struct slice *cells, size_t n,
    struct fail *f)
{
	struct timeline *t = r->t;
	int header = first_line(r, cells, n, f);

	if (header < 0)
		return -1;
	if (r->roles.column[ROLE_USER] < 0 || r->roles.column[ROLE_ITEM] < 0)
		return fail_set(f, "--columns names no user, or no item");
	if (r->roles.column[ROLE_RATING] < 0)
		t->has_ratings = 0;
	if (r->roles.column[ROLE_TIME] < 0)
		t->has_times = 0;
	if (!t->has_ratings && !isnan(r->log->min_rating))
		return fail_set(f, "there are no ratings to compare with "
				   "--min-rating");
	r->header_user = r->header_item = 0; /* no event has such */
	if (header && keep_header(r, cells[r->roles.column[ROLE_USER]],
			  cells[r->roles.column[ROLE_ITEM]], f))
		return -1;
	return header;
}

/* A whole number between -INT64_MAX and INT64_MAX. */
static int
parse_number(struct slice s, int64_t *x, struct fail *f)
{
	int negative = s.n && *s.s == '-';
	uint64_t u;

	if (num_get_count(
		s.s + negative, s.n - (size_t)negative, 0, INT64_MAX, &u))
		return fail_set(f,
		    "the time '%.*s' is neither a whole number nor a date as "
		    "2024-05-01T12:34:56Z",
		    (int)size_min(s.n, 100), s.s);
	*x = negative ? -(int64_t)u : (int64_t)u;
	return 0;
}

/* A number or a date, but all of one kind: one has another unit than the
 * other. */
static int
parse_time(
    struct timeline_reader *r, struct slice s, int64_t *x, struct fail *f)
{
	int date = s.n > 4 && s.s[4] == '-';

	if ((date ? isotime_parse : parse_number)(s, x, f))
		return -1;
	if (r->has_time && r->dates != date)
		return fail_set(f,
		    "the time '%.*s' is a %s, where those before are %s",
		    (int)size_min(s.n, 100), s.s, date ? "date" : "number",
		    date ? "numbers" : "dates");
	r->has_time = 1;
	r->dates = date;
	return 0;
}

/* What the rating s is: a decimal number, which may have a + as in +1. */
static int
parse_rating(struct slice s, double *x, struct fail *f)
{
	size_t plus = s.n > 1 && s.s[0] == '+' && s.s[1] != '-';

	if (num_get_double(s.s + plus, s.n - plus, x) || !isfinite((float)*x))
		return fail_set(f, "the rating '%.*s' is not a number",
		    (int)size_min(s.n, 100), s.s);
	return 0;
}

/* Numbers the rating s; the value of one seen before is known. */
static int32_t
rating_id(struct timeline_reader *r, struct slice s, struct fail *f)
{
	struct timeline *t = r->t;
	int32_t id = vocab_find(t->ratings, s.s, s.n);
	double x = 0;

	if (id)
		return id;
	if (parse_rating(s, &x, f))
		return -1;
	id = vocab_add(t->ratings, s.s, s.n, f);
	if (id < 0)
		return -1;
	if (ARRAY_ROOM(&t->rating, &r->rating_room, (size_t)id + 1, f))
		return -1;
	t->rating[id] = x;
	return id;
}

/* The user's number.  Logs often go user by user: the one before is tried. */
static int32_t
user_number(struct timeline *t, struct slice s, struct fail *f)
{
	int32_t id = t->n ? t->events[t->n - 1].user + 1 : 0;
	struct slice last = id ? vocab_token(t->users, id) : (struct slice){0};

	if (!id || last.n != s.n || memcmp(last.s, s.s, s.n))
		id = vocab_add(t->users, s.s, s.n, f);
	return id < 0 ? -1 : id - 1;
}

/* Adds the event that the cells tell, unless it is rated too low. */
static int
add_event(struct timeline_reader *r, const struct slice *cells, struct fail *f)
{
	const int *column = r->roles.column;
	struct timeline *t = r->t;
	struct slice user = cells[column[ROLE_USER]];
	struct slice item = cells[column[ROLE_ITEM]];
	struct timeline_event e = {0};

	t->read++;
	if (!user.n || !item.n)
		return fail_set(f, "the %s is empty", user.n ? "item" : "user");
	if (is_header(r, user, item))
		return fail_set(
		    f, "the header line again; give the files as operands");
	if (column[ROLE_TIME] >= 0 &&
	    parse_time(r, cells[column[ROLE_TIME]], &e.time, f))
		return -1;
	if (column[ROLE_RATING] >= 0) {
		e.rating = rating_id(r, cells[column[ROLE_RATING]], f);
		if (e.rating < 0)
			return -1;
		if (t->rating[e.rating] < r->log->min_rating)
			return 0;
	}
	if (ARRAY_ROOM(&t->events, &r->room, t->n + 1, f))
		return -1;
	e.user = user_number(t, user, f);
	e.item = vocab_add(t->items, item.s, item.n, f);
	if (e.user < 0 || e.item < 0)
		return -1;
	vocab_set_count(t->items, e.item, vocab_count(t->items, e.item) + 1);
	t->events[t->n++] = e;
	return 0;
}

static int
read_events(struct timeline_reader *r, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int got, header;

	while ((got = delimited_row(r->fields, &cells, &n, f)) > 0) {
		header = delimited_first(r->fields)
		             ? start_input(r, cells, n, f)
		             : 0;
		if (header < 0 || (!header && add_event(r, cells, f)))
			return fail_at(f, "%s", delimited_where(r->fields));
	}
	return got;
}

static int
compare_times(const void *x, const void *y, const void *ctx)
{
	const struct timeline_event *a = x, *b = y;

	(void)ctx;
	return (a->time > b->time) - (a->time < b->time);
}

/* Brings the events of each user together, in the log's order, then in that of
 * time. */
static int
group(struct timeline *t, struct fail *f)
{
	struct timeline_event *grouped = malloc((t->n + 1) * sizeof(*grouped));
	size_t *next, i, u;

	t->nusers = vocab_size(t->users);
	t->start = calloc(t->nusers + 2, sizeof(*t->start));
	if (!grouped || !t->start) {
		free(grouped);
		return fail_memory(f);
	}
	/* next[u] counts, then says where user u's next event goes; in the
	 * end it has moved on to where the user after u begins. */
	next = t->start + 1;
	for (i = 0; i < t->n; i++)
		next[t->events[i].user + 1]++;
	for (u = 0; u < t->nusers; u++)
		next[u + 1] += next[u];
	for (i = 0; i < t->n; i++)
		grouped[next[t->events[i].user]++] = t->events[i];
	for (u = 0; u < t->nusers; u++)
		sort_stable(t->start[u + 1] - t->start[u], sizeof(*grouped),
		    grouped + t->start[u], t->events, compare_times, NULL);
	free(t->events);
	t->events = grouped;
	return 0;
}

struct choice
timeline_header_choice(size_t k)
{
	static const struct choice choices[] = {
	    [TIMELINE_DETECT] = {"detect", NULL, "if it looks like one"},
	    [TIMELINE_HEADER] = {"yes", NULL, "the first line"},
	    [TIMELINE_NO_HEADER] = {"no", NULL, "an event there too"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

int
timeline_read(struct timeline *t, struct input *in,
    const struct timeline_log *log, struct fail *f)
{
	struct timeline_reader r = {.t = t, .log = log};
	int result = -1;

	*t = (struct timeline){.has_ratings = 1, .has_times = 1};
	t->users = vocab_new(f);
	t->items = vocab_new(f);
	t->ratings = vocab_new(f);
	r.fields = delimited_open(in, log->separator, f);
	if (t->users && t->items && t->ratings && r.fields &&
	    !read_events(&r, f))
		result = group(t, f);
	delimited_close(r.fields);
	free(r.header);
	return result;
}

void
timeline_free(struct timeline *t)
{
	vocab_free(t->users);
	vocab_free(t->items);
	vocab_free(t->ratings);
	free(t->events);
	free(t->start);
	free(t->rating);
	*t = (struct timeline){0};
}
