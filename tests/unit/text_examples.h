/*
 * text_examples - text read as examples, for the tests of data/examples.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TEST_TEXT_EXAMPLES_H
#define TEST_TEXT_EXAMPLES_H

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/vocab.h"
#include "io/input.h"
#include "text_rows.h"

static struct fail f;
static struct vocab *v;
static struct examples e;

/* Reads text as examples into e, by the vocabulary v. */
static int
read_text(const char *text, struct examples_columns c, int grow)
{
	struct input *in = text_open(text, &f);
	int r = in ? examples_read(&e, in, &c, v, grow, &f) : -1;

	input_close(in);
	return r;
}

static void
letters(const char *list)
{
	v = text_letters(v, list, &f);
}

/* Do e's contexts and labels read "1 2 0|3 4 0|..." and "1 2"? */
static int
is(const char *contexts, const char *labels)
{
	char a[512] = "", b[512] = "";
	size_t i, k;

	for (i = 0; i < e.n; i++) {
		for (k = 0; k < e.k; k++)
			(void)sprintf(a + strlen(a), "%s%d",
			    k   ? " "
			    : i ? "|"
				: "",
			    e.context[i * e.k + k]);
		if (e.label)
			(void)sprintf(
			    b + strlen(b), "%s%d", i ? " " : "", e.label[i]);
	}
	if (!strcmp(a, contexts) && !strcmp(b, labels))
		return 1;
	printf("# %s ; %s\n", a, b);
	return 0;
}

static const struct examples_columns plain = {.pad = "0"};

#endif
