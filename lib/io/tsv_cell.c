/* tsv_cell - the lists inside cells, and escapes. */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <string.h>

#include "base/num.h"
#include "io/output.h"

int
tsv_list_next(struct slice *rest, struct slice *element)
{
	const char *p = rest->s, *end;

	if (!p ||
	    (rest->n == 2 && p[0] == '\\' && (p[1] == 'N' || p[1] == 'E')))
		return 0;
	for (end = p + rest->n; p < end && *p != ','; p++)
		p += *p == '\\' && p + 1 < end;
	element->s = rest->s;
	element->n = (size_t)(p - rest->s);
	rest->s = p < end ? p + 1 : NULL;
	rest->n = p < end ? (size_t)(end - p) - 1 : 0;
	return 1;
}

int64_t
tsv_unescape(const char *s, size_t n, char *out)
{
	static const char from[] = "tnr\\,;", to[] = "\t\n\r\\,;";
	const char *end = s + n, *k;
	char *o = out;
	uint64_t byte;

	while (s < end) {
		if (*s != '\\') {
			*o++ = *s++;
			continue;
		}
		if (++s == end)
			return -1;
		if (*s == 'x') {
			if (end - s < 3 || num_get_hex(s + 1, 2, &byte))
				return -1;
			*o++ = (char)byte;
			s += 3;
			continue;
		}
		k = *s ? strchr(from, *s) : NULL;
		if (!k)
			return -1;
		*o++ = to[k - from];
		s++;
	}
	return o - out;
}

/* How a byte is written: 0 as itself, 'x' in hex, otherwise as \ and this
 * letter. */
static const char escape_of[256] = {
    [0 ... 8] = 'x',
    ['\t'] = 't',
    ['\n'] = 'n',
    [11 ... 12] = 'x',
    ['\r'] = 'r',
    [14 ... 31] = 'x',
    [0x7f] = 'x',
    ['\\'] = '\\',
    [','] = ',',
    [';'] = ';',
};

/* text: commas and semicolons stay.  escaped: backslashes stay. */
static inline size_t
escape(const char *s, size_t n, int text, int escaped, char *out)
{
	static const char digits[] = "0123456789abcdef";
	char *p = out;
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		char e = escape_of[c];

		if (!e || (text && (e == ',' || e == ';')) ||
		    (escaped && e == '\\')) {
			*p++ = (char)c;
			continue;
		}
		*p++ = '\\';
		*p++ = e;
		if (e == 'x') {
			*p++ = digits[c >> 4];
			*p++ = digits[c & 15];
		}
	}
	return (size_t)(p - out);
}

size_t
tsv_escape(const char *s, size_t n, char *out)
{
	return escape(s, n, 0, 0, out);
}

size_t
tsv_escape_text(const char *s, size_t n, int escaped, char *out)
{
	return escape(s, n, 1, escaped, out);
}

void
tsv_put_escaped(struct output *o, const char *s, size_t n)
{
	char *p = n < SIZE_MAX / 4 ? output_room(o, 4 * n) : NULL;

	if (p)
		output_took(o, tsv_escape(s, n, p));
}
