/* log_options - the options of a program that reads logs. */
/* SPDX-License-Identifier: MIT */
#include "log/log_options.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "cli/options.h"
#include "log/cleaning.h"
#include "log/event_fields.h"
#include "log/log_columns.h"
#include "log/log_guess.h"
#include "log/log_notes.h"
#include "log/moment.h"
#include "log/timeline.h"
#include "log/timeline_read.h"
#include "log/timeline_times.h"

static void
set_defaults(struct log_options *p, struct event_fields *carried)
{
	*p = (struct log_options){.carried = carried,
	    .header = "detect",
	    .order = "detect",
	    .line = "event",
	    .unique = "all",
	    .min_rating = NAN};
}

#define CLEANING_ROWS 9

/* Makes the rows of the log's form and columns. */
static void
column_rows(
    struct log_options *p, struct event_fields *carried, struct cli_option *to)
{
	const struct cli_option rows[] = {
	    OPT_GROUP("Log"),
	    OPT_STRING("separator", 'F', &p->separator, "STRING",
		"separator of the log's fields (default ::, TAB, comma, "
		"semicolon, | or blanks, by the first line)"),
	    OPT_STRING("user", 0, &p->user, "COLUMN",
		"the column of users, by name or number (default by common "
		"names, see the page)"),
	    OPT_STRING("item", 0, &p->item, "COLUMN", "the column of items"),
	    OPT_STRING("time", 0, &p->time, "COLUMN[,COLUMN]",
		"the column of times, or the columns of dates and times of "
		"day; - for none"),
	    OPT_STRING("rating", 0, &p->rating, "COLUMN",
		"the column of ratings; - for none"),
	    OPT_STRING("columns", 'c', &p->columns, "ROLE[,ROLE]...",
		"roles of the first columns, in order, instead of the four "
		"options above: user, item, rating, time, or - to skip one"),
	    OPT_CHOICE("date-order", 0, &p->order, "ORDER",
		"what comes first in dates like 5/1/2024",
		timeline_order_choice),
	    OPT_CHOICE("log-header", 0, &p->header, "WHAT",
		"whether the log has a header line", log_header_choice),
	    OPT_CHOICE("line", 0, &p->line, "WHAT",
		"what a line of the log holds", timeline_line_choice),
	    OPT_STRING("event-field", 0, &p->fields, "NAME[,NAME]...",
		"keep these columns beside the items, by name or number"),
	    OPT_FLAG("time-gaps", 0, &carried->gaps,
		"also keep the seconds since the user's previous event"),
	    OPT_FLAG("nth", 0, &carried->nth,
		"also keep the place of each event among its user's: 1, 2, "
		"..."),
	    OPT_SIZE("earlier", 0, &carried->earlier, "N",
		"also keep the last N items before the context", 1, 1e6),
	    OPT_STRING("weight", 0, &p->weight, "COLUMN",
		"a column of numbers: the value at the label's event weights "
		"an example, with seq-train --weight=weight"),
	};

	_Static_assert(COUNTOF(rows) + CLEANING_ROWS == LOG_OPTIONS_ROWS,
	    "see the header");
	memcpy(to, rows, sizeof(rows));
}

/* Makes the rows of --min-rating and of the other options that drop events. */
static void
cleaning_rows(struct log_options *p, struct cli_option *to)
{
	const struct cli_option rows[] = {
	    OPT_GROUP("Cleaning"),
	    OPT_REAL("min-rating", 0, &p->min_rating, "X",
		"drop events with a lower rating", -1e30, 1e30),
	    OPT_STRING("from", 0, &p->from, "TIME",
		"drop events before this date, number as in the log, or time "
		"before the log's end, like -7d"),
	    OPT_STRING("until", 0, &p->until, "TIME",
		"drop events at or after this time"),
	    OPT_REAL("session-gap", 0, &p->session_gap, "SECONDS",
		"start a new session after a longer idle time", 0, 1e15),
	    OPT_CHOICE("unique", 0, &p->unique, "WHICH",
		"which of a user's events of one item to keep",
		cleaning_unique_choice),
	    OPT_SIZE("min-user-events", 0, &p->user_events, "N",
		"drop users, or sessions, with fewer events", 0, 1e15),
	    OPT_SIZE("min-item-events", 0, &p->item_events, "N",
		"drop items with fewer events; both repeat until nothing "
		"changes",
		0, 1e15),
	    OPT_SIZE("rounds", 0, &p->rounds, "N",
		"repeat at most N times; 0: no limit", 0, 1e15),
	};

	_Static_assert(COUNTOF(rows) == CLEANING_ROWS, "see above");
	memcpy(to, rows, sizeof(rows));
}

