/* test_utf8 - checking and converting UTF-8, and JSON strings. */
/* SPDX-License-Identifier: MIT */
#include "io/utf8.h"

#include <string.h>

#include "io/buffer.h"
#include "io/json.h"
#include "io/tsv.h"
#include "tap.h"

static struct slice
slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static void
test_valid(void)
{
	static const char *const good[] = {"", "plain", "\xc2\x80", "\xdf\xbf",
	    "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
	    "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
	    "caf\xc3\xa9 \xf0\x9f\x8e\xac"};
	static const struct {
		const char *bytes, *what;
	} bad[] = {{"\x80", "a byte that continues nothing"},
	    {"\xc3", "a character that is cut"},
	    {"\xe2\x82", "another that is cut"},
	    {"\xc0\x80", "NUL in two bytes"}, {"\xc1\xbf", "DEL in two bytes"},
	    {"\xe0\x80\x80", "NUL in three bytes"},
	    {"\xe0\x9f\xbf", "U+07FF in three bytes"},
	    {"\xf0\x80\x80\x80", "NUL in four bytes"},
	    {"\xf0\x8f\xbf\xbf", "U+FFFF in four bytes"},
	    {"\xed\xa0\x80", "the first surrogate"},
	    {"\xed\xbf\xbf", "the last surrogate"},
	    {"\xf4\x90\x80\x80", "what is beyond U+10FFFF"},
	    {"\xf5\x80\x80\x80", "a byte that begins nothing"},
	    {"caf\xe9", "ISO-8859-1"}};
	size_t i;

	for (i = 0; i < COUNTOF(good); i++)
		ok(utf8_valid(slice_of(good[i])), "UTF-8: %s", good[i]);
	for (i = 0; i < COUNTOF(bad); i++)
		ok(!utf8_valid(slice_of(bad[i].bytes)), "no UTF-8: %s",
		    bad[i].what);
}

static void
test_characters(void)
{
	uint32_t c = 0;

	ok(utf8_character("A", 1, &c) == 1 && c == 'A', "a letter");
	ok(utf8_character("\xc3\xa9!", 3, &c) == 2 && c == 0xe9, "two bytes");
	ok(utf8_character("\xe2\x82\xac", 3, &c) == 3 && c == 0x20ac, "three");
	ok(utf8_character("\xf0\x9f\x8e\xac", 4, &c) == 4 && c == 0x1f3ac,
	    "four");
	ok(!utf8_character("\xe2\x82\xac", 2, &c) && !utf8_character("", 0, &c),
	    "of a cut one, or none, there is none");
}

static void
converts(const char *s, const char *want)
{
	char out[64];
	size_t n = utf8_convert(slice_of(s), out);

	ok(n == strlen(want) && !memcmp(out, want, n) &&
		n == utf8_convert(slice_of(s), NULL) &&
		utf8_valid((struct slice){out, n}),
	    "as UTF-8: %s", want);
}

static void
test_convert(void)
{
	converts("", "");
	converts("plain", "plain");
	converts("Mis\xc3\xa9rables", "Mis\xc3\xa9rables");
	converts("Mis\xe9rables", "Mis\xc3\xa9rables");
	converts("\x80\xff", "\xc2\x80\xc3\xbf");
	/* A single byte that is not UTF-8 decides for the whole text. */
	converts("\xc3\xa9\xe9", "\xc3\x83\xc2\xa9\xc3\xa9");
	converts("\xe0\x80\x80", "\xc3\xa0\xc2\x80\xc2\x80");
	converts("\xed\xa0\x80", "\xc3\xad\xc2\xa0\xc2\x80");
}

static void
is_json(const char *s, const char *want)
{
	struct buffer t = {0};

	json_add_string(&t, slice_of(s));
	ok(!t.failed && t.n == strlen(want) && !memcmp(t.p, want, t.n),
	    "as JSON: %s", want);
	buffer_free(&t);
}

static void
test_json(void)
{
	struct buffer t = {0};

	is_json("", "\"\"");
	is_json("A \"quoted\" \\ one/two", "\"A \\\"quoted\\\" \\\\ one/two\"");
	is_json("\b\f\n\r\t\x01\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u007f\"");
	is_json("\xc3\xa9\xe2\x82\xac", "\"\\u00e9\\u20ac\"");
	is_json("\xf0\x9f\x8e\xac", "\"\\ud83c\\udfac\"");
	is_json("caf\xe9", "\"caf\\u00e9\"");
	is_json("\xe0\x80\x80", "\"\\u00e0\\u0080\\u0080\"");
	is_json("\xed\xa0\x80", "\"\\u00ed\\u00a0\\u0080\"");
	json_add_string(&t, (struct slice){"a\0b", 3});
	ok(t.n == 10 && !memcmp(t.p, "\"a\\u0000b\"", 10), "a NUL in a string");
	buffer_free(&t);
}

static void
test_text_cell(void)
{
	static const char text[] = "One, two; A\\B\t\x01";
	char out[4 * sizeof(text)];
	size_t n = tsv_escape_text(text, sizeof(text) - 1, 0, out);

	ok(n == 20 && !memcmp(out, "One, two; A\\\\B\\t\\x01", n),
	    "a text's comma and semicolon stay in a cell");
	n = tsv_escape_text("A\\\\B\x01", 5, 1, out);
	ok(n == 8 && !memcmp(out, "A\\\\B\\x01", n),
	    "what a TSV has escaped stays escaped");
}

int
main(void)
{
	test_valid();
	test_characters();
	test_convert();
	test_json();
	test_text_cell();
	return done();
}
