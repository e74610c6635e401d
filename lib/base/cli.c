/* cli - the command line: one table a program, and all that a person is told. */
/* SPDX-License-Identifier: MIT */
#include "base/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"

#define MAX_OPTIONS 64

/* What main was told; a program has one command line. */
static const char *program = "seqrec";
static int quiet;
static int bar_shown;

static const struct cli_option common[] = {
    {.name = "quiet",
	.letter = 'q',
	.kind = CLI_FLAG,
	.to = &quiet,
	.help = "say nothing on stderr but errors"},
    {.name = "help",
	.letter = 'h',
	.kind = CLI_FLAG,
	.help = "print this and exit"},
    {.name = "version",
	.letter = 'V',
	.kind = CLI_FLAG,
	.help = "print the version and exit"},
};

_Noreturn void
cli_die(const struct fail *f)
{
	cli_bar_end();
	(void)fprintf(stderr, "%s: %s\n", program, f->msg);
	exit(EXIT_FAILED);
}

_Noreturn void
cli_usage(const char *fmt, ...)
{
	va_list ap;

	(void)fprintf(stderr, "%s: ", program);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fprintf(stderr, "; see %s --help\n", program);
	exit(EXIT_USAGE);
}

void
cli_note(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	cli_bar_end();
	(void)fprintf(stderr, "%s: ", program);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

int
cli_quiet(void)
{
	return quiet;
}

int
cli_progress(void)
{
	return !quiet && isatty(STDERR_FILENO);
}

double
cli_clock(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail on Linux */
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void
cli_bar(const char *what, double done, const char *tail)
{
	static const char full[] = "##############################";
	static double last;
	double now = cli_clock();
	int width = (int)sizeof(full) - 1, n = (int)(done * width + 0.5);

	if (!cli_progress() || (bar_shown && now - last < 0.1 && done < 1))
		return;
	last = now;
	bar_shown = 1;
	n = n < 0 ? 0 : n > width ? width : n;
	(void)fprintf(stderr, "\r%s [%.*s%*s] %3.0f %% %s\033[K", what, n, full,
	    width - n, "", 100 * done, tail);
	(void)fflush(stderr);
}

void
cli_bar_end(void)
{
	if (bar_shown)
		(void)fputs("\r\033[K", stderr);
	bar_shown = 0;
}

/* --help: a column of names, then the words, wrapped at 79. */
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

/* Adds the default, or the choices, to an option's words. */
static void
print_option(const struct cli_option *o)
{
	char left[64], words[1024];
	size_t k, n;

	(void)snprintf(left, sizeof(left), "%c%c%c --%s%s%s",
	    o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
	    o->letter ? ',' : ' ', o->name, o->arg ? "=" : "",
	    o->arg ? o->arg : "");
	(void)snprintf(words, sizeof(words), "%s", o->help);
	n = strlen(words);
	if (o->kind == CLI_CHOICE) {
		for (k = 0; o->choice(k); k++) {
			(void)snprintf(words + n, sizeof(words) - n, "%s%s",
			    k ? ", " : ": ", o->choice(k));
			n += strlen(words + n);
		}
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

static void
print_help(const struct cli *c)
{
	size_t i;

	printf(
	    "usage: %s [options] %s\n\n%s\n", c->name, c->operands, c->summary);
	for (i = 0; i < c->noptions; i++)
		print_option(&c->options[i]);
	for (i = 0; i < COUNTOF(common); i++)
		print_option(&common[i]);
}

/* Ends the program after --help or --version. */
static _Noreturn void
leave(void)
{
	if (fflush(stdout) || ferror(stdout)) {
		struct fail f;

		(void)fail_errno(&f, "standard output");
		cli_die(&f);
	}
	exit(EXIT_DONE);
}

static void
set_size(const struct cli_option *o, const char *s)
{
	unsigned long long x;
	char *end;

	errno = 0;
	x = strtoull(s, &end, 10);
	if (s[0] < '0' || s[0] > '9' || *end)
		cli_usage("--%s: '%s' is not a whole number", o->name, s);
	if (errno || (double)x < o->least || (double)x > o->most)
		cli_usage("--%s: %s is not between %.0f and %.0f", o->name, s,
		    o->least, o->most);
	*(size_t *)o->to = (size_t)x;
}

static void
set_real(const struct cli_option *o, const char *s)
{
	double x;
	char *end;

	x = strtod(s, &end);
	if (end == s || *end || isnan(x))
		cli_usage("--%s: '%s' is not a number", o->name, s);
	if (x < o->least || x > o->most)
		cli_usage("--%s: %s is not between %g and %g", o->name, s,
		    o->least, o->most);
	*(double *)o->to = x;
}

static void
set_choice(const struct cli_option *o, const char *s)
{
	size_t k;

	for (k = 0; o->choice(k); k++) {
		if (!strcmp(o->choice(k), s)) {
			*(const char **)o->to = o->choice(k);
			return;
		}
	}
	cli_usage("--%s: there is no '%s'", o->name, s);
}

static void
add_value(const struct cli_option *o, const char *s)
{
	struct cli_list *l = o->to;
	const char **at = realloc(l->at, (l->n + 1) * sizeof(*at));
	struct fail f;

	if (!at) {
		(void)fail_memory(&f);
		cli_die(&f);
	}
	at[l->n++] = s;
	l->at = at;
}

static void
set(const struct cli_option *o, const char *s)
{
	switch (o->kind) {
	case CLI_FLAG:
		*(int *)o->to = 1;
		break;
	case CLI_STRING:
		*(const char **)o->to = s;
		break;
	case CLI_SIZE:
		set_size(o, s);
		break;
	case CLI_REAL:
		set_real(o, s);
		break;
	case CLI_CHOICE:
		set_choice(o, s);
		break;
	case CLI_LIST:
		add_value(o, s);
		break;
	}
}

/* getopt_long's two descriptions of the rows; val is the row's number + 256. */
static void
describe(const struct cli_option *const *rows, size_t n, char *letters,
    struct option *longs)
{
	size_t i;

	*letters++ = ':';
	for (i = 0; i < n; i++) {
		int takes = rows[i]->kind != CLI_FLAG;

		longs[i] = (struct option){rows[i]->name,
		    takes ? required_argument : no_argument, NULL,
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

/* The row that getopt's answer means; exits where it means none. */
static const struct cli_option *
row_of(int got, const struct cli_option *const *rows, size_t n, char **argv)
{
	size_t i;

	if (got == ':')
		cli_usage("%s needs an argument", argv[optind - 1]);
	if (got == '?' && optopt && optopt < 256)
		cli_usage("there is no option -%c", optopt);
	if (got == '?')
		cli_usage("there is no option %s, or it takes no argument",
		    argv[optind - 1]);
	if (got >= 256)
		return rows[got - 256];
	for (i = 0; rows[i]->letter != got && i + 1 < n; i++)
		;
	return rows[i];
}

/*
 * A closed standard descriptor would be given to the file opened next, and what
 * is meant for standard output or error would go into that.  /dev/null takes
 * its place, opened the wrong way round, so that using it is still an error.
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

int
cli_parse(const struct cli *c, int argc, char **argv)
{
	const struct cli_option *rows[MAX_OPTIONS + COUNTOF(common)];
	struct option longs[MAX_OPTIONS + COUNTOF(common) + 1];
	char letters[2 * (MAX_OPTIONS + COUNTOF(common)) + 2];
	size_t i, n = 0;
	int got;

	hold_places();
	program = c->name;
	for (i = 0; i < c->noptions && i < MAX_OPTIONS; i++)
		rows[n++] = &c->options[i];
	for (i = 0; i < COUNTOF(common); i++)
		rows[n++] = &common[i];
	describe(rows, n, letters, longs);
	opterr = 0;
	while ((got = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct cli_option *o = row_of(got, rows, n, argv);

		if (!strcmp(o->name, "help")) {
			print_help(c);
			leave();
		}
		if (!strcmp(o->name, "version")) {
			printf("%s (seqrec) %s\n", c->name, VERSION);
			leave();
		}
		set(o, optarg);
	}
	if (c->max_operands >= 0 && argc - optind > c->max_operands)
		cli_usage("'%s' is one operand too many",
		    argv[optind + c->max_operands]);
	return optind;
}

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
