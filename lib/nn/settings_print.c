/* settings_print - completed settings as a table, without data. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/output.h"

/* Rows in words. */
struct settings_words {
	size_t n;
	char word[SETTINGS_ROWS][SETTINGS_WORDS];
	char name[SETTINGS_ROWS][64];
};

static int
keep_word(void *ctx, const char *name, const char *value, struct fail *f)
{
	struct settings_words *w = ctx;

	(void)f;
	(void)snprintf(w->name[w->n], sizeof(w->name[0]), "%s", name);
	(void)snprintf(w->word[w->n++], SETTINGS_WORDS, "%s", value);
	return 0;
}

/* A setting depends on the data if settings_auto() changes it. */
static int
put_words(const struct settings_words w[3], int header, struct fail *f)
{
	struct output *o = output_open(NULL, OUTPUT_TEXT, f);
	size_t i;

	if (!o)
		return -1;
	if (header)
		output_string(o, "name\tvalue\n");
	for (i = 0; i < w->n; i++)
		output_printf(o, "%s\t%s\n", w->name[i],
		    strcmp(w[0].word[i], w[1].word[i]) ? "auto" : w[2].word[i]);
	return output_commit(o, f);
}

int
settings_print(const struct settings *given, struct run_sources *s, int header,
    struct fail *f)
{
	struct settings_words *w = calloc(3, sizeof(*w));
	struct settings_parts *parts = NULL;
	struct settings p = *given;
	int r;

	if (!w)
		return fail_memory(f);
	(void)settings_each(&p, keep_word, &w[0], f);
	settings_auto_suppose(&p, s);
	(void)settings_each(&p, keep_word, &w[1], f);
	r = settings_make(&p, s, &parts, f);
	r = r == -1 ? -2 : r ? -1 : 0;
	(void)settings_each(&p, keep_word, &w[2], f);
	if (!r)
		r = put_words(w, header, f);
	settings_free(parts);
	free(w);
	return r;
}
