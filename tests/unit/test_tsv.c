/* test_tsv - rows, headers and cut lines; lists and escapes in cells. */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/rng.h"
#include "io/input.h"
#include "io/output.h"
#include "scratch.h"
#include "tap.h"

static struct fail f;
static const char *const paths[] = {"first", "second"};

static void
put_file(int i, const void *p, size_t n)
{
	FILE *file = fopen(paths[i], "w");

	if (!file || fwrite(p, 1, n, file) != n || fclose(file))
		ok(0, "%s can be written", paths[i]);
}

/*
 * Reads the rows of one or two texts and writes them to out as
 * "cell|cell;cell|cell;".  Returns 0, or -1 after an error, with the rows
 * before it.
 */
static int
read_text(const char *a, const char *b, int header, char *out)
{
	struct input *in;
	struct tsv *t;
	const struct slice *cells;
	size_t n, i;
	int r = -1;

	*out = '\0';
	put_file(0, a, strlen(a));
	if (b)
		put_file(1, b, strlen(b));
	in = input_open(paths, b ? 2 : 1, NULL, &f);
	t = in ? tsv_open(in, header, &f) : NULL;
	while (t && (r = tsv_row(t, &cells, &n, &f)) > 0) {
		for (i = 0; i < n; i++)
			out += sprintf(out, "%s%.*s", i ? "|" : "",
			    (int)cells[i].n, cells[i].s);
		out += sprintf(out, ";");
	}
	tsv_close(t);
	input_close(in);
	return r;
}

static void
test_rows(void)
{
	static const struct {
		const char *what, *a, *b, *rows;
		int header;
		const char *why; /* of an error, or NULL */
	} cases[] = {
	    {"rows", "a\tb\nc\td\n", NULL, "a|b;c|d;", 0, NULL},
	    {"empty cells", "\t\n\t\n", NULL, "|;|;", 0, NULL},
	    {"empty lines, a column of empty cells", "\n\n", NULL, ";;", 0,
		NULL},
	    {"a header", "x\ty\na\tb\n", NULL, "a|b;", 1, NULL},
	    {"nothing but a header", "x\ty\n", NULL, "", 1, NULL},
	    {"two files", "x\na\n", "x\nb\n", "a;b;", 1, NULL},
	    {"two files without header", "a\n", "b\n", "a;b;", 0, NULL},
	    {"CR inside a line", "a\rb\n", NULL, "a\rb;", 0, NULL},
	    {"an empty file", "", NULL, "", 0, "is empty"},
	    {"an empty file for a header", "", NULL, "", 1, "is empty"},
	    {"a second that is empty", "a\n", "", "a;", 0, "second is empty"},
	    {"one that has no header", "x\na\n", "", "a;", 1,
		"second is empty"},
	    {"another header", "x\na\n", "y\nb\n", "a;", 1,
		"second:line 1: the header differs"},
	    {"the header again", "x\na\nx\nb\n", NULL, "a;", 1,
		"line 3 repeats the header line"},
	    {"lines and a header that are empty", "\n\n", NULL, "", 1,
		"line 2 is empty, and so is the header line"},
	    {"a last line cut", "a\nb", NULL, "a;", 0,
		"line 2: the line has no newline"},
	    {"a header cut", "x", NULL, "", 1,
		"line 1: the line has no newline"},
	    {"a first file cut", "a\nb", "c\n", "a;", 0,
		"first:line 2: the line"},
	    {"a cell less", "a\tb\nc\n", NULL, "a|b;", 0,
		"line 2: 1 column, but earlier rows have 2"},
	    {"a cell more", "x\ny\tz\n", NULL, "", 1,
		"line 2: 2 columns, but earlier rows have 1"},
	    {"a cell more in the second file", "a\n", "b\tc\n", "a;", 0,
		"second:line 1: 2 columns"},
	    {"CR LF", "a\nb\r\n", NULL, "a;", 0,
		"line 2: the line ends in a car"},
	    {"CR LF in a header", "x\r\n", NULL, "", 1,
		"line 1: the line ends"},
	};
	char rows[256];
	size_t i;

	for (i = 0; i < COUNTOF(cases); i++) {
		int r =
		    read_text(cases[i].a, cases[i].b, cases[i].header, rows);
		int good = cases[i].why ? r == -1 && strstr(f.msg, cases[i].why)
		                        : r == 0;

		ok(good && !strcmp(rows, cases[i].rows), "%s%s%s",
		    cases[i].what, cases[i].why ? " is an error: " : "",
		    cases[i].why ? f.msg : "");
	}
}

