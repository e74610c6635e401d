/* log_guess - guesses the columns of a log. */
/* SPDX-License-Identifier: MIT */
#include "log/log_guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "log/log_advice.h"
#include "log/log_columns.h"
#include "log/log_first.h"
#include "log/log_kinds.h"
#include "log/log_time.h"
#include "log/time_columns.h"

/* Published logs with misleading headers. */
static const struct {
	const char *name;
	const char *header;
	struct log_told told;
} misleading[] = {
    {"Diginetica", "session_id,user_id,item_id,timeframe,eventdate",
	{.user = "session_id",
	    .item = "item_id",
	    .time = "eventdate,timeframe"}},
};

struct choice
log_header_choice(size_t k)
{
	static const struct choice choices[] = {
	    [LOG_HEADER_DETECT] = {"detect", NULL,
		"if the first line looks like one"},
	    [LOG_HEADER_YES] = {"yes", NULL, "the first line is a header"},
	    [LOG_HEADER_NO] = {"no", NULL, "the first line is an event"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

/* Returns 1 if the text is a column's name, not a number. */
static int
is_title(const struct log_head *h, struct slice name)
{
	return log_columns_find(h, name, 0) < 0 &&
	       log_columns_find(h, name, 1) >= 0;
}

/* Returns 1 if a name that the user gave is in the first line, which then is a
 * header.  Numbers do not count. */
static int
names_header(const struct log_told *told, const struct log_head *h)
{
	const char *const names[] = {
	    told->user, told->item, told->rating, told->time};
	size_t r, n;

	for (r = 0; r < COUNTOF(names); r++) {
		const char *s = names[r];

		if (!s || !strcmp(s, "-"))
			continue;
		n = strcspn(s, ",");
		if (is_title(h, (struct slice){s, strlen(s)}) ||
		    (s[n] && (is_title(h, (struct slice){s, n}) ||
				 is_title(h, (struct slice){s + n + 1,
						 strlen(s + n + 1)}))))
			return 1;
	}
	return 0;
}

static int
find_told(const struct log_head *h, struct slice name, int header, int *column,
    struct fail *f)
{
	char line[400];

	*column = log_columns_find(h, name, header);
	if (*column >= 0)
		return 0;
	log_advice_line(h, line, sizeof(line));
	return fail_set(f, "there is no column '%.*s'; the %zu column%s: %s",
	    (int)size_min(name.n, 100), name.s, h->nfirst, num_are(h->nfirst),
	    line);
}

/* Checks that no column has two roles. */
static int
check_told(const struct log_columns *c, struct fail *f)
{
	int a, b;

	for (a = 0; a < LOG_ROLES; a++) {
		for (b = 0; b < a && c->column[a] >= 0; b++) {
			if (c->column[a] == c->column[b])
				return fail_set(f,
				    "column %d cannot be both the %s and the "
				    "%s",
				    c->column[a] + 1,
				    log_columns_name((enum role)b),
				    log_columns_name((enum role)a));
		}
	}
	return 0;
}

/* Fills in the roles given by names; *named: some are names of a header. */
static int
take_names(const struct log_told *told, const struct log_head *h,
    struct log_guess *g, int *named, struct fail *f)
{
	const char *const names[] = {
	    told->user, told->item, told->rating, told->time};
	int *column = g->columns.column, header;
	size_t r, n;

	*named = names_header(told, h);
	header = *named || told->header == LOG_HEADER_YES;
	for (r = 0; r < COUNTOF(names); r++) {
		struct slice name = {names[r], names[r] ? strlen(names[r]) : 0};

		if (!names[r])
			continue;
		g->guessed &= ~(1U << r);
		if (r == ROLE_TIME)
			g->guessed &= ~(1U << ROLE_CLOCK);
		if (!strcmp(names[r], "-"))
			continue;
		n = r == ROLE_TIME ? strcspn(names[r], ",") : name.n;
		if (n < name.n && log_columns_find(h, name, header) < 0) {
			struct slice clock = {name.s + n + 1, name.n - n - 1};

			if (find_told(h, clock, header, &column[ROLE_CLOCK], f))
				return -1;
			name.n = n;
		}
		if (find_told(h, name, header, &column[r], f))
			return -1;
	}
	return check_told(&g->columns, f);
}

static int
has_digit(struct slice s)
{
	size_t i = 0;

	while (i < s.n && (s.s[i] < '0' || s.s[i] > '9'))
		i++;
	return i < s.n;
}

/* Returns 1 if the first line is a header, because the next line has other
 * kinds of values, or codes with digits where the first has none at all. */
static int
differs(const struct log_head *h, const struct log_columns *c)
{
	static const enum role values[] = {ROLE_RATING, ROLE_TIME, ROLE_CLOCK};
	size_t i, words = 0, codes = 0, plain = 0;

	for (i = 0; i < COUNTOF(values); i++) {
		int at = c->column[values[i]];

		if (at >= 0 && log_kinds_is_word(h->first[at]))
			return 1;
	}
	if (h->nfirst != h->nsecond)
		return 0;
	for (i = 0; i < h->nfirst; i++) {
		if (log_kinds_is_value(h->first[i]))
			return 0;
		words += log_kinds_is_word(h->first[i]) &&
		         log_kinds_is_value(h->second[i]);
		codes += has_digit(h->second[i]);
		plain += !has_digit(h->first[i]);
	}
	return words > 0 || (plain == h->nfirst && codes > 1);
}

/* Fills in the remaining roles from the header's names.  *twice: see
 * log_columns_header(). */
static int
take_header(const struct log_head *h, struct log_guess *g, unsigned *twice,
    struct fail *f)
{
	struct slice *cells = malloc((h->nfirst + 1) * sizeof(*cells));
	struct log_columns named;
	struct fail odd; /* the caller reports it, from *twice */
	size_t r;

	if (!cells)
		return fail_memory(f);
	memcpy(cells, h->first, h->nfirst * sizeof(*cells));
	for (r = 0; r < LOG_ROLES; r++) {
		if (g->columns.column[r] >= 0)
			cells[g->columns.column[r]].n = 0;
	}
	(void)log_columns_header(&named, cells, h->nfirst, twice, &odd);
	free(cells);
	time_columns_pair(h, &named);
	if (named.column[ROLE_USER] >= 0 || named.column[ROLE_ITEM] >= 0 ||
	    g->columns.column[ROLE_USER] >= 0)
		*twice |=
		    (unsigned)(time_columns_find(h, &g->columns, &named) < 0)
		    << ROLE_TIME;
	*twice &= g->guessed;
	for (r = 0; r < LOG_ROLES; r++) {
		if (g->guessed >> r & 1)
			g->columns.column[r] = named.column[r];
	}
	return 0;
}

static int
is_misleading(const struct log_head *h, const char *header)
{
	size_t i, n;

	for (i = 0; i < h->nfirst; i++, header += n + (header[n] == ',')) {
		n = strcspn(header, ",");
		if (!n ||
		    !log_columns_same(h->first[i], (struct slice){header, n}))
			return 0;
	}
	return !*header;
}

/* Takes the columns from --columns. */
static int
take_list(const struct log_told *told, const struct log_head *h,
    struct log_guess *g, struct fail *f)
{
	unsigned twice = 0;
	struct log_columns by_name;
	struct fail odd;

	if (log_columns_parse(&g->columns, told->columns, f))
		return -1;
	if (g->columns.columns > h->nfirst)
		return fail_set(f, "%zu column%s where --columns names %zu",
		    h->nfirst, num_s(h->nfirst), g->columns.columns);
	g->columns.columns = h->nfirst;
	g->guessed = 0;
	(void)log_columns_header(&by_name, h->first, h->nfirst, &twice, &odd);
	g->header = told->header == LOG_HEADER_YES ||
	            (told->header == LOG_HEADER_DETECT &&
			((by_name.column[ROLE_USER] >= 0 &&
			     by_name.column[ROLE_ITEM] >= 0) ||
			    differs(h, &g->columns)));
	return 0;
}

/* Reports the roles that a header leaves open. */
static int
check_header(const struct log_told *told, const struct log_head *h,
    const struct log_guess *g, unsigned twice, struct fail *f)
{
	const int *column = g->columns.column;
	char why[200];
	size_t r;

	if (log_advice_has_lists(h))
		return log_advice_convert(h, "lists of items, as in RecBole",
		    LOG_ADVICE_LISTS, "seq-train", f);
	for (r = 0; r < LOG_ROLES; r++) {
		if (!(twice >> r & 1))
			continue;
		(void)snprintf(why, sizeof(why),
		    "more than one column could be the %s.",
		    log_columns_name((enum role)r));
		return log_advice_refuse(told, h, g, why, f);
	}
	if (column[ROLE_USER] < 0 && column[ROLE_ITEM] >= 0 &&
	    column[ROLE_TIME] < 0 && log_advice_is_items(h))
		return fail_set(
		    f, "no column is a user: a table of items, for --items?");
	if (column[ROLE_USER] < 0 || column[ROLE_ITEM] < 0)
		return log_advice_refuse(told, h, g,
		    column[ROLE_USER] >= 0 ? "no column looks like the item."
		    : column[ROLE_ITEM] >= 0
			? "no column looks like the user."
			: "no columns look like the user and the item.",
		    f);
	return 0;
}

/* If the user gave no columns, guesses them by the names of the first line, or
 * by its values. */
static int
guess_all(const struct log_told *told, const struct log_head *h,
    struct log_guess *g, struct fail *f)
{
	const char *convert = NULL;
	int named, known, time, by_name = 0;
	unsigned twice = 0;
	size_t k;

	for (k = 0; k < COUNTOF(misleading); k++) {
		if (told->header == LOG_HEADER_NO ||
		    !is_misleading(h, misleading[k].header))
			continue;
		g->header = 1;
		g->published = misleading[k].name;
		if (take_names(&misleading[k].told, h, g, &by_name, f))
			return -1;
		g->guessed = ~0U;
		return 0;
	}
	if (log_first_check(h, f) || take_header(h, g, &twice, f))
		return -1;
	named = (g->columns.column[ROLE_USER] >= 0 &&
		    g->columns.column[ROLE_ITEM] >= 0) ||
	        twice;
	if (!named && log_first_comment(h, f))
		return -1;
	g->header = told->header == LOG_HEADER_DETECT
	                ? named || differs(h, &g->columns)
	                : told->header == LOG_HEADER_YES;
	if (g->header)
		return check_header(told, h, g, twice, f);
	known = log_kinds_find(
	    &g->columns, h->first, h->nfirst, &g->published, &convert);
	if (convert)
		return log_advice_convert(h, g->published, convert,
		    "seq-examples --columns=user,item,time", f);
	time = g->columns.column[ROLE_TIME];
	if (known && (!h->uneven || g->published ||
			 (time >= 0 && log_time_is_likely(h->first[time]))))
		return 0;
	return log_advice_refuse(told, h, g,
	    h->uneven || h->nfirst > 4
		? "the columns cannot be guessed.  (" LOG_ADVICE_LINES ".)"
		: "the columns cannot be guessed.",
	    f);
}

int
log_guess(const struct log_told *told, const struct log_head *h,
    struct log_guess *g, struct fail *f)
{
	unsigned twice = 0;
	int named = 0;

	(void)log_columns_header(
	    &g->columns, NULL, 0, NULL, f); /* no columns */
	g->columns.columns = h->nfirst;
	g->header = 0;
	g->guessed = ~0U;
	g->published = NULL;
	if (told->columns)
		return take_list(told, h, g, f);
	if (!told->user && !told->item && !told->rating && !told->time)
		return guess_all(told, h, g, f);
	if (take_names(told, h, g, &named, f))
		return -1;
	if (named && told->header == LOG_HEADER_NO)
		return fail_set(
		    f, "with --log-header=no, columns must be given by number");
	g->header =
	    named || told->header == LOG_HEADER_YES ||
	    (told->header == LOG_HEADER_DETECT && differs(h, &g->columns));
	if (g->header && take_header(h, g, &twice, f))
		return -1;
	return check_header(told, h, g, twice, f);
}
