/* file_kind_test - tests of a file's first bytes, for kinds without a magic. */
/* SPDX-License-Identifier: MIT */
#include "io/file_kind_test.h"

#include <string.h>
#include <strings.h>

#include "io/crc32c.h"
#include "io/utf8.h"

#define LONGEST_LINE 65536 /* a line should end within this many bytes */
#define SEEN 64            /* this many bytes tell text from numbers, */
#define BINARY_SEEN 256    /* and this many text from other data */

static int
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte from i on that is not a blank, or n. */
static size_t
past_blanks(const unsigned char *p, size_t n, size_t i)
{
	while (i < n && is_blank(p[i]))
		i++;
	return i;
}

/* More bytes may follow blanks; but after a newline the writer may be
 * waiting for an answer. */
static int
nothing_yet(const unsigned char *p, size_t n)
{
	return n && p[n - 1] == '\n' ? 0 : -1;
}

/* A length of at most 1 GiB and the masked checksum of the length. */
int
file_kind_test_tfrecord(const unsigned char *p, size_t n)
{
	static const unsigned char zero[4];
	uint32_t crc;

	if (n >= 4 && (p[3] > 0x40 || memcmp(p + 4, zero, size_min(n - 4, 4))))
		return 0;
	if (n < 12)
		return nothing_yet(p, n);
	crc = p[8] | (uint32_t)p[9] << 8 | (uint32_t)p[10] << 16 |
	      (uint32_t)p[11] << 24;
	return crc32c_masked(p, 8) == crc;
}

/* A length, then the opening brace of JSON of that length. */
int
file_kind_test_safetensors(const unsigned char *p, size_t n)
{
	static const char magic[] = "\0\0\0\0\0{\"";
	size_t i = size_min(n, 3);

	return memcmp(p + i, magic, size_min(n - i, 7)) ? 0
	       : n < 10                                 ? (n > 3 ? -1 : 0)
	                                                : 1;
}

int
file_kind_test_json(const unsigned char *p, size_t n)
{
	size_t i = past_blanks(p, n, 0), k;

	if (i == n)
		return nothing_yet(p, n);
	if (p[i] != '{' && p[i] != '[')
		return 0;
	k = past_blanks(p, n, i + 1);
	return k == n        ? -1
	       : p[k] == '"' ? 1
	                     : p[i] == '[' && (p[k] == '{' || p[k] == '[');
}

int
file_kind_test_html(const unsigned char *p, size_t n)
{
	static const char *const begins[] = {"<!doctype", "<html", "<?xml"};
	size_t i = past_blanks(p, n, 0), k;

	if (i == n)
		return nothing_yet(p, n);
	for (k = 0; k < COUNTOF(begins); k++) {
		size_t m = strlen(begins[k]);

		if (strncasecmp(
			(const char *)p + i, begins[k], size_min(m, n - i)))
			continue;
		if (n - i >= m)
			return 1;
		if (n > i)
			return -1;
	}
	return 0;
}

/* Returns 1 if, of the first 8 bytes, exactly the bytes from, from + 2, ... are
 * NUL. */
static int
is_utf16(const unsigned char *p, size_t n, size_t from)
{
	size_t i;

	for (i = 0; i < 8 && i < n; i++) {
		if (!p[i] != (i % 2 == from))
			return 0;
	}
	return n >= 4;
}

int
file_kind_test_utf16le(const unsigned char *p, size_t n)
{
	return is_utf16(p, n, 1);
}

int
file_kind_test_utf16be(const unsigned char *p, size_t n)
{
	return is_utf16(p, n, 0);
}

/* Returns 1 if the text has carriage returns but no newline. */
int
file_kind_test_lone_cr(const unsigned char *p, size_t n)
{
	const unsigned char *cr;

	n = size_min(n, LONGEST_LINE);
	if (memchr(p, '\n', n))
		return 0;
	cr = memchr(p, '\r', n);
	if (cr && cr + 1 < p + n)
		return 1;
	/* The reader waits for a newline too. */
	return n < LONGEST_LINE ? -1 : 0;
}

int
file_kind_test_nul(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < size_min(n, 16); i++) {
		if (p[i])
			return 0;
	}
	return n < 16 ? -1 : 1;
}

/* Returns 1 if no text has the byte.  The control characters that separate
 * something in some files are left out: ^A, ^B, ^C of Hive, blanks, and the
 * four separators of ASCII. */
static int
is_control(unsigned char c)
{
	return !c || (c > 3 && c < '\b') || (c > '\r' && c < 0x1a);
}

/* Returns 1 if the first line has a NUL byte.  Also returns 1 if it has a control
 * character or a byte that is not UTF-8, and the first bytes have both.  Text in
 * an old encoding has only the latter. */
int
file_kind_test_binary(const unsigned char *p, size_t n)
{
	const unsigned char *end = memchr(p, '\n', size_min(n, LONGEST_LINE));
	size_t line, i, length, controls = 0, wrong = 0;
	uint32_t c;

	line = end ? (size_t)(end - p) : size_min(n, LONGEST_LINE);
	n = size_min(n, size_max(line, BINARY_SEEN));
	for (i = 0; i < n; i += length ? length : 1) {
		length = utf8_character((const char *)p + i, n - i, &c);
		wrong += !length && n - i > 3;
		controls += is_control(p[i]);
		if ((!p[i] && i < line) || (controls && wrong))
			return 1;
		if (i >= line && !controls && !wrong)
			return 0;
	}
	return end || n == LONGEST_LINE ? 0 : -1;
}

/* Returns 1 if there are only printable characters, and too many for chance. */
int
file_kind_test_text(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < size_min(n, SEEN); i++) {
		if (!is_blank(p[i]) && (p[i] < ' ' || p[i] > '~'))
			return 0;
	}
	return n >= 16;
}

/* Counts the fields, separated by blanks, of the line that ends at end. */
static size_t
fields(const unsigned char *p, const unsigned char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += !is_blank(*p) && (p + 1 == end || is_blank(p[1]));
	return n;
}

/* "rows columns", then a line with a word and that many numbers. */
int
file_kind_test_word2vec(const unsigned char *p, size_t n)
{
	const unsigned char *end = memchr(p, '\n', size_min(n, SEEN)), *next,
			    *q;
	size_t columns = 0;

	if (!end || fields(p, end) != 2)
		return 0;
	for (q = p; q < end; q++) {
		if (!is_blank(*q) && (*q < '0' || *q > '9'))
			return 0;
	}
	for (q = memchr(p, ' ', (size_t)(end - p)); q && q < end; q++)
		columns = is_blank(*q) ? columns : columns * 10 + *q - '0';
	next = memchr(end + 1, '\n', n - (size_t)(end + 1 - p));
	return next && fields(end + 1, next) == columns + 1;
}

static int
test_zip_with(const unsigned char *p, size_t n, const char *part)
{
	return n > 4 && !memcmp(p, "PK\3\4", 4) &&
	       memmem(p, size_min(n, 4096), part, strlen(part)) != NULL;
}

int
file_kind_test_xlsx(const unsigned char *p, size_t n)
{
	return test_zip_with(p, n, "xl/") ||
	       test_zip_with(p, n, "[Content_Types].xml");
}

int
file_kind_test_npz(const unsigned char *p, size_t n)
{
	return test_zip_with(p, n, ".npy");
}
