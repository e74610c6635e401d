/*
 * cli - the command line: one table for each program, and all messages.
 *
 * A program's table defines its option parsing, range checks, --help, and the
 * comparison with its man page.  Only this module prints to stderr and exits,
 * and only programs use it.
 *
 * Exit status: 0 done, 1 failed, 2 wrong command line, 3 a required threshold
 * not reached.
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
	const char *operands; /* such as "[examples ...]" */
	const char *summary;  /* a sentence or two; lines end in \n */
	const char *usual;    /* names of the options that --help shows,
                                 separated by blanks; NULL: all, like
                                 --help=all */
	const char *example;  /* a command line */
	struct cli_table options;
	struct cli_table more; /* a second table, such as that of nn/settings */
	int max_operands;      /* more are an error; -1: any number */
	const int *in_place;   /* not 0: an operand may be replaced by the
                                  output; NULL: never */
};

/*
 * Parses argv by the table; --help, --version, -q and --quiet need no row.
 * Long options must be written in full: abbreviations in scripts would break
 * when another option is added.  Returns the index of the first operand.  Exits
 * with 2 on a wrong command line and with 0 after --help and --version.
 */
int cli_parse(const struct cli *, int argc, char **argv);

/* The functions below are parts of cli_parse().  rows [n] are the rows of the
 * program and the general ones. */

/* Returns the name in o's table that equals s.  If s is "help", prints the table
 * and exits with 0.  Any other s lists the names and exits with 2. */
const char *cli_choose(const struct cli_option *o, const char *s);

/* Prints the usual options, or all; rows include those of CLI_GROUP. */
void cli_help(const struct cli *, const struct cli_option *const *rows,
    size_t n, int all);

/* Names options that are similar to the unknown word, and exits with 2. */
_Noreturn void cli_unknown(
    const char *word, const struct cli_option *const *rows, size_t n);

/* Names the few options that begin with the unknown letter, and exits with 2. */
_Noreturn void cli_unknown_letter(
    int letter, const struct cli_option *const *rows, size_t n);

/*
 * Checks the operands argv[first] to argv[argc - 1] before the program reads
 * them.  Exits with 2 if one of them begins with a typeset dash instead of the
 * dash of options, or if an option would write the same file.
 */
void cli_operands_check(const struct cli *,
    const struct cli_option *const *rows, size_t n, int first, int argc,
    char **argv);

/* Prints the completion for bash, zsh or fish.  Returns -1 for another shell. */
int cli_completion(const char *shell, const char *name,
    const struct cli_option *const *rows, size_t n);

/* The Levenshtein distance: letters inserted, deleted or changed from s to t;
 * only the first 32 letters of each count. */
size_t cli_distance(const char *s, const char *t);

/* A name is suggested for a word of n letters if their distance is below
 * this. */
size_t cli_distance_limit(size_t n);

/* Ends the program if "-" occurs more than once in paths [n] and others [m];
 * others may be NULL. */
void cli_one_stdin(
    const char *const *paths, size_t n, const char *const *others, size_t m);

/* Ends the program if two of the paths [n] are the same regular file. */
void cli_distinct(const char *const *paths, size_t n);

/* The operands from argv[first] on, or "-" if there are none; *n is their
 * number. The array is argv's own, or a constant. */
const char *const *cli_operands(int first, int argc, char **argv, size_t *n);

/*
 * Tells the user that the program reads the terminal, if standard input is a
 * terminal and among the paths [n].  Call it before reading.
 */
void cli_reads(const char *const *paths, size_t n);

/* The words typed after the program's name, quoted so that they can be typed
 * again; truncated if long. */
const char *cli_typed(int argc, char **argv);

/* auto, always, lines, never: the choices for cli_progress(). */
struct choice cli_progress_when(size_t k);

/* Sets how messages are written: the program's name, whether to print only
 * errors, and when to show progress (NULL: auto).  cli_parse() calls this
 * function too. */
void cli_manner(const char *program, int quiet, const char *progress);

/* Exits after the output is complete: 0, or 1 if standard output could not be
 * written. */
_Noreturn void cli_leave(void);

/* Prints "program: message" to stderr and exits with 1. */
_Noreturn void cli_die(const struct fail *);

/* Prints a message and exits with 2: the command line is wrong. */
_Noreturn void cli_usage(const char *fmt, ...) PRINTF(1, 2);

/* Prints "program: message" to stderr, unless quiet. */
void cli_note(const char *fmt, ...) PRINTF(1, 2);

/* Prints a warning: in colour on a terminal, unless the environment has
 * NO_COLOR. */
void cli_warn(const char *fmt, ...) PRINTF(1, 2);

/* Prints a message even if quiet: a required threshold was not reached, and the
 * exit status will be 3. */
void cli_gate(const char *fmt, ...) PRINTF(1, 2);

/*
 * From now on SIGINT and SIGTERM only request an end, and writing to a closed
 * pipe is an error instead of a signal.  The program calls cli_stop_now() when
 * its present step is done and saved, to die by the signal.  With several ranks
 * (base/ranks) a request to one reaches all, so all must ask at the same steps.
 */
void cli_stop_late(void);
int cli_stop_asked(void);
void cli_stop_now(void);

/* Width of the terminal at fd in characters, if known. */
int cli_width(int fd, int otherwise);

/*
 * Shows the progress of the work as --progress asks; done goes from 0 to 1.  A
 * terminal gets a bar, "what [####  ] 40 % tail", which is redrawn a few times
 * a second and cut to the terminal's width.  A file gets a line with the time,
 * "what, 40 %: tail", once a minute.  Frequent calls cost little.
 */
void cli_progress(const char *what, double done, const char *tail);

/* Removes the bar; call before other output. */
void cli_bar_end(void);

/*
 * Sets up computation from --threads and --kernels.  Warns if the kernels are
 * slow on this processor, unless the user chose them.
 */
void cli_compute(size_t threads, const char *kernels);

/* Ends the program if MPI or Slurm started it as several tasks that do not know
 * each other: each would do all of the work. */
void cli_alone(void);

#endif
