/* column_names - the names of columns, and how columns are found. */
/* SPDX-License-Identifier: MIT */
#include "data/column_names.h"

#include <string.h>

#include "base/fail.h"
#include "io/tsv.h"

static const char *const tutorial[][2] = {
    {COLUMN_CONTEXT, COLUMN_TUTORIAL_CONTEXT},
    {COLUMN_LABEL, COLUMN_TUTORIAL_LABEL},
};

int
column_names_usual(struct tsv *t, const char *usual, struct fail *f)
{
	int at = tsv_find_column(t, usual), other = -1;
	size_t i;

	for (i = 0; i < COUNTOF(tutorial); i++) {
		if (strcmp(tutorial[i][0], usual) != 0)
			continue;
		other = tsv_find_column(t, tutorial[i][1]);
		if (at >= 0 && other >= 0) {
			(void)fail_set(f,
			    "%s: there are two columns, '%s' and '%s': choose "
			    "one with --%s",
			    tsv_where(t), usual, tutorial[i][1], usual);
			return -2;
		}
	}
	if (at < 0 && other < 0 && !strcmp(usual, COLUMN_CONTEXT))
		return tsv_find_column(t, COLUMN_SEQUENCE);
	return at >= 0 ? at : other;
}

static int
is_list(struct slice cell)
{
	return cell.n && memchr(cell.s, ',', cell.n) != NULL;
}

size_t
column_names_unnamed_context(const struct slice *cells, size_t n, int labelled)
{
	size_t i;

	for (i = 0; i < n && !is_list(cells[i]); i++)
		;
	return i + 1 == n && !labelled ? i : n == 3;
}

/* Reports that there is no column of the usual name, and how to name
 * another. */
static int
fail_usual(struct tsv *t, const char *usual, struct fail *f)
{
	static const char *const advice[][2] = {
	    {COLUMN_CONTEXT, "--context=COLUMN names the contexts' column, "
			     "--sequence=COLUMN one of whole sequences"},
	    {COLUMN_LABEL, "--label=COLUMN names the labels' column"},
	};
	struct fail why;
	size_t i;

	(void)tsv_column(t, usual, &why);
	for (i = 0; i < COUNTOF(advice); i++) {
		if (!strcmp(usual, advice[i][0]))
			return fail_set(f, "%s; %s", why.msg, advice[i][1]);
	}
	*f = why;
	return -1;
}

int
column_names_find(struct tsv *t, const char *given, const char *usual,
    size_t unnamed, size_t columns, struct fail *f)
{
	int c = (int)unnamed;

	if (given)
		c = tsv_column(t, given, f);
	else if (tsv_header(t)) {
		c = column_names_usual(t, usual, f);
		if (c == -1)
			return fail_usual(t, usual, f);
	}
	if (c < 0)
		return -1;
	if ((size_t)c >= columns)
		return fail_set(f, "%s: there is no column %d, only %zu",
		    tsv_where(t), c + 1, columns);
	return c;
}
