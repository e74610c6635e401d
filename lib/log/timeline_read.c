/* timeline_read - reads logs in the formats of other software into a
 * timeline. */
/* SPDX-License-Identifier: MIT */
#include "log/timeline_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/input.h"
#include "log/delimited.h"
#include "log/event_fields.h"
#include "log/log_advice.h"
#include "log/log_columns.h"
#include "log/log_guess.h"
#include "log/log_kinds.h"
#include "log/log_notes.h"
#include "log/timeline.h"
#include "log/timeline_check.h"
#include "log/timeline_times.h"

#define LOOK_AHEAD 20 /* lines */
#define PLACED (-2)

/* The state of reading. */
struct timeline_reader {
	struct timeline *t;
	struct input *in;
	const struct timeline_log *log;
	struct log_notes *notes;
	const struct log_told *told;
	struct delimited *fields;
	struct log_guess guess; /* of this input */
	unsigned guessed;       /* bit r: role r was guessed for some input */
	size_t room;            /* capacity for events */
	size_t rating_room;
	size_t value_room;
	int field[EVENT_FIELDS_MAX + 1]; /* this input's columns of fields */
	struct timeline_times times;     /* those read */
	char said[700];                  /* the last reported guess */
	char *header; /* this input's header cells for user and item */
	size_t header_user, header_item; /* lengths */
	size_t header_room;
	size_t sessions; /* lines read as sessions */
};

