/* cli - the command line: one table for each program.  See cli_messages.c for
 * messages. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/version.h"
#include "cli/options.h"

/* Set from main's arguments; a program has one command line. */
static int quiet;

static const struct cli_option common[] = {
    OPT_GENERAL,
    {.name = "quiet",
	.letter = 'q',
	.kind = CLI_FLAG,
	.to = &quiet,
	.help = "print only errors on stderr"},
    {.name = "help",
	.letter = 'h',
	.kind = CLI_FLAG,
	.help = "print the usual options; --help=all prints all"},
    {.name = "version",
	.letter = 'V',
	.kind = CLI_FLAG,
	.help = "print the version and exit"},
};

static void
set_size(const struct cli_option *o, const char *s)
{
	uint64_t x = 0;
	int r = num_get_count(s, strlen(s), 0, SIZE_MAX, &x);

	if (r < 0)
		cli_usage("--%s: '%s' is not a whole number from %.0f to %.0f",
		    o->name, s, o->least, o->most);
	if (r || (double)x < o->least || (double)x > o->most)
		cli_usage("--%s: '%s' is not a whole number from %.0f to %.0f",
		    o->name, s, o->least, o->most);
	*(size_t *)o->to = (size_t)x;
}

static void
set_real(const struct cli_option *o, const char *s)
{
	double x;

	if (num_get_double(s, strlen(s), &x) || isnan(x))
		cli_usage("--%s: '%s' is not a number", o->name, s);
	if (x < o->least || x > o->most)
		cli_usage("--%s: '%s' is not a number from %g to %g", o->name,
		    s, o->least, o->most);
	*(double *)o->to = x;
}

static void
add_value(const struct cli_option *o, const char *s)
{
	struct cli_list *l = o->to;
	struct fail f;

	if (ARRAY_ROOM(&l->at, &l->room, l->n + 1, &f))
		cli_die(&f);
	l->at[l->n++] = s;
}

/* s is NULL if the flag has no value. */
static void
set_flag(const struct cli_option *o, const char *s)
{
	const int automatic = s && o->most > 1 && !strcmp(s, "auto");

	if (s && !automatic && strcmp(s, "yes") != 0 && strcmp(s, "no") != 0)
		cli_usage("--%s: '%s' is neither yes nor no%s", o->name, s,
		    o->most > 1 ? ", nor auto" : "");
	*(int *)o->to = automatic ? 2 : !s || !strcmp(s, "yes");
}

static void
set(const struct cli_option *o, const char *s)
{
	switch (o->kind) {
	case CLI_GROUP:
		break;
	case CLI_FLAG:
		set_flag(o, s);
		break;
	case CLI_STRING:
	case CLI_CHOICE:
		*(const char **)o->to = o->choice ? cli_choose(o, s) : s;
		break;
	case CLI_SIZE:
		set_size(o, s);
		break;
	case CLI_REAL:
		set_real(o, s);
		break;
	case CLI_LIST:
		add_value(o, o->choice ? cli_choose(o, s) : s);
		break;
	}
}

/* Writes the rows in the two forms of getopt_long(); val is the row's index +
 * 256. */
static void
describe(const struct cli_option *const *rows, size_t n, char *letters,
    struct option *longs)
{
	size_t i;

	*letters++ = ':';
	for (i = 0; i < n; i++) {
		int takes = rows[i]->kind != CLI_FLAG;

		longs[i] = (struct option){rows[i]->name,
		    takes ? required_argument : optional_argument, NULL,
		    256 + (int)i};
		if (rows[i]->letter) {
			*letters++ = (char)rows[i]->letter;
			if (takes)
				*letters++ = ':';
		}
	}
	*letters = '\0';
	longs[n] = (struct option){0};
}

/* Returns the word in which getopt found the option; the option's argument may
 * be the next word. */
static const char *
word_of(char **argv)
{
	const char *last = argv[optind - 1];

	return last == optarg ? argv[optind - 2] : last;
}

/* Returns 1 if the word, without its dashes and up to an =, is the option's
 * long name. */
static int
is_named(const struct cli_option *o, const char *word, size_t dashes)
{
	size_t n = strlen(o->name);

	return !strncmp(word + dashes, o->name, n) &&
	       (!word[dashes + n] || word[dashes + n] == '=');
}

/* Detects a long name behind one dash: getopt reads -model as -m odel. */
static void
check_dashes(const struct cli_option *const *rows, size_t n, char **argv)
{
	const char *word = word_of(argv);
	size_t i;

	for (i = 0; i < n && optarg == word + 2; i++) {
		if (rows[i]->name[1] && is_named(rows[i], word, 1))
			cli_usage("%s: did you mean -%s?", word, word);
	}
}