/* Lines of 1 to 300,000 bytes, against the lines that were written. */
static void
test_long(void)
{
	static char text[1 << 22];
	struct input *in;
	struct tsv *t;
	const struct slice *cells;
	size_t n, i, at = 0, len, rows = 0, good = 1;
	struct rng r;

	rng_seed(&r, 2, 2);
	for (i = 0; i < 40; i++) {
		len = rng_below(&r, 1 + rng_below(&r, 300000));
		memset(text + at, 'a' + (int)i % 26, len);
		at += len;
		text[at++] = '\t';
		text[at++] = '\n';
	}
	put_file(0, text, at);
	in = input_open(paths, 1, NULL, &f);
	t = in ? tsv_open(in, 0, &f) : NULL;
	for (at = 0; t && tsv_row(t, &cells, &n, &f) > 0; rows++) {
		good &= n == 2 && cells[1].n == 0 &&
		        !memcmp(cells[0].s, text + at, cells[0].n);
		at += cells[0].n;
		good &= text[at] == '\t' && text[at + 1] == '\n';
		at += 2;
	}
	ok(rows == 40 && good, "lines longer than a buffer are whole");
	tsv_close(t);
	input_close(in);
}

static void
test_columns(void)
{
	static const char text[] = "x\t7\t2\nb\tc\td\n";
	struct input *in;
	struct tsv *t;
	const struct slice *cells;
	size_t n;

	put_file(0, text, sizeof(text) - 1);
	in = input_open(paths, 1, NULL, &f);
	t = tsv_open(in, 1, &f);
	ok(t && tsv_columns(t) == 3 && tsv_header(t)[1].n == 1,
	    "a header tells the columns");
	ok(tsv_find_column(t, "x") == 0 && tsv_find_column(t, "7") == 1 &&
		tsv_find_column(t, "2") == 2 && tsv_find_column(t, "3") == 2,
	    "a name comes before a number");
	ok(tsv_find_column(t, "4") == -1 && tsv_find_column(t, "0") == -1 &&
		tsv_find_column(t, "1x") == -1 && tsv_find_column(t, "") == -1,
	    "what is neither is not found");
	ok(tsv_column(t, "z", &f) == -1 && strstr(f.msg, "'z'") &&
		strstr(f.msg, "x\t7\t2"),
	    "an error shows the header");
	ok(tsv_row(t, &cells, &n, &f) == 1 && strstr(tsv_where(t), ":line 2"),
	    "a row's place is its line: %s", tsv_where(t));
	tsv_close(t);
	input_close(in);
	in = input_open(paths, 1, NULL, &f);
	t = tsv_open(in, 0, &f);
	ok(!tsv_header(t) && tsv_column(t, "2", &f) == 1 &&
		tsv_column(t, "x", &f) == -1,
	    "without header a column is a number: %s", f.msg);
	ok(tsv_row(t, &cells, &n, &f) == 1 && tsv_columns(t) == 3,
	    "and the first row tells how many");
	tsv_close(t);
	input_close(in);
	tsv_close(NULL);
}

