/*
 * fuzz_tsv - rows of TSV, lists and escapes in their cells, and Examples made
 * of them.
 *
 * The last byte says whether there is a header and whether the bytes are one
 * input or two.  An obvious reader must find the same rows and the same end.
 */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include "base/arena.h"
#include "base/fail.h"
#include "fuzz.h"
#include "io/file_kind.h"
#include "io/input.h"
#include "tf/cell_values.h"
#include "tf/column.h"
#include "tf/example.h"
#include "tf/from_tsv.h"
#include "tf/wire.h"

#include "../unit/slow_example.h"

#define ENOUGH ((size_t)1 << 26)

/* Whatever kind of file the bytes look like. */
static const struct input_mode any = {0};

/* The inputs, and how far the obvious reader is. */
struct plain {
	struct slice input[2];
	int inputs, now, header;
	struct slice title;
	size_t columns;
};

static int
same(struct slice a, struct slice b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

static size_t
count(struct slice s, char c)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += s.s[i] == c;
	return n;
}

static int
plain_line(struct plain *x, struct slice *line)
{
	struct slice *in = &x->input[x->now];
	const char *nl = in->n ? memchr(in->s, '\n', in->n) : NULL;

	if (!nl)
		return in->n ? -1 : 0;
	*line = (struct slice){in->s, (size_t)(nl - in->s)};
	in->s = nl + 1;
	in->n -= line->n + 1;
	return line->n && nl[-1] == '\r' ? -1 : 1;
}

/* Do commas, semicolons, bars or double colons divide it, but for that of a
 * feature list? */
static int
is_divided(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i += s.s[i] == '\\' ? 2 : 1) {
		if (s.s[i] && strchr(",;|", s.s[i]))
			return 1;
		if (i + 1 < s.n && s.s[i] == ':' && s.s[i + 1] == ':' &&
		    (s.n - i != 7 || memcmp(s.s + i, "::steps", 7)))
			return 1;
	}
	return 0;
}

/* Do the bytes begin a file of another kind, or binary data? */
static int
is_other_kind(struct slice s)
{
	struct fail f;
	int more; /* not used: the file is complete */

	return file_kind_check(
	    file_kind_find((const unsigned char *)s.s, s.n, FILE_HEADER, &more),
	    FILE_HEADER, "x", &f);
}

/* Begins with input x->now. */
static int
plain_open(struct plain *x)
{
	const struct slice all = x->input[x->now];
	struct slice line;

	if (!x->input[x->now].n)
		return -1;
	if (!x->header)
		return 0;
	if (plain_line(x, &line) <= 0)
		return -1;
	if (x->now)
		return same(line, x->title) ? 0 : -1;
	if (is_other_kind(all))
		return -1;
	x->title = line;
	x->columns = count(line, '\t') + 1;
	return x->columns == 1 && is_divided(line) ? -1 : 0;
}

static int
plain_row(struct plain *x, struct slice *line)
{
	int r;

	while (!(r = plain_line(x, line))) {
		if (++x->now == x->inputs)
			return 0;
		if (plain_open(x))
			return -1;
	}
	if (r < 0 || (x->header && same(*line, x->title)))
		return -1;
	if (!x->columns)
		x->columns = count(*line, '\t') + 1;
	return count(*line, '\t') + 1 == x->columns ? 1 : -1;
}

/* The elements of a list, joined again, are the list; and both ways to find
 * them find the same. */
static void
check_list(struct slice cell)
{
	struct slice rest = cell, again = cell, x, y;
	const char *p = cell.s;

	while (tsv_list_next(&rest, &x)) {
		CLAIM(tsv_cell_next(&again, &y) && same(x, y));
		CLAIM(x.s == p && x.n <= (size_t)(cell.s + cell.n - p));
		p += x.n;
		if (p < cell.s + cell.n)
			CLAIM(*p++ == ',');
	}
	CLAIM(!tsv_cell_next(&again, &y));
	/* A mark at the end is not seen: \N, \E. */
	CLAIM(p == cell.s + cell.n || (cell.s + cell.n - p == 2 && *p == '\\'));
}

