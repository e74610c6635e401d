/* test_delimited - the fields of CSV and similar files, with quotes. */
/* SPDX-License-Identifier: MIT */
#include "log/delimited.h"

#include <string.h>

#include "base/fail.h"
#include "io/input.h"
#include "tap.h"
#include "text_rows.h"

static struct fail f;

/* Do the lines of text have the fields want, "a|b;c|d"; or is the error
 * want? */
static int
reads(const char *text, const char *separator, const char *want)
{
	char got[512] = "";
	struct input *in = text_open(text, &f);
	struct delimited *t = in ? delimited_open(in, separator, &f) : NULL;
	const struct slice *cells;
	size_t n, i;
	int r = -1, lines = 0;

	while (t && (r = delimited_row(t, &cells, &n, &f)) > 0) {
		if (lines++)
			(void)strcat(got, ";");
		for (i = 0; i < n; i++) {
			if (i)
				(void)strcat(got, "|");
			(void)strncat(got, cells[i].s, cells[i].n);
		}
	}
	delimited_close(t);
	input_close(in);
	if (r < 0)
		return strstr(f.msg, want) != NULL;
	if (!strcmp(got, want))
		return 1;
	printf("# %s\n", got);
	return 0;
}

static void
test_separators(void)
{
	ok(reads("1::a,b\tc::3\n", NULL, "1|a,b\tc|3"), ":: comes first");
	ok(reads("1\ta,b c\n", NULL, "1|a,b c"), "then TAB");
	ok(reads("1,a b;c\n", NULL, "1|a b;c"), "then the comma");
	ok(reads("1;a b\n", NULL, "1|a b"), "then the semicolon");
	ok(reads("1 2\n", NULL, "1|2"), "then a blank");
	ok(reads("\"a,b\";c\n", NULL, "a,b|c"),
	    "one inside of quotes does not count");
	ok(reads("a,b|c\n", "|", "a,b|c") && reads("1||2\n", "||", "1|2"),
	    "one that is given counts alone, of any length");
	ok(reads("ab\n", NULL, "line 1 @offset 0: no separator"),
	    "none is an error: %s", f.msg);
}

static void
test_quotes(void)
{
	ok(reads("1,\"a,b\",2\n", NULL, "1|a,b|2"),
	    "a quoted field may hold the separator");
	ok(reads("1,\"say \"\"hi\"\"\"\n", NULL, "1|say \"hi\""),
	    "two quotes in it are one");
	ok(reads("1,\"\",\"\"\"\"\n", NULL, "1||\""),
	    "it may be empty, or nothing but a quote");
	ok(reads("1,a\"b\"\n", NULL, "1|a\"b\""),
	    "quotes inside of a plain field are bytes");
	ok(reads("1\t\"a\"\n", NULL, "1|\"a\""), "and where TAB divides");
	ok(reads("1,\"a\n", NULL, "does not end"),
	    "one that does not end is an error: %s", f.msg);
	ok(reads("1,\"a\"b\n", NULL, "something follows the end"),
	    "so is one that something follows: %s", f.msg);
}

static void
test_lines(void)
{
	ok(reads("\xef\xbb\xbf"
		 "a,b\r\n\r\n\nc,d",
	       NULL, "a|b;c|d"),
	    "a byte order mark, CR LF, empty lines, no newline at the end");
	ok(reads("a,b\n,\nc,\n", NULL, "a|b;|;c|"), "fields may be empty");
	ok(reads("a,b\nc\n", NULL, "line 2 @offset 4: 1 field where"),
	    "fewer fields than in the first line are an error: %s", f.msg);
	ok(reads("a,b\nc,d,e\n", NULL, "quote fields"),
	    "more are one that says why: %s", f.msg);
}

int
main(void)
{
	scratch_enter();
	test_separators();
	test_quotes();
	test_lines();
	delimited_close(NULL);
	return done();
}
