/* log_advice - messages about the columns of a log. */
/* SPDX-License-Identifier: MIT */
#include "log/log_advice.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "log/log_columns.h"
#include "log/log_kinds.h"
#include "log/log_time.h"

/* Text of limited size, truncated when full. */
struct log_advice_text {
	char *s;
	size_t n, size;
};

static void
put(struct log_advice_text *t, const char *s, size_t n)
{
	n = size_min(n, t->size - 1 - t->n);
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

static void
put_string(struct log_advice_text *t, const char *s)
{
	put(t, s, strlen(s));
}

void
log_advice_line(const struct log_head *h, char *out, size_t size)
{
	struct log_advice_text t = {out, 0, size};
	size_t i;

	*out = '\0';
	for (i = 0; i < h->nfirst; i++) {
		if (i)
			put(&t, ",", 1);
		put(&t, h->first[i].s, size_min(h->first[i].n, 60));
	}
}

/* A column in an option or a sentence: its name, else its number. */
static void
put_column(struct log_advice_text *t, const struct log_guess *g,
    const struct log_head *h, int column)
{
	struct slice name = h->first[column];
	char number[24];

	if (g->header && name.n) {
		put(t, name.s, size_min(name.n, 60));
		return;
	}
	(void)snprintf(number, sizeof(number), "%d", column + 1);
	put_string(t, number);
}

/* The same, quoted for a shell. */
static void
put_argument(struct log_advice_text *t, const struct log_guess *g,
    const struct log_head *h, int column)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
				    "QRSTUVWXYZ0123456789_.:-";
	struct slice name = h->first[column];
	size_t i = 0;

	while (i < name.n && name.s[i] && strchr(plain, name.s[i]))
		i++;
	if (!g->header || i == name.n) {
		put_column(t, g, h, column);
		return;
	}
	put(t, "'", 1);
	put_column(t, g, h, column);
	put(t, "'", 1);
}

static int
looks_like_time(const struct log_head *h, size_t i)
{
	return log_time_is_likely(h->first[i]) ||
	       (h->nsecond == h->nfirst && log_time_is_likely(h->second[i]));
}

/* Returns 1 if the column looks like line numbers, order numbers or the
 * like. */
static int
is_number_of_line(struct slice name)
{
	static const char *const names[] = {"id", "index", "row", "rowid",
	    "order", "orderid", "orderno", "ordernumber", "invoice",
	    "invoiceid", "invoiceno", "transactionid", "eventid", "reviewid",
	    "lineid"};
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		if (log_columns_same(
			name, (struct slice){names[i], strlen(names[i])}))
			return 1;
	}
	return !name.n;
}

/* Returns 1 if the column may have the role, as far as its name and values
 * tell. */
static int
suits(const struct log_head *h, size_t i, enum role role, int by_name)
{
	return by_name ? log_columns_hints(h->first[i], role)
	               : looks_like_time(h, i) == (role == ROLE_TIME) &&
	                     !is_number_of_line(h->first[i]);
}

/* Assigns missing roles to unused columns: by a word of the name; else time to
 * one that holds times, the others to the first columns. */
static void
fill_open(struct log_columns *c, const struct log_head *h)
{
	static const enum role order[] = {ROLE_TIME, ROLE_USER, ROLE_ITEM};
	size_t i, k, r;
	int by_name;

	for (by_name = 1; by_name >= 0; by_name--) {
		for (k = 0; k < COUNTOF(order); k++) {
			for (i = 0; i < h->nfirst && c->column[order[k]] < 0;
			     i++) {
				for (r = 0; r < ROLES && c->column[r] != (int)i;
				     r++)
					;
				if (r == ROLES &&
				    suits(h, i, order[k], by_name))
					c->column[order[k]] = (int)i;
			}
		}
	}
}

static int
has_title(const struct log_head *h, const char *title)
{
	size_t i, n = strlen(title);

	for (i = 0; i < h->nfirst; i++) {
		if (h->first[i].n == n && !memcmp(h->first[i].s, title, n))
			return 1;
	}
	return 0;
}

/* Returns 1 if the header is one that seq-examples writes itself. */
static int
is_made_of_a_log(const struct log_head *h)
{
	return (has_title(h, "context") && has_title(h, "label")) ||
	       (h->nfirst == 2 && has_title(h, "user") &&
		   has_title(h, "items"));
}

int
log_advice_refuse(const struct log_told *told, const struct log_head *h,
    const struct log_guess *g, const char *why, struct fail *f)
{
	static const enum role roles[] = {
	    ROLE_USER, ROLE_ITEM, ROLE_RATING, ROLE_TIME};
	struct log_columns c = g->columns;
	char line[300], command[500];
	struct log_advice_text t = {command, 0, sizeof(command)};
	size_t k;

	log_advice_line(h, line, sizeof(line));
	if (is_made_of_a_log(h))
		return fail_set(f,
		    "this is not a log: it has the columns %s of examples, "
		    "which seq-train reads",
		    line);
	fill_open(&c, h);
	*command = '\0';
	for (k = 0; k < COUNTOF(roles); k++) {
		int at = c.column[roles[k]];

		if (at < 0 || !(g->guessed >> roles[k] & 1))
			continue;
		put_string(&t, " --");
		put_string(&t, log_columns_name(roles[k]));
		put(&t, "=", 1);
		put_argument(&t, g, h, at);
		if (roles[k] == ROLE_TIME && c.column[ROLE_CLOCK] >= 0) {
			put(&t, ",", 1);
			put_argument(&t, g, h, c.column[ROLE_CLOCK]);
		}
	}
	return fail_set(f,
	    "%s There are %zu columns, and the first line is %s; perhaps: "
	    "seq-examples%s%s%s",
	    why, h->nfirst, line, command, told->command ? " " : "",
	    told->command ? told->command : "");
}

