/* cli_help - what --help prints: the table, a column of names, then words. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/options.h"

/* Words from column col on, wrapped at 79. */
static void
print_words(const char *s, int col)
{
	int at = col;

	while (*s) {
		int n = (int)strcspn(s, " ");

		if (at + n > 79 && at > col) {
			printf("\n%*s", col, "");
			at = col;
		}
		printf("%s%.*s", at > col ? " " : "", n, s);
		at += n + (at > col);
		s += n;
		s += strspn(s, " ");
	}
}

/* Adds ", default X" or the choices to an option's words. */
static void
print_option(const struct cli_option *o)
{
	char left[64], words[1024];
	struct choice c;
	size_t k, n;

	(void)snprintf(left, sizeof(left), "%c%c%c --%s%s%s",
	    o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
	    o->letter ? ',' : ' ', o->name, o->arg ? "=" : "",
	    o->arg ? o->arg : "");
	(void)snprintf(words, sizeof(words), "%s", o->help);
	n = strlen(words);
	for (k = 0; o->choice && o->choice(k).name; k++) {
		c = o->choice(k);
		(void)snprintf(words + n, sizeof(words) - n, "%s%s%s",
		    k ? ", " : ": ", c.name, c.after ? c.after : "");
		n += strlen(words + n);
	}
	if ((o->kind == CLI_STRING || o->kind == CLI_CHOICE) &&
	    *(const char **)o->to)
		(void)snprintf(words + n, sizeof(words) - n, " (default %s)",
		    *(const char **)o->to);
	if (o->kind == CLI_SIZE && *(size_t *)o->to != SIZE_MAX &&
	    !strstr(o->help, "default"))
		(void)snprintf(words + n, sizeof(words) - n, " (default %zu)",
		    *(size_t *)o->to);
	if (o->kind == CLI_REAL && !isnan(*(double *)o->to))
		(void)snprintf(words + n, sizeof(words) - n, " (default %g)",
		    *(double *)o->to);
	printf("  %-28s", left);
	if (strlen(left) > 28)
		printf("\n%30s", "");
	print_words(words, 30);
	putchar('\n');
}

void
cli_help(const struct cli *c, const struct cli_option *const *rows, size_t n)
{
	const char *choice = NULL;
	size_t i;

	printf(
	    "usage: %s [options] %s\n\n%s\n", c->name, c->operands, c->summary);
	for (i = 0; i < n; i++) {
		print_option(rows[i]);
		if (rows[i]->choice && !choice)
			choice = rows[i]->name;
	}
	if (choice)
		printf("\nWhat a choice means is told by help in its place, as "
		       "in --%s=help.\n",
		    choice);
}
