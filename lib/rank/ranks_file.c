/* ranks_file - the ranks file, ranks-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "rank/ranks_file.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "io/input.h"
#include "io/output.h"
#include "io/tsv.h"
#include "rank/label_ranks.h"

static const char *const names[] = {"label", "greater", "equal"};
static const char share_name[] = "share";

struct ranks_file {
	struct input *in;
	struct tsv *t;
	size_t column[COUNTOF(names)];
	int share;                 /* index of the column; -1: none */
	uint64_t *greater, *equal; /* [grooms], [erooms] of a row */
	size_t grooms, erooms;
};

struct ranks_file *
ranks_file_open(const char *const *paths, size_t n, int header, struct fail *f)
{
	struct ranks_file *r = calloc(1, sizeof(*r));
	size_t i;
	int c;

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->in = input_open(paths, n, NULL, f);
	r->t = r->in ? tsv_open(r->in, header, f) : NULL;
	if (!r->t) {
		ranks_file_close(r);
		return NULL;
	}
	for (i = 0; i < COUNTOF(names); i++) {
		c = header ? tsv_find_column(r->t, names[i]) : (int)i;
		if (c < 0) {
			(void)fail_set(f,
			    "%s is not a ranks file: it has no column '%s'; "
			    "topk-eval --ranks writes such files",
			    input_name(r->in), names[i]);
			ranks_file_close(r);
			return NULL;
		}
		r->column[i] = (size_t)c;
	}
	r->share = header ? tsv_find_column(r->t, share_name) : -1;
	return r;
}

void
ranks_file_close(struct ranks_file *r)
{
	if (!r)
		return;
	tsv_close(r->t);
	input_close(r->in);
	free(r->greater);
	free(r->equal);
	free(r);
}

int
ranks_file_is_share(const struct ranks_file *r)
{
	return r->share >= 0;
}

/* \N as a whole cell, - as one element of several. */
static int
is_absent(struct slice s)
{
	return (s.n == 2 && s.s[0] == '\\' && s.s[1] == 'N') ||
	       (s.n == 1 && s.s[0] == '-');
}

/* Parses a count of candidates, at most INT32_MAX. */
static int
parse_count(struct slice s, uint64_t *count)
{
	return num_get_count(s.s, s.n, 0, INT32_MAX, count);
}

/* Parses the counts of a label: missing in both columns, the label is not a
 * candidate; missing in the first alone, it is a miss. */
static int
parse_label(struct ranks_file *r, size_t l, struct slice g, struct slice e)
{
	const int share = ranks_file_is_share(r);

	r->greater[l] = r->equal[l] = share ? RANKS_FILE_UNKNOWN : 0;
	if (is_absent(g) && is_absent(e))
		return 0;
	if (parse_count(e, &r->equal[l]) || (r->equal[l] == 0 && !share))
		return -1;
	if (is_absent(g) && r->equal[l] == 1) {
		r->greater[l] = LABEL_RANKS_MISS;
		return 0;
	}
	return parse_count(g, &r->greater[l]);
}

/* Takes the next element of a cell, which may be \N as a whole. */
static int
next_count(struct slice *rest, struct slice *count)
{
	if (rest->s && is_absent(*rest)) {
		*count = *rest;
		*rest = (struct slice){NULL, 0};
		return 1;
	}
	return tsv_list_next(rest, count);
}

/* Parses as many counts of each kind as there are labels: 1, 0 if malformed, -1
 * if memory runs out. */
static int
parse_labels(struct ranks_file *r, struct ranks_file_row *row, struct slice g,
    struct slice e, struct fail *f)
{
	struct slice rest = row->wanted, t, a, b;

	for (row->n = 0; tsv_list_next(&rest, &t); row->n++) {
		if (ARRAY_ROOM(&r->greater, &r->grooms, row->n + 1, f) ||
		    ARRAY_ROOM(&r->equal, &r->erooms, row->n + 1, f))
			return -1;
		if (!next_count(&g, &a) || !next_count(&e, &b) ||
		    parse_label(r, row->n, a, b))
			return 0;
	}
	row->greater = r->greater;
	row->equal = r->equal;
	return row->n && !g.s && !e.s;
}

int
ranks_file_next(
    struct ranks_file *r, struct ranks_file_row *row, struct fail *f)
{
	const struct slice *cells;
	struct slice g, e;
	size_t i, n;
	int more = tsv_row(r->t, &cells, &n, f);

	if (more <= 0)
		return more;
	for (i = 0; i < COUNTOF(names); i++) {
		if (r->column[i] >= n)
			return fail_set(f, "%s: there is no column %zu, '%s'",
			    tsv_where(r->t), r->column[i] + 1, names[i]);
	}
	row->share = r->share < 0 ? (struct slice){0} : cells[r->share];
	row->wanted = cells[r->column[0]];
	g = cells[r->column[1]];
	e = cells[r->column[2]];
	more = parse_labels(r, row, g, e, f);
	if (more)
		return more;
	return fail_set(f,
	    "%s: '%.*s' and '%.*s' are not counts of greater and equal "
	    "candidates",
	    tsv_where(r->t), (int)size_min(g.n, 40), g.s,
	    (int)size_min(e.n, 40), e.s);
}

const char *
ranks_file_where(struct ranks_file *r)
{
	return tsv_where(r->t);
}

void
ranks_file_put_header(struct output *o, const struct shard *share)
{
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		if (i)
			output_char(o, '\t');
		output_string(o, names[i]);
	}
	if (share) {
		output_char(o, '\t');
		output_string(o, share_name);
	}
	output_char(o, '\n');
}

/* Adds the counts as a list.  \N, or - among several, stands for a label that
 * is not a candidate and for the missing count of a miss. */
static void
put_counts(struct output *o, const struct ranks_file_row *row,
    const uint64_t *count, uint64_t unknown)
{
	size_t l;

	for (l = 0; l < row->n; l++) {
		if (l)
			output_char(o, ',');
		if (row->equal[l] != unknown && count[l] != LABEL_RANKS_MISS)
			output_int(o, (int64_t)count[l]);
		else
			output_string(o, row->n > 1 ? "-" : "\\N");
	}
}

void
ranks_file_put(struct output *o, const struct ranks_file_row *row,
    const struct shard *share)
{
	const uint64_t unknown = share ? RANKS_FILE_UNKNOWN : 0;

	output_put(o, row->wanted.s, row->wanted.n);
	output_char(o, '\t');
	put_counts(o, row, row->greater, unknown);
	output_char(o, '\t');
	put_counts(o, row, row->equal, unknown);
	if (share) {
		output_char(o, '\t');
		output_int(o, (int64_t)share->i + 1);
		output_char(o, '/');
		output_int(o, (int64_t)share->n);
	}
	output_char(o, '\n');
}
