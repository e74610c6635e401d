/* cli_unknown - words that are not options, and similar options. */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"

#define LONGEST 32  /* letters of a name to compare */
#define MOST_LIKE 4 /* more options that begin with a letter are no help */

size_t
cli_distance(const char *s, const char *t)
{
	size_t row[LONGEST + 1]; /* distance from s[0 .. i] to t[0 .. j] */
	size_t i, j, n = size_min(strlen(t), LONGEST);

	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; s[i] && i < LONGEST; i++) {
		size_t before = row[0]; /* distance from s[0 .. i-1] to t[0 ..
                                           j-1] */

		row[0] = i + 1;
		for (j = 1; j <= n; j++) {
			size_t change = before + (s[i] != t[j - 1]);

			before = row[j];
			row[j] =
			    size_min(size_min(row[j], row[j - 1]) + 1, change);
		}
	}
	return row[n];
}

size_t
cli_distance_limit(size_t n)
{
	return size_min(n / 2, size_max(n / 3, 2)) + 1;
}

/* Adds " or --name" to the options found so far. */
static void
suggest(char *to, size_t room, const char *name)
{
	size_t n = strlen(to);

	(void)snprintf(to + n, room - n, "%s--%s", n ? " or " : "", name);
}

void
cli_unknown(const char *word, const struct cli_option *const *rows, size_t n)
{
	const char *name = word + strspn(word, "-"), *near = NULL;
	size_t length = strcspn(name, "="), least = cli_distance_limit(length),
	       i, d;
	char given[64], like[256] = "";

	(void)snprintf(given, sizeof(given), "%.*s", (int)length, name);
	for (i = 0; i < n; i++) {
		if (length && !strncmp(rows[i]->name, given, length))
			suggest(like, sizeof(like), rows[i]->name);
		d = cli_distance(given, rows[i]->name);
		if (d < least) {
			least = d;
			near = rows[i]->name;
		}
	}
	if (!*like && near)
		suggest(like, sizeof(like), near);
	if (*like)
		cli_usage("unknown option --%s; did you mean %s?", given, like);
	cli_usage("unknown option --%s", given);
}

void
cli_unknown_letter(int letter, const struct cli_option *const *rows, size_t n)
{
	char like[256] = "";
	size_t i, found = 0;

	for (i = 0; i < n; i++) {
		if (rows[i]->name[0] == letter && ++found <= MOST_LIKE)
			suggest(like, sizeof(like), rows[i]->name);
	}
	if (found && found <= MOST_LIKE)
		cli_usage("unknown option -%c; did you mean %s?", letter, like);
	cli_usage("unknown option -%c", letter);
}
