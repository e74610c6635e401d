/* tally - how often which item stands in the columns of a TSV. */
/* SPDX-License-Identifier: MIT */
#include "data/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/tsv.h"

struct columns {
	int *at; /* [n], from 0 */
	size_t n;
};

static int
add_column(struct columns *c, int column, struct fail *f)
{
	int *at = realloc(c->at, (c->n + 1) * sizeof(*at));
	size_t i;

	if (!at)
		return fail_memory(f);
	c->at = at;
	for (i = 0; i < c->n; i++) {
		if (at[i] == column)
			return fail_set(
			    f, "column %d is given twice", column + 1);
	}
	at[c->n++] = column;
	return 0;
}

/* Finds the columns that names, joined by commas, gives. */
static int
named_columns(
    struct columns *c, const struct tsv *t, const char *names, struct fail *f)
{
	char *all = strdup(names), *name, *rest = all;
	int column, failed = !all ? fail_memory(f) : 0;

	while (!failed && (name = strsep(&rest, ","))) {
		column = tsv_column(t, name, f);
		failed = column < 0 || add_column(c, column, f);
	}
	free(all);
	return failed ? -1 : 0;
}

static int
usual_columns(struct columns *c, const struct tsv *t, struct fail *f)
{
	static const char *const usual[] = {
	    "context_movie_id", "label_movie_id"};
	size_t i;

	for (i = 0; i < COUNTOF(usual); i++) {
		int column = tsv_find_column(t, usual[i]);

		if (column >= 0 && add_column(c, column, f))
			return -1;
	}
	return c->n ? 0 : add_column(c, 0, f);
}

static int
count_cell(struct vocab *v, struct slice cell, struct slice pad, struct fail *f)
{
	struct slice t;

	while (tsv_cell_next(&cell, &t)) {
		if (t.n == pad.n && !memcmp(t.s, pad.s, t.n))
			continue;
		if (vocab_tally_cell(v, t.s, t.n, f))
			return -1;
	}
	return 0;
}

static int
count_rows(struct vocab *v, struct tsv *t, const struct columns *c,
    struct slice pad, struct fail *f)
{
	const struct slice *cells;
	size_t i, n;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		for (i = 0; i < c->n; i++) {
			if ((size_t)c->at[i] >= n)
				return fail_set(f,
				    "%s: there is no column %d, only %zu",
				    tsv_where(t), c->at[i] + 1, n);
			if (count_cell(v, cells[c->at[i]], pad, f))
				return fail_at(f, "%s", tsv_where(t));
		}
	}
	return r;
}

int
tally_read(struct vocab *v, struct bytein *in, const struct tally_columns *what,
    struct fail *f)
{
	struct slice pad = {what->pad, strlen(what->pad)};
	struct columns c = {0};
	struct tsv *t = tsv_open(in, what->header, f);
	int r = -1;

	if (t && !(what->names ? named_columns(&c, t, what->names, f)
			       : usual_columns(&c, t, f)))
		r = count_rows(v, t, &c, pad, f);
	free(c.at);
	tsv_close(t);
	return r;
}
