/* text_lines - the lines of a text input. */
/* SPDX-License-Identifier: MIT */
#include "io/text_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "io/file_kind.h"
#include "io/input.h"

const char *
text_lines_where(struct text_lines *l)
{
	(void)snprintf(l->where, sizeof(l->where), "%s:line %llu",
	    input_name(l->in), (unsigned long long)l->n);
	return l->where;
}

/* Skips the rest of a line that was too long. */
static int
skip_line(struct text_lines *l, struct fail *f)
{
	const unsigned char *p, *nl;
	size_t n;

	while (l->within) {
		if (input_peek(l->in, 1, &p, &n, f))
			return -1;
		nl = n ? memchr(p, '\n', n) : NULL;
		l->within = n && !nl;
		input_skip(l->in, nl ? (size_t)(nl - p) + 1 : n);
	}
	return 0;
}

/* Refuses n bytes that are too many for a line, or the last bytes of the
 * input without a newline. */
static int
refuse(struct text_lines *l, size_t n, int cut, struct fail *f)
{
	l->n++;
	if (l->skip_refused) {
		input_skip(l->in, n);
		l->within = !cut;
	}
	return cut ? fail_set(f,
			 "%s: the line has no newline: the input is cut short",
			 text_lines_where(l))
	           : fail_set(f, "%s: the line is longer than %zu bytes",
			 text_lines_where(l), l->longest);
}

int
text_lines_next(struct text_lines *l, struct slice *s, struct fail *f)
{
	const unsigned char *p, *nl = NULL;
	size_t n, want = 1, seen = 0;

	l->broken = 1; /* until bytes come */
	if (l->within && skip_line(l, f))
		return -1;
	for (; !nl; seen = n, want = n + 1) {
		if (input_peek(l->in, want, &p, &n, f))
			return -1;
		if (n == 0)
			return 0;
		nl = memchr(p + seen, '\n', n - seen);
		l->broken = nl == NULL;
		s->n = nl ? (size_t)(nl - p) : n;
		if (s->n > l->longest || (!nl && n < want)) {
			l->broken = 0;
			return refuse(l, s->n, s->n <= l->longest, f);
		}
	}
	l->n++;
	s->s = (const char *)p;
	input_skip(l->in, s->n + 1);
	if (s->n && s->s[s->n - 1] == '\r')
		return fail_set(f,
		    "%s: the line ends in a carriage return; remove them "
		    "with tr -d '\\r'",
		    text_lines_where(l));
	return 1;
}

int
text_lines_refuse_binary(
    const struct text_lines *l, struct slice s, struct fail *f)
{
	const struct file_kind *k;
	const unsigned char *next;
	size_t n;
	int more; /* not used: the line is complete */

	if (input_peek(l->in, 0, &next, &n, f)) /* they follow s in memory */
		return -1;
	k = file_kind_find(
	    (const unsigned char *)s.s, s.n + 1 + n, FILE_HEADER, &more);
	return file_kind_check(k, FILE_HEADER, input_name(l->in), f);
}

int
text_lines_wait(const struct text_lines *l)
{
	const unsigned char *p;
	struct fail f;
	size_t n;

	return input_peek(l->in, 0, &p, &n, &f) || !n || !memchr(p, '\n', n);
}

void
text_lines_await(const struct text_lines *l)
{
	const unsigned char *p;
	size_t n = 0, want;
	struct fail f; /* reported when the line is read */

	do {
		want = n + 1;
		if (input_peek(l->in, want, &p, &n, &f))
			return;
	} while (n >= want && n <= l->longest && !memchr(p, '\n', n));
}
