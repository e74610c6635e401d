/* event_fields - extra columns of a log that are kept with its events. */
/* SPDX-License-Identifier: MIT */
#include "log/event_fields.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/column_names.h"
#include "log/log_advice.h"
#include "log/log_columns.h"

static int
is(struct slice name, const char *s)
{
	return name.n == strlen(s) && !memcmp(name.s, s, name.n);
}

int
event_fields_parse(struct event_fields *p, const char *list, const char *weight,
    struct fail *f)
{
	size_t i;

	p->n = 0;
	while (list) {
		struct slice name = {list, strcspn(list, ",")};

		if (!name.n)
			return fail_set(f, "--event-field: a name is empty");
		if (p->n == EVENT_FIELDS_MAX)
			return fail_set(f, "--event-field: more than %d names",
			    EVENT_FIELDS_MAX);
		for (i = 0; i < p->n; i++) {
			if (p->name[i].n == name.n &&
			    !memcmp(p->name[i].s, name.s, name.n))
				return fail_set(f,
				    "--event-field: '%.*s' is given twice",
				    (int)size_min(name.n, 100), name.s);
		}
		p->name[p->n++] = name;
		list = list[name.n] ? list + name.n + 1 : NULL;
	}
	p->weighs = weight != NULL;
	if (weight && !*weight)
		return fail_set(f, "--weight is empty");
	if (weight)
		p->name[p->n++] = (struct slice){weight, strlen(weight)};
	return 0;
}

size_t
event_fields_beside(const struct event_fields *p)
{
	return p->n - (size_t)p->weighs;
}

/* Returns the standard column that has the same name as the field, or NULL. */
static const char *
taken(const struct event_fields *p, struct slice name, int sequences)
{
	static const char *const of_sequences[] = {COLUMN_USER, COLUMN_SEQUENCE,
	    COLUMN_CONTEXT, COLUMN_LABEL, COLUMN_TUTORIAL_CONTEXT,
	    COLUMN_TUTORIAL_LABEL};
	size_t i;

	if (p->gaps && is(name, "gap"))
		return sequences ? "gap" : "context_gap";
	if (p->nth && is(name, "nth"))
		return sequences ? "nth" : "context_nth";
	for (i = 0; i < COUNTOF(of_sequences) && sequences; i++) {
		if (is(name, of_sequences[i]))
			return of_sequences[i];
	}
	return is(name, "movie_id") ? COLUMN_TUTORIAL_CONTEXT : NULL;
}

int
event_fields_check(const struct event_fields *p, int sequences, struct fail *f)
{
	size_t i;

	for (i = 0; i < event_fields_beside(p); i++) {
		const char *column = taken(p, p->name[i], sequences);

		if (column)
			return fail_set(f,
			    "--event-field: '%.*s' would make a second column "
			    "%s; name that column of the log by its number",
			    (int)p->name[i].n, p->name[i].s, column);
	}
	return 0;
}

int
event_fields_check_value(
    const struct event_fields *p, size_t k, struct slice s, struct fail *f)
{
	double x;

	if (!p->weighs || k + 1 < p->n)
		return 0;
	return num_get_double(s.s, s.n, &x) || !isfinite((float)x) || x < 0
	           ? fail_set(f,
			 "the weight '%.*s' is not a number of 0 or more",
			 (int)size_min(s.n, 100), s.s)
	           : 0;
}

/* The column with that role's name, or -1. */
static int
find_role(const struct log_columns *c, struct slice name)
{
	int r;

	for (r = 0; r < LOG_ROLES; r++) {
		if (is(name, log_columns_name((enum role)r)))
			return c->column[r];
	}
	return -1;
}

int
event_fields_find(const struct event_fields *p, const struct log_head *h,
    const struct log_guess *g, int *column, struct fail *f)
{
	char line[400];
	size_t i;

	for (i = 0; i < p->n; i++) {
		struct slice name = p->name[i];

		column[i] = log_columns_find(h, name, g->header);
		if (column[i] < 0)
			column[i] = find_role(&g->columns, name);
		if (column[i] >= 0)
			continue;
		log_advice_line(h, line, sizeof(line));
		return fail_set(f,
		    "--%s: there is no column '%.*s'; the %zu column%s: "
		    "%s%s",
		    i < event_fields_beside(p) ? "event-field" : "weight",
		    (int)size_min(name.n, 100), name.s, h->nfirst,
		    num_are(h->nfirst), line,
		    g->header ? "" : " (no header line: give numbers)");
	}
	return 0;
}
