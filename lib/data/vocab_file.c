/* vocab_file - vocabularies as files: see vocab-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include "base/fail.h"
#include "io/bytein.h"
#include "io/outf.h"
#include "io/tsv.h"

/* The count that a cell holds. */
static int
parse_count(struct slice s, uint64_t *count)
{
	uint64_t x = 0;
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned digit = (unsigned char)s.s[i] - (unsigned)'0';

		if (digit > 9 || x > (VOCAB_MAX_COUNT - digit) / 10)
			return -1;
		x = 10 * x + digit;
	}
	*count = x;
	return s.n ? 0 : -1;
}

/* Adds the token of one line. */
static int
read_line(struct vocab *v, const struct slice *cells, size_t n, struct fail *f)
{
	struct slice rest = cells[0], t;
	uint64_t count = 0;
	size_t before = vocab_size(v);
	int32_t id;

	if (n > 2)
		return fail_set(f,
		    "%zu columns: a vocabulary has a token "
		    "and its count",
		    n);
	if (!tsv_list_next(&rest, &t) || t.n != cells[0].n)
		return fail_set(f,
		    "'%.*s' is not one token (a comma in a "
		    "token is written \\,)",
		    (int)size_min(cells[0].n, 200), cells[0].s);
	if (n == 2 && parse_count(cells[1], &count))
		return fail_set(f, "'%.*s' is not a count",
		    (int)size_min(cells[1].n, 200), cells[1].s);
	id = vocab_add(v, t.s, t.n, f);
	if (id < 0)
		return -1;
	if (vocab_size(v) == before)
		return fail_set(f, "the token '%.*s' is there twice: line %ld",
		    (int)size_min(t.n, 200), t.s, (long)id);
	vocab_set_count(v, id, count);
	return 0;
}

static int
read_lines(struct vocab *v, struct tsv *t, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		if (read_line(v, cells, n, f))
			return fail_at(f, "%s", tsv_where(t));
	}
	return r;
}

struct vocab *
vocab_read(const char *path, struct fail *f)
{
	struct bytein *in = bytein_open(&path, 1, NULL, f);
	struct tsv *t = in ? tsv_open(in, 0, f) : NULL;
	struct vocab *v = t ? vocab_new(f) : NULL;

	if (v && read_lines(v, t, f)) {
		vocab_free(v);
		v = NULL;
	}
	tsv_close(t);
	bytein_close(in);
	return v;
}

void
vocab_put(struct outf *o, const struct vocab *v)
{
	size_t i, n = vocab_size(v);

	for (i = 1; i <= n; i++) {
		int32_t id = (int32_t)i;
		struct slice t = vocab_token(v, id);

		outf_put(o, t.s, t.n);
		outf_char(o, '\t');
		outf_int(o, (int64_t)vocab_count(v, id));
		outf_char(o, '\n');
	}
}
