/* cli_help - the text of --help: the table, as a column of names and a column
 * of words. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/options.h"

/* Prints words from column col on, wrapped at column 79. */
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

/* Returns 1 if the name is one of the words. */
static int
has_word(const char *words, const char *name)
{
	size_t n = strlen(name);
	const char *s;

	for (s = words; (s = strstr(s, name)); s += n) {
		if ((s == words || s[-1] == ' ') && (!s[n] || s[n] == ' '))
			return 1;
	}
	return 0;
}

/* Prints the rows of a title, from both tables. */
static void
print_group(const char *title, const char *usual,
    const struct cli_option *const *rows, size_t n)
{
	const char *now = NULL;
	size_t i, printed = 0;

	for (i = 0; i < n; i++) {
		if (rows[i]->kind == CLI_GROUP)
			now = rows[i]->help;
		else if (now && !strcmp(now, title) &&
			 (!usual || has_word(usual, rows[i]->name))) {
			if (!printed++)
				printf("\n%s:\n", title);
			print_option(rows[i]);
		}
	}
}

/* Returns 1 if the title of rows[i] occurs here for the first time. */
static int
is_first(const struct cli_option *const *rows, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++) {
		if (rows[k]->kind == CLI_GROUP &&
		    !strcmp(rows[k]->help, rows[i]->help))
			return 0;
	}
	return 1;
}

void
cli_help(const struct cli *c, const struct cli_option *const *rows, size_t n,
    int all)
{
	const char *usual = all ? NULL : c->usual;
	const struct cli_option *choice = NULL, *flag = NULL;
	const char *last = ""; /* the title of the general rows */
	size_t i;

	printf(
	    "usage: %s [options] %s\n\n%s", c->name, c->operands, c->summary);
	for (i = 0; i < n; i++) {
		if (rows[i]->kind == CLI_GROUP)
			last = rows[i]->help;
	}
	for (i = 0; i < n; i++) {
		if (rows[i]->kind == CLI_GROUP && is_first(rows, i) &&
		    strcmp(rows[i]->help, last) != 0)
			print_group(rows[i]->help, usual, rows, n);
		if (rows[i]->choice && !choice)
			choice = rows[i];
		if (rows[i]->kind == CLI_FLAG && !flag)
			flag = rows[i];
	}
	print_group(last, usual, rows, n);
	if (c->example)
		printf("\nExample: %s\n", c->example);
	putchar('\n');
	if (usual)
		printf("All options: %s --help=all.\n", c->name);
	if (choice)
		printf("To list the choices of an option: --%s=help.\n",
		    choice->name);
	if (!usual && flag)
		printf("=no cancels a flag, as in --%s=no.\n", flag->name);
}