static void
test_lists(void)
{
	static const struct {
		const char *cell, *elements;
	} cases[] = {{"a", "a;"}, {"a,b,c", "a;b;c;"}, {"", ";"}, {",", ";;"},
	    {"a,", "a;;"}, {",a", ";a;"}, {"a,,b", "a;;b;"}, {"\\N", ""},
	    {"\\E", ""}, {"\\n", "\\n;"}, {"\\Nx", "\\Nx;"},
	    {"a\\,b,c", "a\\,b;c;"}, {"a\\\\,b", "a\\\\;b;"}, {"\\,", "\\,;"},
	    {"a\\", "a\\;"}, {"a,\\\\", "a;\\\\;"},
	    {"1234567,12345678,123456789", "1234567;12345678;123456789;"},
	    {"1234567", "1234567;"}, {"12345678", "12345678;"},
	    {"123456\\,,a", "123456\\,;a;"}, {"1234567\\,,a", "1234567\\,;a;"},
	    {"-+.[\xac\xdc,-", "-+.[\xac\xdc;-;"}, {"a,\\N", "a;"}};
	static const char *const after[] = {
	    "\n,,,,,,,", "\t\\\\\\\\\\\\", "\naaaaaaa"};
	char got[64], cell[64], *p;
	size_t i, k;

	for (i = 0; i < COUNTOF(cases); i++) {
		struct slice rest = {cases[i].cell, strlen(cases[i].cell)}, e;

		for (*(p = got) = '\0'; tsv_list_next(&rest, &e);)
			p += sprintf(p, "%.*s;", (int)e.n, e.s);
		ok(!strcmp(got, cases[i].elements) && !tsv_list_next(&rest, &e),
		    "the list '%s' is '%s'", cases[i].cell, got);
		for (k = 0; k < COUNTOF(after); k++) {
			(void)sprintf(cell, "%s%s", cases[i].cell, after[k]);
			rest = (struct slice){cell, strlen(cases[i].cell)};
			for (*(p = got) = '\0'; tsv_cell_next(&rest, &e);)
				p += sprintf(p, "%.*s;", (int)e.n, e.s);
			ok(!strcmp(got, cases[i].elements),
			    "in a cell before '%s' too: '%s'", after[k] + 1,
			    got);
		}
	}
}

static void
test_escapes(void)
{
	static const struct {
		const char *cell, *bytes; /* NULL: invalid */
	} cases[] = {{"", ""}, {"abc", "abc"}, {"\\t\\n\\r", "\t\n\r"},
	    {"\\\\\\,\\;", "\\,;"}, {"\\x41\\xff\\xFf", "A\xff\xff"},
	    {"\\", NULL}, {"a\\", NULL}, {"\\q", NULL}, {"\\N", NULL},
	    {"\\x", NULL}, {"\\x4", NULL}, {"\\xg1", NULL}, {"\\x1g", NULL}};
	char out[64];
	size_t i, n;

	for (i = 0; i < COUNTOF(cases); i++) {
		int64_t m =
		    tsv_unescape(cases[i].cell, strlen(cases[i].cell), out);

		n = cases[i].bytes ? strlen(cases[i].bytes) : 0;
		ok(cases[i].bytes
			? m == (int64_t)n && !memcmp(out, cases[i].bytes, n)
			: m == -1,
		    "'%s' %s", cases[i].cell,
		    cases[i].bytes ? "is unescaped" : "is wrong");
	}
}

/* Random bytes, when escaped, are one cell and one element, and unescape to
 * the same bytes. */
static void
test_round_trip(void)
{
	char bytes[300], back[1200];
	struct output *o = output_open(paths[0], OUTPUT_TEXT, &f);
	struct input *in;
	struct tsv *t;
	const struct slice *cells;
	struct rng r, again;
	size_t i, j, n, m, good = 0;

	rng_seed(&r, 6, 6);
	again = r;
	for (i = 0; i < 300; i++) {
		for (j = 0; j < i; j++)
			bytes[j] = (char)rng_next(&r);
		tsv_put_escaped(o, bytes, i);
		output_char(o, '\n');
	}
	ok(!output_commit(o, &f), "random bytes are written");
	in = input_open(paths, 1, NULL, &f);
	t = in ? tsv_open(in, 0, &f) : NULL;
	for (i = 0; t && tsv_row(t, &cells, &n, &f) > 0; i++) {
		struct slice rest = cells[0], e;

		for (j = 0; j < i; j++)
			bytes[j] = (char)rng_next(&again);
		if (n != 1 || !tsv_list_next(&rest, &e) || e.n != cells[0].n)
			continue;
		m = (size_t)tsv_unescape(e.s, e.n, back);
		for (j = 0; j < e.n && (unsigned char)e.s[j] >= 0x20; j++)
			;
		good += m == i && !memcmp(back, bytes, m) && j == e.n;
	}
	ok(i == 300 && good == 300,
	    "they are cells without control bytes, and come back");
	tsv_close(t);
	input_close(in);
}

int
main(void)
{
	scratch_enter();
	test_rows();
	test_long();
	test_columns();
	test_lists();
	test_escapes();
	test_round_trip();
	return done();
}
