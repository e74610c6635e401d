/* cli_choice - an option whose argument is a name in a table. */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"

#define LONGEST 32 /* letters of a name that are compared */

/* Levenshtein's distance: letters put in, left out or changed from s to t. */
static size_t
distance(const char *s, const char *t)
{
	size_t row[LONGEST + 1]; /* from s[0 .. i] to t[0 .. j] */
	size_t i, j, n = size_min(strlen(t), LONGEST);

	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; s[i] && i < LONGEST; i++) {
		size_t before = row[0]; /* of s[0 .. i-1], t[0 .. j-1] */

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

/* The name nearest to s, unless most of s would have to change. */
static const char *
nearest(const struct cli_option *o, const char *s)
{
	size_t least = strlen(s) / 2 + 1, k, d;
	const char *name = NULL;

	for (k = 0; o->choice(k).name; k++) {
		d = distance(s, o->choice(k).name);
		if (d < least) {
			least = d;
			name = o->choice(k).name;
		}
	}
	return name;
}

/* A line for each name, and what it means. */
static _Noreturn void
print_choices(const struct cli_option *o)
{
	struct choice c;
	char name[64];
	int width = 0;
	size_t k;

	for (k = 0; (c = o->choice(k)).name; k++) {
		int n = (int)(strlen(c.name) + (c.after ? strlen(c.after) : 0));

		width = n > width ? n : width;
	}
	for (k = 0; (c = o->choice(k)).name; k++) {
		(void)snprintf(
		    name, sizeof(name), "%s%s", c.name, c.after ? c.after : "");
		printf("%-*s  %s\n", width, name, c.help);
	}
	cli_leave();
}

static _Noreturn void
refuse(const struct cli_option *o, const char *s)
{
	char names[512] = "";
	const char *near = nearest(o, s);
	size_t k, n = 0;

	for (k = 0; o->choice(k).name && n < sizeof(names); k++) {
		n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%s",
		    k ? ", " : "", o->choice(k).name);
	}
	cli_usage("--%s: there is no '%s', but %s%s%s", o->name, s, names,
	    near ? "; the nearest is " : "", near ? near : "");
}

const char *
cli_choose(const struct cli_option *o, const char *s)
{
	size_t k;

	if (!strcmp(s, "help"))
		print_choices(o);
	if (o->kind == CLI_STRING)
		return s;
	for (k = 0; o->choice(k).name; k++) {
		if (!strcmp(o->choice(k).name, s))
			return o->choice(k).name;
	}
	refuse(o, s);
}