static void
check_escapes(struct slice cell, struct arena *a)
{
	char *escaped = fuzz_need(arena_alloc(a, 4 * cell.n + 1));
	char *plain = fuzz_need(arena_alloc(a, cell.n + 1));
	char *again = fuzz_need(arena_alloc(a, 4 * cell.n + 1));
	size_t i, n = tsv_escape(cell.s, cell.n, escaped);
	int64_t m = tsv_unescape(escaped, n, plain);

	CLAIM(m == (int64_t)cell.n && (!m || !memcmp(plain, cell.s, cell.n)));
	CLAIM(!memchr(escaped, '\t', n) && !memchr(escaped, '\n', n));
	for (i = 0; i < n; i++)
		CLAIM(!strchr(",;", escaped[i]) || !escaped[i] ||
		      (i && escaped[i - 1] == '\\'));
	m = tsv_unescape(cell.s, cell.n, plain);
	CLAIM(m <= (int64_t)cell.n);
	if (m < 0)
		return;
	n = tsv_escape(plain, (size_t)m, again);
	CLAIM(tsv_unescape(again, n, escaped) == m &&
	      (!m || !memcmp(escaped, plain, (size_t)m)));
}

/* What a cell's values are guessed to be, they can be read as. */
static void
check_guess(struct slice cell, int steps, struct arena *a)
{
	struct column c = {.name = {"x", 1}, .steps = steps};
	struct feature x;
	struct fail f = {0};
	int r;

	c.kind = cell_values_guess(cell, steps, FEATURE_NONE);
	r = cell_values_read(cell, &c, a, &x, &f);
	if (c.kind == FEATURE_INT64 || c.kind == FEATURE_FLOAT)
		CLAIM(!r);
	for (c.kind = FEATURE_BYTES; c.kind <= FEATURE_INT64; c.kind++)
		(void)cell_values_read(
		    cell, &c, a, &x, &f); /* any answer will do */
}

static void
check_cells(
    const struct slice *cells, size_t n, struct slice line, struct arena *a)
{
	const char *p = line.s;
	size_t i;

	for (i = 0; i < n; i++) {
		CLAIM(cells[i].n <= (size_t)(line.s + line.n - p));
		CLAIM(same(cells[i], (struct slice){p, cells[i].n}));
		p += cells[i].n;
		CLAIM(i + 1 < n ? *p++ == '\t' : p == line.s + line.n);
		arena_reset(a);
		check_list(cells[i]);
		check_escapes(cells[i], a);
		check_guess(cells[i], 0, a);
		check_guess(cells[i], 1, a);
	}
}

static void
read_rows(const char *const *paths, struct plain *x, struct arena *a)
{
	struct fail f = {0};
	struct input *in =
	    fuzz_need(input_open(paths, (size_t)x->inputs, &any, &f));
	struct tsv *t = tsv_open(in, x->header, &f);
	const struct slice *cells;
	struct slice line;
	size_t n;
	int more;

	if (t)
		tsv_keep_steps(t);
	CLAIM(!t == !!plain_open(x));
	while (t) {
		more = plain_row(x, &line);
		CLAIM(tsv_row(t, &cells, &n, &f) == more);
		if (more <= 0)
			break;
		CLAIM(n == x->columns && n == tsv_columns(t));
		check_cells(cells, n, line, a);
	}
	tsv_close(t);
	input_close(in);
}

/* Rows as Examples, which are written and read again. */
static void
make_examples(const char *const *paths, size_t n, struct arena *const *a)
{
	struct fail f = {0};
	struct input *in = fuzz_need(input_open(paths, n, &any, &f));
	struct tsv *t = tsv_open(in, 1, &f);
	struct from_tsv *rows = t ? from_tsv_new(t, NULL, &f) : NULL;
	struct example e, back;
	unsigned char *p;
	size_t size;

	while (rows && from_tsv_next(rows, &e, a[0], &f) > 0) {
		p = fuzz_need(
		    wire_write(&e, from_tsv_is_sequence(rows), a[0], &size));
		CLAIM(!example_read(&back, p, size, a[1], &f));
		CLAIM(slow_same(&e, &back));
	}
	from_tsv_free(rows);
	tsv_close(t);
	input_close(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena *arenas[2];
	unsigned how = fuzz_byte(p, &n);
	struct plain x = {.header = how & 1, .inputs = 1 + (how >> 1 & 1)};
	const char *paths[2], *s = (const char *)p;
	size_t half = x.inputs == 2 ? n / 2 : n;
	int i;

	for (i = 0; i < 2 && !arenas[i]; i++)
		arenas[i] = fuzz_need(arena_new(ENOUGH));
	if (n > 16384)
		return 0;
	x.input[0] = (struct slice){s, half};
	x.input[1] = (struct slice){s + half, n - half};
	for (i = 0; i < x.inputs; i++) {
		paths[i] = fuzz_file(i, x.input[i].s, x.input[i].n);
		if (x.input[i].n && *x.input[i].s == 037)
			return 0; /* gzip's first byte */
	}
	read_rows(paths, &x, arenas[0]);
	if (x.header)
		make_examples(paths, (size_t)x.inputs, arenas);
	return 0;
}