void
log_options_rows(
    struct log_options *p, struct event_fields *carried, struct cli_option *to)
{
	set_defaults(p, carried);
	column_rows(p, carried, to);
	cleaning_rows(p, to + LOG_OPTIONS_ROWS - CLEANING_ROWS);
}

/* The index of the choice called name. */
static size_t
number_of(struct choice (*choice)(size_t k), const char *name)
{
	size_t k = 0;

	while (choice(k).name && strcmp(choice(k).name, name))
		k++;
	return k;
}

static int
check_moment(const char *option, const char *text, struct fail *f)
{
	return text && moment_check(text, f) ? fail_at(f, "%s", option) : 0;
}

int
log_options_check(struct log_options *p, struct fail *f)
{
	int named = p->user || p->item || p->time || p->rating;
	struct log_columns c;

	if (p->separator && !*p->separator)
		return fail_set(f, "--separator is empty");
	if (p->columns && named)
		return fail_set(f, "--columns gives all columns; leave out "
				   "--user, --item, --time and --rating");
	if (p->columns && log_columns_parse(&c, p->columns, f))
		return fail_at(f, "--columns");
	if (p->columns && (c.column[ROLE_USER] < 0 || c.column[ROLE_ITEM] < 0))
		return fail_set(f, "--columns needs user and item");
	if (event_fields_parse(p->carried, p->fields, p->weight, f))
		return -1;
	if (strcmp(p->line, "event") && (p->columns || named || p->carried->n))
		return fail_set(f, "--line=%s has no columns to name", p->line);
	if (check_moment("--from", p->from, f) ||
	    check_moment("--until", p->until, f))
		return -1;
	if (p->rounds && p->user_events < 2 && p->item_events < 2)
		return fail_set(
		    f, "--rounds needs --min-user-events or --min-item-events");
	return 0;
}

/* Notes items that are all like 12.0.  Such ids differ from the 12 of other
 * files. */
static int
note_decimals(const struct timeline *t, struct log_notes *notes, struct fail *f)
{
	const size_t n = vocab_size(t->items);
	struct slice id = {0};
	size_t i, k;

	for (i = 1; i <= n; i++) {
		id = vocab_token(t->items, (int32_t)i);
		for (k = 0; k < id.n && id.s[k] >= '0' && id.s[k] <= '9'; k++)
			;
		if (!k || k + 2 != id.n || memcmp(id.s + k, ".0", 2))
			return 0;
	}
	return !n ? 0
	          : log_notes_add(notes, 0, f,
			"all items end in .0, such as '%.*s', as if numbers "
			"were written as floats; they differ from '%.*s' in "
			"other files",
			(int)id.n, id.s, (int)(id.n - 2), id.s);
}

int
log_options_read(const struct log_options *p, const char *command,
    struct input *in, struct timeline *t, struct cleaning_counts *counts,
    struct log_notes *notes, struct fail *f)
{
	struct log_told told = {p->columns, p->user, p->item, p->rating,
	    p->time, (enum log_header)number_of(log_header_choice, p->header),
	    command};
	struct timeline_log log = {p->separator, &told,
	    (enum timeline_line)number_of(timeline_line_choice, p->line),
	    p->carried, p->min_rating,
	    (int)number_of(timeline_order_choice, p->order)};
	struct cleaning plan = {p->from, p->until, p->session_gap,
	    (enum cleaning_unique)number_of(cleaning_unique_choice, p->unique),
	    p->user_events, p->item_events, p->rounds};

	return timeline_read(t, in, &log, notes, f) ||
	               note_decimals(t, notes, f) ||
	               cleaning_run(&plan, t, counts, f)
	           ? -1
	           : 0;
}
