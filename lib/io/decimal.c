/* decimal - decimal numbers as text, compared by value. */
/* SPDX-License-Identifier: MIT */
#include "io/decimal.h"

#include <string.h>

/* Takes the leading digits from *s. */
static struct slice
take_digits(const char **s, const char *end)
{
	const char *from = *s;

	while (*s < end && **s >= '0' && **s <= '9')
		++*s;
	return (struct slice){from, (size_t)(*s - from)};
}

int
decimal_parse(struct decimal *x, struct slice text)
{
	const char *s = text.s, *end = text.s + text.n;

	x->negative = s < end && *s == '-';
	s += s < end && (*s == '-' || *s == '+');
	x->whole = take_digits(&s, end);
	x->part = (struct slice){s, 0};
	if (x->whole.n == 0)
		return 0;
	if (s < end && *s == '.') {
		s++;
		x->part = take_digits(&s, end);
		if (x->part.n == 0)
			return 0;
	}
	for (; x->whole.n && *x->whole.s == '0'; x->whole.s++)
		x->whole.n--;
	for (; x->part.n && x->part.s[x->part.n - 1] == '0'; x->part.n--)
		;
	if (!x->whole.n && !x->part.n)
		x->negative = 0; /* -0 is 0 */
	return s == end;
}

int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
	int up = a->negative ? -1 : 1; /* result if |a| > |b| */
	int c;

	if (a->negative != b->negative)
		return up;
	if (a->whole.n != b->whole.n)
		return a->whole.n > b->whole.n ? up : -up;
	c = memcmp(a->whole.s, b->whole.s, a->whole.n);
	if (!c)
		c = memcmp(
		    a->part.s, b->part.s, size_min(a->part.n, b->part.n));
	if (!c)
		c = (a->part.n > b->part.n) - (a->part.n < b->part.n);
	return c > 0 ? up : c < 0 ? -up : 0;
}
