/*
 * cli_completion - the table of options as a shell's completion script.
 *
 * Completes the names of options.  After an option it completes its choices;
 * directories, if its argument is called DIR; files, for FILE, NAME and RANKS;
 * or the column names of the files on the command line, for COLUMN.  Operands
 * complete to files.
 */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "cli/options.h"

enum taken { FREE, CHOICES, FILES, DIRECTORIES, COLUMNS };

static enum taken
taken_by(const struct cli_option *o)
{
	static const char *const files[] = {"FILE", "NAME", "RANKS"};
	size_t i;

	if (o->choice)
		return CHOICES;
	if (o->kind != CLI_STRING && o->kind != CLI_LIST)
		return FREE;
	for (i = 0; i < COUNTOF(files); i++) {
		if (!strcmp(o->arg, files[i]))
			return FILES;
	}
	if (!strncmp(o->arg, "COLUMN", strlen("COLUMN")))
		return COLUMNS;
	return !strcmp(o->arg, "DIR") ? DIRECTORIES : FREE;
}

/* Writes s with a backslash before each of the special characters, and quotes
 * as they are written within '' of the shell. */
static void
put_quoted(const char *s, const char *special, const char *quote)
{
	for (; *s; s++) {
		if (*s == '\'')
			printf("%s", quote);
		else
			printf("%s%c", strchr(special, *s) ? "\\" : "", *s);
	}
}

static void
put_choices(const struct cli_option *o)
{
	size_t k;

	for (k = 0; o->choice(k).name; k++)
		printf("%s%s", k ? " " : "", o->choice(k).name);
}

/* A function's name: the program's, with _ for -. */
static void
put_function(const char *s)
{
	for (putchar('_'); *s; s++)
		putchar(*s == '-' ? '_' : *s);
}

/* The branch of bash's case for the word after an option. */
static void
put_bash_branch(const struct cli_option *o)
{
	if (o->kind == CLI_FLAG)
		return;
	printf("\t");
	if (o->letter)
		printf("-%c | ", o->letter);
	printf("--%s) ", o->name);
	switch (taken_by(o)) {
	case FREE:
		printf("return ;;\n");
		break;
	case CHOICES:
		printf("take=(-W '");
		put_choices(o);
		printf("') ;;\n");
		break;
	case FILES:
		printf("take=(-f) ;;\n");
		break;
	case DIRECTORIES:
		printf("take=(-d) ;;\n");
		break;
	case COLUMNS:
		printf("take=(columns) ;;\n");
		break;
	}
}

/* The text around the words and the branches. */
static const char bash_head[] =
    "()\n{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} take=(-f)\n"
    "\tlocal prev=${COMP_WORDS[COMP_CWORD - 1]} word\n\n"
    "\tCOMPREPLY=()\n"
    "\t# --name=value comes as three words.\n"
    "\tif [[ $cur == = ]]; then\n"
    "\t\tcur=\n"
    "\telif [[ $prev == = ]]; then\n"
    "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "\telif [[ $cur == -* ]]; then\n"
    "\t\ttake=(-W '";
static const char bash_middle[] = "')\n\tfi\n"
				  "\tcase $prev in\n";
static const char bash_tail[] =
    "\tesac\n"
    "\t# Not by compgen, which would run a $(command) in a header.\n"
    "\tif [[ ${take[0]} == columns ]]; then\n"
    "\t\tmapfile -t COMPREPLY < <(for word in \"${COMP_WORDS[@]:1}\"; do\n"
    "\t\t\t[[ ! -f $word ]] || head -n 1 -- \"$word\" 2>/dev/null\n"
    "\t\tdone | tr -d '\\000\\r' | tr '\\t,' '\\n\\n' |\n"
    "\t\t\twhile IFS= read -r word; do\n"
    "\t\t\t\t[[ $word != \"$cur\"* ]] || printf '%q\\n' \"$word\"\n"
    "\t\t\tdone)\n"
    "\t\treturn 0\n"
    "\tfi\n"
    "\tmapfile -t COMPREPLY < <(compgen \"${take[@]}\" -- \"$cur\")\n"
    "\tif [[ ${take[0]} != -W ]]; then\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\telif [[ ${COMPREPLY[0]-} == *[=@_-] ]]; then\n"
    "\t\tcompopt -o nospace 2>/dev/null\n"
    "\tfi\n"
    "\treturn 0\n"
    "}\n";

