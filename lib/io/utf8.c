/* utf8 - are these bytes UTF-8? */
/* SPDX-License-Identifier: MIT */
#include "io/utf8.h"

/* The length of the UTF-8 character at s [n], 0 if it is none (RFC 3629). */
static size_t
length(const unsigned char *s, size_t n)
{
	size_t i, len;
	uint32_t c;

	if (s[0] < 0x80)
		return 1;
	len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n < len)
		return 0;
	c = s[0] & (0x7fu >> len);
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if ((len == 3 && c < 0x800) || (len == 4 && c < 0x10000) ||
	    c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	return len;
}

int
utf8_valid(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.s;
	size_t i, len;

	for (i = 0; i < s.n; i += len) {
		len = length(p + i, s.n - i);
		if (!len)
			return 0;
	}
	return 1;
}
