/* cli_choice - an option whose argument is a name in a table. */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"

/* The name nearest to s, unless most of s would have to change. */
static struct choice
nearest(const struct cli_option *o, const char *s)
{
	size_t least = cli_distance_limit(strlen(s)), k, d;
	struct choice c, near = {0};
	char begins[64];

	for (k = 0; (c = o->choice(k)).name; k++) {
		/* For a name like elu-0.5, compares the part before the
		 * number. */
		(void)snprintf(begins, sizeof(begins), "%.*s",
		    (int)(c.after ? strlen(c.name) : sizeof(begins)), s);
		d = cli_distance(begins, c.name);
		if (d < least) {
			least = d;
			near = c;
		}
	}
	return near;
}

/* Prints a line for each name, with its help. */
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
	struct choice near = nearest(o, s);
	size_t k, n = 0;

	for (k = 0; o->choice(k).name && n < sizeof(names); k++) {
		struct choice c = o->choice(k);

		n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%s%s",
		    k ? ", " : "", c.name, c.after ? c.after : "");
	}
	if (near.name)
		cli_usage(
		    "--%s: unknown value '%s'; known: %s; did you mean %s%s?",
		    o->name, s, names, near.name, near.after ? near.after : "");
	cli_usage("--%s: unknown value '%s'; known: %s", o->name, s, names);
}

const char *
cli_choose(const struct cli_option *o, const char *s)
{
	struct choice c;
	size_t k;

	if (!strcmp(s, "help"))
		print_choices(o);
	for (k = 0; (c = o->choice(k)).name; k++) {
		if (!strcmp(c.name, s))
			return c.name;
		if (o->kind != CLI_CHOICE && c.after &&
		    !strncmp(c.name, s, strlen(c.name)))
			return s;
	}
	refuse(o, s);
}
