/*
 * cli - the command line: one table a program, and everything said to a person.
 *
 * From a program's table come its option parsing, its range checks, --help and
 * the check against its man page.  This is the one module that prints to
 * stderr and exits, and only programs use it.
 *
 * Exit status: 0 done, 1 failed, 2 wrong command line, 3 a stated gate not met.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/base.h"

enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_GATE = 3,
};

struct cli_list;
struct cli_option;

/* Rows of options; see cli/options.h. */
struct cli_table {
	const struct cli_option *at;
	size_t n;
};

struct cli {
	const char *name;     /* of the program */
	const char *operands; /* as in "[examples ...]" */
	const char *summary;  /* a sentence or two; lines end in \n */
	const char *usual;    /* names of the options that --help tells, with
				 blanks between; NULL: all, as --help=all does */
	const char *example;  /* a command line */
	struct cli_table options;
	struct cli_table more; /* a second table, such as nn/settings has */
	int max_operands; /* more are a wrong command line; -1: any number */
};

/*
 * Parses argv by the table; --help, --version and -q, --quiet need no row.  Long
 * options are written out: an abbreviation in a script would break when another
 * option is added.  Returns the index of the first operand.  Exits with 2 on a
 * wrong command line and with 0 after --help and --version.
 */
int cli_parse(const struct cli *, int argc, char **argv);

/*
 * The parts of cli_parse.  cli_choose returns the name in o's table that s is.
 * If s is "help", it prints the table and exits with 0; if s is none of the
 * names, it exits with 2 and lists them.  rows [n] are the program's and those
 * that all programs have; only cli_help wants the CLI_GROUP rows among them, and
 * prints the usual options or all.  cli_unknown exits with 2 and the options
 * that are like the word.  cli_completion knows bash, zsh and fish; -1: another
 * shell.
 */
const char *cli_choose(const struct cli_option *o, const char *s);
void cli_help(const struct cli *, const struct cli_option *const *rows,
    size_t n, int all);
_Noreturn void cli_unknown(
    const char *word, const struct cli_option *const *rows, size_t n);
int cli_completion(const char *shell, const char *name,
    const struct cli_option *const *rows, size_t n);

/* Levenshtein's distance: letters put in, left out or changed from s to t; of
 * each the first 32 letters count. */
size_t cli_distance(const char *s, const char *t);

/* Ends the program if more than one of paths [n] and others [m], which may be
 * NULL, is "-". */
void cli_one_stdin(
    const char *const *paths, size_t n, const char *const *others, size_t m);

/* The operands from argv[first] on, "-" alone if there are none; *n is how
 * many.  The array is argv's own, or a constant. */
const char *const *cli_operands(int first, int argc, char **argv, size_t *n);

/*
 * Says that the program waits for the terminal, if standard input is one and
 * among the paths [n]; to be called before they are read.  What is on standard
 * input all ranks (base/ranks) get.
 */
void cli_reads(const char *const *paths, size_t n);

/* What was typed behind the program's name, to be shown and typed again; cut where
 * it is long. */
const char *cli_typed(int argc, char **argv);

/* auto, always, never: what cli_progress() goes by. */
struct choice cli_progress_when(size_t k);

/* How to speak from now on, as cli_parse() does: in whose name, whether only
 * of errors, and when to draw progress; NULL is auto. */
void cli_manner(const char *program, int quiet, const char *progress);

/* What was asked for stands on standard output: exit 0, or 1 if it could not be
 * written. */
_Noreturn void cli_leave(void);

/* "program: message" on stderr, and exit 1. */
_Noreturn void cli_die(const struct fail *);

/* The same with 2: the command line contradicts itself. */
_Noreturn void cli_usage(const char *fmt, ...) PRINTF(1, 2);

/* "program: message" on stderr, unless quiet. */
void cli_note(const char *fmt, ...) PRINTF(1, 2);

/* The same of what is not as it should be, such as a gate that is not met; in
 * colour on a terminal, unless the environment has NO_COLOR. */
void cli_warn(const char *fmt, ...) PRINTF(1, 2);

/* The same even if quiet: a stated gate is not met, which will be exit 3. */
void cli_gate(const char *fmt, ...) PRINTF(1, 2);

/*
 * From now on SIGINT and SIGTERM only ask for an end, and a reader of standard
 * output that goes away asks for nothing.  When the step under way is done and
 * kept, cli_stop_now() dies of the signal.  Of several ranks (base/ranks) all are
 * asked when one is, so all must ask at the same steps.
 */
void cli_stop_late(void);
int cli_stop_asked(void);
void cli_stop_now(void);

/* Characters in a line of the terminal at fd, if it tells. */
int cli_width(int fd, int otherwise);

/* Should progress be drawn, by --progress and -q, or as stderr is a terminal? */
int cli_progress(void);

/*
 * Draws "what [####      ] 40 % tail" over the last line on stderr, cut to the
 * width of the terminal; done from 0 to 1.  At most a few times a second, so call it as often as you like.
 */
void cli_bar(const char *what, double done, const char *tail);

/* Removes the bar, before other words are printed. */
void cli_bar_end(void);

/*
 * What a program that computes begins with, by its --threads and --kernels.
 * Says so if this processor will be slow, unless the slow kernels were asked
 * for.
 */
void cli_compute(size_t threads, const char *kernels);

/* Ends the program if it is one of several tasks that know nothing of each other,
 * which would all do the same work. */
void cli_alone(void);

/* Seconds of a clock that only goes forward. */
double cli_clock(void);

#endif