static void
put_bash(const char *name, const struct cli_option *const *rows, size_t n)
{
	size_t i;

	put_function(name);
	printf("%s", bash_head);
	for (i = 0; i < n; i++)
		printf("%s--%s%s", i ? " " : "", rows[i]->name,
		    rows[i]->kind == CLI_FLAG ? "" : "=");
	printf("%s", bash_middle);
	for (i = 0; i < n; i++)
		put_bash_branch(rows[i]);
	printf("%scomplete -F ", bash_tail);
	put_function(name);
	printf(" %s\n", name);
}

/* The form of an option's argument for _arguments. */
static void
put_zsh_argument(const struct cli_option *o)
{
	printf(":");
	put_quoted(o->arg, "[]:\\", "'\\''");
	switch (taken_by(o)) {
	case FREE:
		printf(": ");
		break;
	case CHOICES:
		printf(":(");
		put_choices(o);
		printf(")");
		break;
	case FILES:
		printf(":_files");
		break;
	case DIRECTORIES:
		printf(":_files -/");
		break;
	case COLUMNS:
		printf(":{compadd -- ${(f)\"$(for w in $words; do "
		       "[[ ! -f $w ]] || head -n 1 -- $w; done | "
		       "tr \"\\t,\" \"\\n\\n\")\"}}");
		break;
	}
}

/* A word: '(-x --name)'{-x+,--name=}'[help]:ARG:_files', or '*--name=[help]' if
 * it may be repeated. */
static void
put_zsh_option(const struct cli_option *o)
{
	int flag = o->kind == CLI_FLAG, many = o->kind == CLI_LIST;
	const char *end = flag ? "" : "=";

	printf(" \\\n\t");
	if (o->letter && many)
		printf("'*'{-%c+,--%s=}'", o->letter, o->name);
	else if (o->letter)
		printf("'(-%c --%s)'{-%c%s,--%s%s}'", o->letter, o->name,
		    o->letter, flag ? "" : "+", o->name, end);
	else
		printf("'%s--%s%s", many ? "*" : "", o->name, end);
	printf("[");
	put_quoted(o->help, "[]:\\", "'\\''");
	printf("]");
	if (!flag)
		put_zsh_argument(o);
	printf("'");
}

static void
put_zsh(const char *name, const struct cli_option *const *rows, size_t n)
{
	size_t i;

	printf("#compdef %s\n_arguments -s -S", name);
	for (i = 0; i < n; i++)
		put_zsh_option(rows[i]);
	printf(" \\\n\t'*:file:_files'\n");
}

static void
put_fish_option(const char *name, const struct cli_option *o)
{
	printf("complete -c %s", name);
	if (o->letter)
		printf(" -s %c", o->letter);
	printf(" -l %s", o->name);
	switch (taken_by(o)) {
	case FREE:
		printf("%s", o->kind == CLI_FLAG ? "" : " -x");
		break;
	case CHOICES:
		printf(" -x -a '");
		put_choices(o);
		printf("'");
		break;
	case FILES:
		printf(" -r -F");
		break;
	case DIRECTORIES:
		printf(" -x -a '(__fish_complete_directories)'");
		break;
	case COLUMNS:
		printf(" -x -a '(for w in (commandline -opc); "
		       "test -f $w; and head -n 1 -- $w; end | "
		       "string split \\t | string split ,)'");
		break;
	}
	printf(" -d '");
	put_quoted(o->help, "\\", "\\'");
	printf("'\n");
}

static void
put_fish(const char *name, const struct cli_option *const *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		put_fish_option(name, rows[i]);
}

static const struct {
	const char *name;
	void (*put)(
	    const char *name, const struct cli_option *const *rows, size_t n);
} shells[] = {
    {"bash", put_bash},
    {"zsh", put_zsh},
    {"fish", put_fish},
};

int
cli_completion(const char *shell, const char *name,
    const struct cli_option *const *rows, size_t n)
{
	size_t i;

	for (i = 0; i < COUNTOF(shells); i++) {
		if (!strcmp(shells[i].name, shell)) {
			shells[i].put(name, rows, n);
			return 0;
		}
	}
	return -1;
}
