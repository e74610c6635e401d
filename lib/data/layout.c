/* layout - tells sequences from examples. */
/* SPDX-License-Identifier: MIT */
#include "data/layout.h"

#include <string.h>

#include "base/fail.h"
#include "data/column_names.h"
#include "io/input.h"

#define MAX_HEADER 1000000 /* bytes */

int
layout_has_column(struct input *in, const char *name, int *has, struct fail *f)
{
	const size_t length = strlen(name);
	const unsigned char *p, *end;
	size_t want = 4096, n, cell;

	do {
		want *= 2;
		if (input_peek(in, want, &p, &n, f))
			return -1;
		end = n ? memchr(p, '\n', n) : NULL;
	} while (!end && n >= want && want < MAX_HEADER);
	n = end ? (size_t)(end - p) : n;
	for (*has = 0; n && !*has; p += cell, n -= cell) {
		end = memchr(p, '\t', n);
		cell = end ? (size_t)(end - p) + 1 : n;
		*has =
		    cell >= length && !memcmp(p, name, length) &&
		    (cell == length || p[length] == '\t' || p[length] == ':');
	}
	return 0;
}

/* Without a header: returns 1 if the first line has one cell, or if its last
 * cell is a list. */
static int
looks_like_sequences(struct input *in, int *is, struct fail *f)
{
	const unsigned char *p, *end, *tab;
	size_t n;

	if (input_peek(in, MAX_HEADER, &p, &n, f))
		return -1;
	end = n ? memchr(p, '\n', n) : NULL;
	n = end ? (size_t)(end - p) : n;
	tab = n ? memrchr(p, '\t', n) : NULL;
	*is = !tab || memchr(tab, ',', n - (size_t)(tab - p)) != NULL;
	return 0;
}

int
layout_is_sequences(
    struct input *in, int header, int *sequences, struct fail *f)
{
	int label, tutorial;

	if (!header)
		return looks_like_sequences(in, sequences, f);
	if (layout_has_column(in, COLUMN_SEQUENCE, sequences, f) ||
	    layout_has_column(in, COLUMN_LABEL, &label, f) ||
	    layout_has_column(in, COLUMN_TUTORIAL_LABEL, &tutorial, f))
		return -1;
	*sequences &= !label && !tutorial;
	return 0;
}
