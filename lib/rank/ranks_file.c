/* ranks_file - the ranks file, ranks-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "rank/ranks_file.h"

#include <stdlib.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/input.h"
#include "io/output.h"
#include "io/tsv.h"

static const char *const names[] = {"label", "greater", "equal"};

struct ranks_file {
	struct input *in;
	struct tsv *t;
	size_t column[COUNTOF(names)];
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
		c = header ? tsv_column(r->t, names[i], f) : (int)i;
		if (c < 0) {
			ranks_file_close(r);
			return NULL;
		}
		r->column[i] = (size_t)c;
	}
	return r;
}

void
ranks_file_close(struct ranks_file *r)
{
	if (!r)
		return;
	tsv_close(r->t);
	input_close(r->in);
	free(r);
}

static int
is_absent(struct slice s)
{
	return s.n == 2 && s.s[0] == '\\' && s.s[1] == 'N';
}

/* A count of candidates, at most INT32_MAX. */
static int
parse_count(struct slice s, uint64_t *count)
{
	return num_get_count(s.s, s.n, 0, INT32_MAX, count);
}

int
ranks_file_next(struct ranks_file *r, struct slice *label, uint64_t *greater,
    uint64_t *equal, struct fail *f)
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
	*label = cells[r->column[0]];
	g = cells[r->column[1]];
	e = cells[r->column[2]];
	*greater = *equal = 0;
	if (is_absent(g) && is_absent(e))
		return 1;
	if (parse_count(g, greater) || parse_count(e, equal) || *equal == 0)
		return fail_set(f,
		    "%s: '%.*s' and '%.*s' are not how many candidates are "
		    "greater and equal",
		    tsv_where(r->t), (int)size_min(g.n, 40), g.s,
		    (int)size_min(e.n, 40), e.s);
	return 1;
}

const char *
ranks_file_where(struct ranks_file *r)
{
	return tsv_where(r->t);
}

void
ranks_file_put_header(struct output *o)
{
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		output_string(o, names[i]);
		output_char(o, i + 1 < COUNTOF(names) ? '\t' : '\n');
	}
}

void
ranks_file_put(
    struct output *o, struct slice label, uint64_t greater, uint64_t equal)
{
	output_put(o, label.s, label.n);
	if (equal == 0) {
		output_string(o, "\t\\N\t\\N\n");
		return;
	}
	output_char(o, '\t');
	output_int(o, (int64_t)greater);
	output_char(o, '\t');
	output_int(o, (int64_t)equal);
	output_char(o, '\n');
}
