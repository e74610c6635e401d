/* report_text - the table of results of an evaluation, as text. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/buffer.h"
#include "rank/report.h"

static void
put_string(struct buffer *t, const char *s)
{
	buffer_put(t, s, strlen(s));
}

/* A cell after the first; digits -1: three significant digits. */
static void
put_value(struct buffer *t, int digits, double x)
{
	char s[400]; /* long enough for any double */

	buffer_char(t, '\t');
	if (isnan(x)) {
		put_string(t, "\\N");
		return;
	}
	if (digits < 0)
		(void)snprintf(s, sizeof(s), "%.3g", x);
	else
		(void)snprintf(s, sizeof(s), "%.*f", digits, x);
	put_string(t, s);
}

static void
put_row(
    struct buffer *t, const struct report_row *row, int compares, int digits)
{
	const int fmt = row->whole ? 0 : digits;

	put_string(t, row->name);
	put_value(t, fmt, row->value);
	put_value(t, fmt, row->popular);
	put_value(t, fmt, row->low);
	put_value(t, fmt, row->high);
	if (compares) {
		put_value(t, fmt, row->baseline);
		put_value(t, fmt, row->difference);
		put_value(t, fmt, row->difference_low);
		put_value(t, fmt, row->difference_high);
		put_value(t, -1, row->p);
	}
	buffer_char(t, '\n');
}

void
report_put_titles(const struct report *r, const char *group, struct buffer *t)
{
	if (group) {
		put_string(t, group);
		buffer_char(t, '\t');
	}
	put_string(t, "metric\tvalue\tpopularity\tlow\thigh");
	if (report_compares(r))
		put_string(t, "\tbaseline\tdifference\tdifference_low"
			      "\tdifference_high\tp");
	buffer_char(t, '\n');
}

void
report_put(const struct report *r, const struct slice *group, int digits,
    struct buffer *t)
{
	const struct report_row *row;
	size_t i;

	for (i = 0; (row = report_at(r, i)); i++) {
		if (group) {
			buffer_put(t, group->s, group->n);
			buffer_char(t, '\t');
		}
		put_row(t, row, report_compares(r), digits);
	}
}

/* The mean of row i's values, and their spread. */
static void
put_mean(struct buffer *t, const struct report *const *r, size_t n, size_t i,
    int digits)
{
	double sum = 0, squares = 0, least = INFINITY, most = -INFINITY, mean;
	size_t k;

	for (k = 0; k < n; k++) {
		sum += report_at(r[k], i)->value;
		least = fmin(least, report_at(r[k], i)->value);
		most = fmax(most, report_at(r[k], i)->value);
	}
	mean = sum / (double)n;
	for (k = 0; k < n; k++) {
		double d = report_at(r[k], i)->value - mean;

		squares += d * d;
	}
	put_string(t, report_at(r[0], i)->name);
	put_value(t, digits, mean);
	put_value(t, digits, n > 1 ? sqrt(squares / (double)(n - 1)) : NAN);
	put_value(t, digits, isinf(least) ? NAN : least);
	put_value(t, digits, isinf(most) ? NAN : most);
	put_value(t, 0, (double)n);
	buffer_char(t, '\n');
}

void
report_put_mean(
    const struct report *const *r, size_t n, int digits, struct buffer *t)
{
	size_t i;

	put_string(t, "metric\tmean\tsd\tleast\tmost\truns\n");
	for (i = 0; report_at(r[0], i); i++)
		put_mean(t, r, n, i, digits);
}