struct choice
timeline_line_choice(size_t k)
{
	static const struct choice choices[] = {
	    [TIMELINE_EVENT] = {"event", NULL, "an event: user, item, ..."},
	    [TIMELINE_USER] = {"user", NULL, "a user and all items"},
	    [TIMELINE_SESSION] = {"session", NULL, "all items of a session"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

/* Remembers the header, to recognise it when it is repeated. */
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

/* Reports the guess for this input, unless it is the same as before. */
static int
say_guess(struct timeline_reader *r, const struct log_head *h, struct fail *f)
{
	char words[sizeof(r->said)];

	if (!r->guess.guessed)
		return 0;
	log_advice_describe(&r->guess, h, words, sizeof(words));
	if (!strcmp(words, r->said))
		return 0;
	memcpy(r->said, words, sizeof(words));
	return log_notes_add(
	    r->notes, 0, f, "%s: %s", input_name(r->in), words);
}

/* Finds the columns from the first line of every input.  Returns 1 if the line is a
 * header, 0 if not, -1 on an error, PLACED if its message has a place already. */
static int
start_input(struct timeline_reader *r, const struct slice *cells, size_t n,
    struct fail *f)
{
	const int *column = r->guess.columns.column;
	struct timeline *t = r->t;
	struct log_head h = {
	    .first = cells, .nfirst = n, .file = input_name(r->in)};

	/* Only logs are separated by ::, not lists of items. */
	if ((!delimited_is_by(r->fields, "::") &&
		delimited_uneven(r->fields, LOOK_AHEAD, &h.uneven, f)) ||
	    delimited_following(r->fields, &h.second, &h.nsecond, f) < 0)
		return PLACED;
	if (log_guess(r->told, &h, &r->guess, f))
		return -1;
	if (r->log->fields &&
	    event_fields_find(r->log->fields, &h, &r->guess, r->field, f))
		return -1;
	if (column[ROLE_USER] < 0 || column[ROLE_ITEM] < 0)
		return fail_set(f, "--columns names no user or no item");
	r->guessed |= r->guess.guessed;
	if (column[ROLE_RATING] < 0)
		t->has_ratings = 0;
	if (column[ROLE_TIME] < 0)
		t->has_times = 0;
	if (!t->has_ratings && !isnan(r->log->min_rating))
		return fail_set(f, "there are no ratings to compare with "
				   "--min-rating");
	r->header_user = r->header_item = 0; /* no event has these */
	if (r->guess.header && keep_header(r, cells[column[ROLE_USER]],
				   cells[column[ROLE_ITEM]], f))
		return -1;
	return say_guess(r, &h, f) ? -1 : r->guess.header;
}

/* Parses the rating s: a decimal number, perhaps with a + as in +1, or with a
 * decimal comma. */
static int
parse_rating(struct slice s, double *x, struct fail *f)
{
	size_t plus = s.n > 1 && s.s[0] == '+' && s.s[1] != '-';
	char point[32];
	char *comma;

	if (s.n < sizeof(point) && memchr(s.s, ',', s.n)) {
		memcpy(point, s.s, s.n);
		comma = memchr(point, ',', s.n);
		*comma = '.';
		s.s = point;
	}
	if (num_get_double(s.s + plus, s.n - plus, x) || !isfinite((float)*x))
		return fail_set(f, "the rating '%.*s' is not a number",
		    (int)size_min(s.n, 100), s.s);
	return 0;
}

/* The number of the rating s; parsed only when first seen. */
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

/* Adds an event of this user and item to the timeline. */
static int
keep_event(struct timeline_reader *r, struct slice user, struct slice item,
    struct timeline_event e, struct fail *f)
{
	struct timeline *t = r->t;

	if (ARRAY_ROOM(&t->events, &r->room, t->n + 1, f))
		return -1;
	e.user = timeline_user(t, user, f);
	e.item = vocab_add(t->items, item.s, item.n, f);
	if (e.user < 0 || e.item < 0)
		return -1;
	vocab_set_count(t->items, e.item, vocab_count(t->items, e.item) + 1);
	t->events[t->n++] = e;
	return 0;
}

/* Stores the fields of the event added last. */
static int
keep_values(
    struct timeline_reader *r, const struct slice *cells, struct fail *f)
{
	struct timeline *t = r->t;
	size_t k, at = (t->n - 1) * t->nfields;

	if (ARRAY_ROOM(&t->value, &r->value_room, at + t->nfields, f))
		return -1;
	for (k = 0; k < t->nfields; k++) {
		struct slice s = cells[r->field[k]];
		const size_t known = vocab_size(t->field[k]);
		int32_t id = s.n ? vocab_add(t->field[k], s.s, s.n, f) : 0;

		if (id < 0)
			return -1;
		if ((!id || (size_t)id > known) &&
		    event_fields_check_value(r->log->fields, k, s, f))
			return -1;
		t->value[at + k] = id;
	}
	return 0;
}

/* Adds the event in the cells, unless its rating is too low. */
static int
add_event(struct timeline_reader *r, const struct slice *cells, struct fail *f)
{
	const int *column = r->guess.columns.column;
	struct slice user = cells[column[ROLE_USER]];
	struct slice item = cells[column[ROLE_ITEM]];
	struct timeline_event e = {0};
	struct timeline *t = r->t;

	t->read++;
	if (log_kinds_is_missing(user) || log_kinds_is_missing(item)) {
		t->nameless++;
		return 0;
	}
	if (is_header(r, user, item))
		return fail_set(f, "a second header line; give the files as "
				   "separate operands");
	if (column[ROLE_TIME] >= 0 &&
	    timeline_times_parse(&r->times, cells[column[ROLE_TIME]],
		column[ROLE_CLOCK] < 0 ? NULL : &cells[column[ROLE_CLOCK]], &e,
		f))
		return -1;
	if (column[ROLE_RATING] >= 0) {
		e.rating = rating_id(r, cells[column[ROLE_RATING]], f);
		if (e.rating < 0)
			return -1;
		if (t->rating[e.rating] < r->log->min_rating)
			return 0;
	}
	if (keep_event(r, user, item, e, f))
		return -1;
	return t->nfields ? keep_values(r, cells, f) : 0;
}

/* Adds the events of a line that is a whole user or session. */
static int
add_line(struct timeline_reader *r, const struct slice *cells, size_t n,
    struct fail *f)
{
	int named = r->log->line == TIMELINE_USER;
	struct slice user = cells[0];
	char number[32];
	size_t i;

	if (!named) {
		r->sessions++;
		user.n = (size_t)snprintf(
		    number, sizeof(number), "%zu", r->sessions);
		user.s = number;
	}
	if (!user.n)
		return fail_set(f, "the user is empty");
	for (i = (size_t)named; i < n; i++) {
		if (!cells[i].n && i + 1 == n)
			break; /* the line ends with a separator */
		r->t->read++;
		if (!cells[i].n)
			return fail_set(f, "the item is empty");
		if (keep_event(
			r, user, cells[i], (struct timeline_event){0}, f))
			return -1;
	}
	return 0;
}

/* Explains a line whose number of fields differs from the first line's.  If the
 * first line was guessed to be an event, the lines may be users or sessions. */
static int
fail_uneven(const struct timeline_reader *r, struct fail *f)
{
	struct fail what = *f;

	if (!delimited_found_uneven(r->fields) || r->guess.header ||
	    delimited_is_by(r->fields, "::") ||
	    !(r->guess.guessed >> ROLE_USER & 1) || r->guess.published)
		return -1;
	return fail_set(f, "%s; " LOG_ADVICE_LINES, what.msg);
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
		if (header == PLACED)
			return -1;
		if (header < 0 || (!header && add_event(r, cells, f)))
			return fail_at(f, "%s", delimited_where(r->fields));
	}
	return got < 0 ? fail_uneven(r, f) : got;
}

/* Checks the first line of an input whose lines are users or sessions.  Returns
 * what start_input() does. */
static int
start_lines(struct timeline_reader *r, const struct slice *cells, size_t n,
    struct fail *f)
{
	struct log_head h = {.first = cells, .nfirst = n};
	int events;

	if (delimited_following(r->fields, &h.second, &h.nsecond, f) < 0)
		return PLACED;
	if (log_advice_lines(r->told, &h, &events, f))
		return -1;
	if (events && log_notes_add(r->notes, 1, f,
			  "%s: the lines look like single events, since the "
			  "second has a time: then omit --line",
			  input_name(r->in)))
		return -1;
	return r->told->header == LOG_HEADER_YES;
}

static int
read_lines(struct timeline_reader *r, struct fail *f)
{
	int got, header;
	const struct slice *cells;
	size_t n;

	delimited_allow_ragged(r->fields);
	r->t->has_ratings = r->t->has_times = 0;
	while ((got = delimited_row(r->fields, &cells, &n, f)) > 0) {
		header = delimited_first(r->fields)
		             ? start_lines(r, cells, n, f)
		             : 0;
		if (header == PLACED)
			return -1;
		if (header < 0 || (!header && add_line(r, cells, n, f)))
			return fail_at(f, "%s", delimited_where(r->fields));
	}
	return got;
}

int
timeline_read(struct timeline *t, struct input *in,
    const struct timeline_log *log, struct log_notes *notes, struct fail *f)
{
	static const struct log_told nothing = {0};
	struct timeline_reader r = {.t = t,
	    .log = log,
	    .notes = notes,
	    .in = in,
	    .times = {.given = log->order},
	    .told = log->told ? log->told : &nothing};
	int result = timeline_init(t, log->fields ? log->fields->n : 0, f);

	r.fields = delimited_open(in, log->separator, f);
	if (!r.fields)
		result = -1;
	if (!result)
		result = log->line == TIMELINE_EVENT ? read_events(&r, f)
		                                     : read_lines(&r, f);
	if (!result)
		result = timeline_times_finish(&r.times, t, notes, f);
	if (!result)
		result = timeline_check(t, r.guessed, notes, f);
	if (!result)
		result = timeline_group(t, f);
	delimited_close(r.fields);
	free(r.header);
	return result;
}