int
log_advice_has_lists(const struct log_head *h)
{
	static const char end[] = "_list:token_seq";
	size_t n = sizeof(end) - 1;

	return h->nfirst == 3 && h->first[1].n > n &&
	       !memcmp(h->first[1].s + h->first[1].n - n, end, n);
}

int
log_advice_convert(const struct log_head *h, const char *what,
    const char *convert, const char *program, struct fail *f)
{
	return fail_set(f, "%s; convert the file: %s %s | %s", what, convert,
	    h->file, program);
}

int
log_advice_is_items(const struct log_head *h)
{
	size_t i;
	int weak;

	for (i = 0; i < h->nfirst; i++) {
		enum role role = log_columns_role(h->first[i], &weak);

		if (role == ROLE_TITLE || role == ROLE_GENRES)
			return 1;
	}
	return 0;
}

/* The --columns option that would state the guess. */
static void
put_list(struct log_advice_text *t, const struct log_columns *c)
{
	int last = -1, i, r;

	for (r = 0; r < LOG_ROLES; r++)
		last = c->column[r] > last ? c->column[r] : last;
	for (i = 0; i <= last; i++) {
		for (r = 0; r < LOG_ROLES && c->column[r] != i; r++)
			;
		if (i)
			put(t, ",", 1);
		put_string(t, r == LOG_ROLES
				  ? "-"
				  : log_columns_name((enum role)(
					r == ROLE_CLOCK ? ROLE_TIME : r)));
	}
}

/* Returns 1 if the last word of the name is a part of a date. */
static int
is_part_of_date(struct slice name)
{
	static const char *const parts[] = {
	    "year", "month", "day", "hour", "minute", "second"};
	size_t i, n = name.n;

	while (n && name.s[n - 1] && !strchr("_-. ", name.s[n - 1]))
		n--;
	for (i = 0; i < COUNTOF(parts); i++) {
		if (log_columns_same((struct slice){name.s + n, name.n - n},
			(struct slice){parts[i], strlen(parts[i])}))
			return 1;
	}
	return 0;
}

/* Names the columns of a log without times that look like parts of one, or like
 * a time. */
static void
put_unused_times(struct log_advice_text *t, const struct log_guess *g,
    const struct log_head *h)
{
	size_t i, r, parts = 0;

	for (i = 0; i < h->nfirst; i++) {
		for (r = 0; r < LOG_ROLES && g->columns.column[r] != (int)i;
		     r++)
			;
		if (r < LOG_ROLES)
			continue;
		if (!parts && (g->guessed >> ROLE_TIME & 1) &&
		    log_columns_hints(h->first[i], ROLE_TIME) &&
		    looks_like_time(h, i)) {
			put_string(t, "; perhaps --time=");
			put_argument(t, g, h, (int)i);
			return;
		}
		if (!is_part_of_date(h->first[i]))
			continue;
		put_string(t,
		    parts++ ? ", "
			    : "; join the parts of a time into one column: ");
		put_column(t, g, h, (int)i);
	}
}

void
log_advice_describe(
    const struct log_guess *g, const struct log_head *h, char *out, size_t size)
{
	struct log_advice_text t = {out, 0, size};
	int r, said = 0;

	*out = '\0';
	if (g->published) {
		put_string(&t, g->published);
		put_string(&t, ": ");
	} else if (!g->header) {
		put_string(&t, "no header line: ");
	}
	for (r = 0; r < LOG_ROLES; r++) {
		int at = g->columns.column[r];

		if (at < 0)
			continue;
		put_string(&t, said++ ? ", " : "");
		put_string(&t, log_columns_name((enum role)r));
		put_string(&t, g->header ? "=" : "=column ");
		put_column(&t, g, h, at);
		if (!g->header) {
			put_string(&t, " (");
			put(&t, h->first[at].s, size_min(h->first[at].n, 30));
			put_string(&t, ")");
		}
	}
	if (!g->header) {
		put_string(&t, "; like --columns=");
		put_list(&t, &g->columns);
	} else if (g->columns.column[ROLE_TIME] < 0) {
		put_unused_times(&t, g, h);
	}
}

/* Returns 1 if the first line names a user first, or two different roles. */
static int
names_roles(const struct log_head *h)
{
	unsigned found = 0;
	enum role role;
	size_t i;
	int weak;

	for (i = 0; i < h->nfirst; i++) {
		role = log_columns_role(h->first[i], &weak);
		if (role < LOG_ROLES && !weak)
			found |= 1U << role;
		if (!i && found == 1U << ROLE_USER)
			return 1;
	}
	return (found & (found - 1)) != 0;
}

int
log_advice_lines(const struct log_told *told, const struct log_head *h,
    int *events, struct fail *f)
{
	char line[200];
	size_t i, times = 0;

	if (told->header == LOG_HEADER_DETECT && names_roles(h)) {
		log_advice_line(h, line, sizeof(line));
		return fail_set(f,
		    "this looks like a header line: %s; --log-header=yes skips "
		    "it, --log-header=no reads it.  If each line is one event, "
		    "omit --line",
		    line);
	}
	for (i = 0; i < h->nsecond; i++)
		times += (size_t)log_time_is_likely(h->second[i]);
	*events = times == 1 && h->nsecond > 2;
	return 0;
}
