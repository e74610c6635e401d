/* cli_operands - the operands: the files that a program reads. */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/options.h"

const char *const *
cli_operands(int first, int argc, char **argv, size_t *n)
{
	static const char *const standard_input[] = {"-"};

	if (first >= argc) {
		*n = 1;
		return standard_input;
	}
	*n = (size_t)(argc - first);
	return (const char *const *)(argv + first);
}

/* Returns 1 if both are the same regular file. */
static int
is_same(const char *path, const char *other)
{
	struct stat a, b;

	return !stat(path, &a) && S_ISREG(a.st_mode) && !stat(other, &b) &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Refuses a word that begins with one of the dashes that word processors put in
 * place of "-" or "--", unless it names a file. */
static void
check_dash(const char *word)
{
	static const char *const dashes[] = {"\xe2\x80\x90", "\xe2\x80\x91",
	    "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92"};
	const size_t n = strlen(dashes[0]);
	size_t i;

	for (i = 0; i < COUNTOF(dashes); i++) {
		if (!strncmp(word, dashes[i], n) && access(word, F_OK))
			cli_usage("%s begins with a typeset dash; did you mean "
				  "%s%s?",
			    word, strcspn(word + n, "=") > 1 ? "--" : "-",
			    word + n + strspn(word + n, "-"));
	}
}

void
cli_operands_check(const struct cli *c, const struct cli_option *const *rows,
    size_t n, int first, int argc, char **argv)
{
	size_t i;
	int k;

	for (k = first; k < argc; k++) {
		check_dash(argv[k]);
		for (i = 0; i < n && !(c->in_place && *c->in_place); i++) {
			const char *to = NULL;

			if (rows[i]->writes)
				to = *(const char *const *)rows[i]->to;
			if (to && is_same(argv[k], to))
				cli_usage("--%s=%s would replace an input: "
					  "name another file",
				    rows[i]->name, to);
		}
	}
}

void
cli_one_stdin(
    const char *const *paths, size_t n, const char *const *others, size_t m)
{
	size_t i, used = 0;

	for (i = 0; i < n; i++)
		used += !strcmp(paths[i], "-");
	for (i = 0; i < m; i++)
		used += others[i] && !strcmp(others[i], "-");
	if (used > 1)
		cli_usage("standard input is named %zu times", used);
}

void
cli_distinct(const char *const *paths, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < i; k++) {
			if (is_same(paths[i], paths[k]))
				cli_usage("%s and %s are the same file: give "
					  "each file once",
				    paths[k], paths[i]);
		}
	}
}