/* The row for getopt's answer; exits if there is none. */
static const struct cli_option *
row_of(int got, const struct cli_option *const *rows, size_t n, char **argv)
{
	size_t i;

	if (got == ':')
		cli_usage("%s needs an argument", argv[optind - 1]);
	if (got == '?' && optopt && optopt < 256)
		cli_unknown_letter(optopt, rows, n);
	if (got == '?' ||
	    (got >= 256 && !is_named(rows[got - 256], word_of(argv), 2)))
		cli_unknown(word_of(argv), rows, n);
	if (got >= 256)
		return rows[got - 256];
	for (i = 0; rows[i]->letter != got && i + 1 < n; i++)
		;
	if (optarg)
		check_dashes(rows, n, argv);
	return rows[i];
}

/*
 * If a standard descriptor is closed, the next file to be opened would get its
 * number, and standard output or error would go into that file.  Opens
 * /dev/null in its place, in the wrong mode, so that using the descriptor is
 * still an error.
 */
static void
hold_places(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null",
			    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

/* --completion=SHELL serves the build.  It has no row, so --help does not show
 * it. */
static void
complete(const struct cli *c, const struct cli_option *const *rows, size_t n,
    int argc, char **argv)
{
	static const char option[] = "--completion=";
	const size_t length = sizeof(option) - 1;
	int i = 1;

	while (i < argc && strcmp(argv[i], "--") != 0 &&
	       strncmp(argv[i], option, length) != 0)
		i++;
	if (i >= argc || !argv[i][2]) /* the end, or -- */
		return;
	if (argc != 2)
		cli_usage("--completion must be the only argument");
	if (cli_completion(argv[1] + length, c->name, rows, n))
		cli_usage("--completion: unknown shell '%s'; known: bash, zsh, "
			  "fish",
		    argv[1] + length);
	cli_leave();
}

enum { MOST_ROWS = 2 * CLI_MOST_OPTIONS + COUNTOF(common) };

/* All rows: the program's, and those that every program has: [MOST_ROWS]. */
static size_t
gather(const struct cli *c, const struct cli_option **rows)
{
	size_t i, n = 0;

	for (i = 0; i < c->options.n; i++)
		rows[n++] = &c->options.at[i];
	for (i = 0; i < c->more.n; i++)
		rows[n++] = &c->more.at[i];
	for (i = 0; i < COUNTOF(common); i++)
		rows[n++] = &common[i];
	return n;
}

/* Handles --help and --version, which end the program. */
static void
inform(const struct cli *c, const struct cli_option *o)
{
	const struct cli_option *rows[MOST_ROWS];

	if (!strcmp(o->name, "help")) {
		if (optarg && strcmp(optarg, "all") != 0)
			cli_usage("--help takes no argument but all");
		cli_help(c, rows, gather(c, rows), optarg != NULL);
		cli_leave();
	}
	if (!strcmp(o->name, "version")) {
		if (optarg)
			cli_usage("--version takes no argument");
		printf("%s (seqrec) %s\n", c->name, VERSION);
		cli_leave();
	}
}

int
cli_parse(const struct cli *c, int argc, char **argv)
{
	const struct cli_option *rows[MOST_ROWS];
	struct option longs[MOST_ROWS + 1];
	char letters[2 * MOST_ROWS + 2];
	size_t i, all = gather(c, rows), n = 0;
	const char *progress = NULL;
	int got;

	hold_places();
	/* A write beyond the file size limit then fails with an error. */
	(void)signal(SIGXFSZ, SIG_IGN);
	cli_manner(c->name, 0, NULL);
	for (i = 0; i < all; i++) {
		if (rows[i]->kind != CLI_GROUP)
			rows[n++] = rows[i];
	}
	describe(rows, n, letters, longs);
	complete(c, rows, n, argc, argv);
	opterr = 0;
	optind = 0; /* restarts getopt after any earlier use */
	while ((got = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct cli_option *o = row_of(got, rows, n, argv);

		inform(c, o);
		set(o, optarg);
		if (o->choice == cli_progress_when)
			progress = *(const char **)o->to;
	}
	cli_manner(c->name, quiet, progress);
	if (c->max_operands >= 0 && argc - optind > c->max_operands)
		cli_usage("'%s' is one operand too many",
		    argv[optind + c->max_operands]);
	cli_operands_check(c, rows, n, optind, argc, argv);
	return optind;
}

/* Appends a word, quoted for a shell, to `to` [n of size]; returns the new
 * n. */
static size_t
put_word(char *to, size_t n, size_t size, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
				    "QRSTUVWXYZ0123456789_.,:/=+-@%";
	const char *quote =
	    *word && word[strspn(word, plain)] == '\0' ? "" : "'";

	if (n < size)
		n += (size_t)snprintf(to + n, size - n, "%s%s%s%s",
		    n ? " " : "", quote, word, quote);
	return n;
}

const char *
cli_typed(int argc, char **argv)
{
	static char line[400];
	size_t n = 0;
	int i;

	for (i = 1; i < argc; i++)
		n = put_word(line, n, sizeof(line), argv[i]);
	return line;
}
