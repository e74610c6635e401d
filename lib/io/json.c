/* json - writes JSON strings (RFC 8259). */
/* SPDX-License-Identifier: MIT */
#include "io/json.h"

#include <string.h>

#include "io/buffer.h"
#include "io/output.h"
#include "io/utf8.h"

/* \uXXXX */
static char *
put_hex(char *p, uint32_t c)
{
	static const char digits[] = "0123456789abcdef";
	int shift;

	*p++ = '\\';
	*p++ = 'u';
	for (shift = 12; shift >= 0; shift -= 4)
		*p++ = digits[c >> shift & 15];
	return p;
}

/* Writes a code point, as two surrogates beyond U+FFFF. */
static char *
put_character(char *p, uint32_t c)
{
	static const char plain[] = "\"\\\n\r\t\f\b", letter[] = "\"\\nrtfb";
	const char *k = c && c < 0x80 ? strchr(plain, (int)c) : NULL;

	if (k) {
		*p++ = '\\';
		*p++ = letter[k - plain];
	} else if (c >= 0x20 && c < 0x7f) {
		*p++ = (char)c;
	} else if (c < 0x10000) {
		p = put_hex(p, c);
	} else {
		c -= 0x10000;
		p = put_hex(p, 0xd800 + (c >> 10));
		p = put_hex(p, 0xdc00 + (c & 0x3ff));
	}
	return p;
}

size_t
json_string(struct slice s, char *out)
{
	int latin1 = !utf8_valid(s);
	char *p = out;
	uint32_t c;
	size_t i, n;

	*p++ = '"';
	for (i = 0; i < s.n; i += n) {
		n = 1;
		c = (unsigned char)s.s[i];
		if (!latin1)
			n = utf8_character(s.s + i, s.n - i, &c);
		p = put_character(p, c);
	}
	*p++ = '"';
	return (size_t)(p - out);
}

/* Bytes of the longest JSON string of n bytes.  SIZE_MAX, which no
 * allocation satisfies, if n is too large. */
static size_t
room_for(size_t n)
{
	return n < SIZE_MAX / 8 ? 6 * n + 2 : SIZE_MAX;
}

void
json_put_string(struct output *o, struct slice s)
{
	char *room = output_room(o, room_for(s.n));

	if (room)
		output_took(o, json_string(s, room));
}

void
json_add_string(struct buffer *t, struct slice s)
{
	char *room = buffer_room(t, room_for(s.n));

	if (room)
		t->n += json_string(s, room);
}
