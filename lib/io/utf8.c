/* utf8 - checks UTF-8 (RFC 3629) and converts other text to it. */
/* SPDX-License-Identifier: MIT */
#include "io/utf8.h"

#include <string.h>

size_t
utf8_character(const char *s, size_t n, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i, len;

	if (n == 0)
		return 0;
	*c = p[0];
	if (p[0] < 0x80)
		return 1;
	len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || n < len)
		return 0;
	*c &= 0x7fu >> len;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3fu);
	}
	if ((len == 3 && *c < 0x800) || (len == 4 && *c < 0x10000) ||
	    *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
		return 0;
	return len;
}

int
utf8_valid(struct slice s)
{
	size_t i, len;
	uint32_t c;

	for (i = 0; i < s.n; i += len) {
		len = utf8_character(s.s + i, s.n - i, &c);
		if (!len)
			return 0;
	}
	return 1;
}

size_t
utf8_convert(struct slice s, char *out)
{
	size_t i, n = 0;

	if (utf8_valid(s)) {
		if (out && s.n)
			memcpy(out, s.s, s.n);
		return s.n;
	}
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (out && c >= 0x80)
			out[n] = (char)(0xc0 | c >> 6);
		n += c >= 0x80;
		if (out)
			out[n] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
		n++;
	}
	return n;
}
