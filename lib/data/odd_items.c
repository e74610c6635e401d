/* odd_items - items that seem to be lists in another notation. */
/* SPDX-License-Identifier: MIT */
#include "data/odd_items.h"

#include <stdio.h>
#include <string.h>

#include "data/vocab.h"

#define EXAMINED 10000 /* items */
#define SHARE 4        /* one of so many items is odd */
#define SHOWN 60       /* bytes of an example */

static const char opening[] = "[({\"'", closing[] = "])}\"'";

/* The index of c in marks, or -1. */
static int
mark_at(const char *marks, char c)
{
	const char *p = c ? strchr(marks, c) : NULL;

	return p ? (int)(p - marks) : -1;
}

/* Removes blanks, brackets and quotes from both ends. */
static struct slice
strip(struct slice t)
{
	while (t.n && (t.s[0] == ' ' || mark_at(opening, t.s[0]) >= 0))
		t.s++, t.n--;
	while (
	    t.n && (t.s[t.n - 1] == ' ' || mark_at(closing, t.s[t.n - 1]) >= 0))
		t.n--;
	return t;
}

/* Returns 1 if the token is an end of a list, or an element after ", ". */
static int
is_fragment(struct slice t)
{
	const char *end = t.s + t.n - 1;
	int mark;

	if (*t.s == ' ' || *end == ' ')
		return 1;
	mark = mark_at(opening, *t.s);
	if (mark >= 0 && (t.n < 2 || !memchr(t.s + 1, closing[mark], t.n - 1)))
		return 1;
	mark = mark_at(closing, *end);
	return mark >= 0 && (t.n < 2 || !memchr(t.s, opening[mark], t.n - 1));
}

/* Returns 1 if t is at least two items of v, between separators c. */
static int
is_list(const struct vocab *v, struct slice t, char c)
{
	const char *p = t.s, *end = t.s + t.n, *q;
	struct slice part;
	size_t n;

	for (n = 0; p <= end; n++, p = q + 1) {
		q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
		if (!q)
			q = end;
		part = (struct slice){p, (size_t)(q - p)};
		/* A TSV writes some separators with a backslash. */
		if (q < end && part.n && part.s[part.n - 1] == '\\')
			part.n--;
		part = strip(part);
		if (!part.n && c == ' ')
			continue; /* two blanks, or one after a comma */
		if (!part.n || !vocab_find(v, part.s, part.n))
			return 0;
	}
	return n > 1;
}

int
odd_items_is(const struct vocab *v, struct slice t)
{
	static const char separators[] = {'|', ';', ',', '/', ' '};
	struct slice inner;
	size_t i;

	if (!t.n)
		return 0;
	if (is_fragment(t))
		return 1;
	inner = strip(t);
	if (inner.n && inner.n < t.n && vocab_find(v, inner.s, inner.n))
		return 1; /* a list of one item, [8] */
	for (i = 0; i < COUNTOF(separators); i++) {
		if (memchr(inner.s, separators[i], inner.n) &&
		    is_list(v, inner, separators[i]))
			return 1;
	}
	return 0;
}

/* Returns 1 if the token has a separator that is rare in names. */
static int
is_separated(struct slice t)
{
	return memchr(t.s, '|', t.n) || memchr(t.s, ';', t.n) ||
	       memchr(t.s, ',', t.n);
}

int
odd_items_words(const struct vocab *v, int alone, char words[ODD_ITEMS_WORDS])
{
	const size_t n = vocab_size(v), step = n / EXAMINED + 1;
	size_t i, seen = 0, odd = 0;
	struct slice shown = {0};

	for (i = 1; i <= n; i += step, seen++) {
		struct slice t = vocab_token(v, (int32_t)i);

		if (!odd_items_is(v, t) && !(alone && is_separated(t)))
			continue;
		if (!odd++)
			shown = t;
	}
	if (odd < 2 || odd * SHARE < seen)
		return 0;
	(void)snprintf(words, ODD_ITEMS_WORDS,
	    "items such as '%.*s' seem to be lists, or parts of lists, in "
	    "another notation: commas, without blanks, brackets or quotes, "
	    "separate the items of a list",
	    (int)size_min(shown.n, SHOWN), shown.s);
	return 1;
}
