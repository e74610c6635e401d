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

enum cli_kind {
	CLI_FLAG,   /* to: int *, set to 1 */
	CLI_STRING, /* to: const char ** */
	CLI_SIZE,   /* to: size_t *, a decimal number in [least, most] */
	CLI_REAL,   /* to: double *, in [least, most] */
	CLI_CHOICE, /* to: const char **, one of the names that choice gives */
	CLI_LIST,   /* to: struct cli_list *, every use adds a value */
};

/* The values of an option that may be given several times; zero it first. */
struct cli_list {
	const char **at; /* [n] */
	size_t n, room;
};

struct cli_option {
	const char *name; /* long name, without the dashes */
	int letter;       /* short name, or 0 */
	enum cli_kind kind;
	void *to; /* what is there before parsing is the default; NULL,
		     SIZE_MAX and NAN are not told in --help */

	/* What its argument is called in --help; if it is FILE, NAME or RANKS,
	 * a shell completes files, and if DIR, directories. */
	const char *arg;
	const char *help;
	double least, most; /* CLI_SIZE, CLI_REAL: inclusive */

	/* CLI_CHOICE: the k-th name, NULL past the last. */
	const char *(*choice)(size_t k);
};

struct cli {
	const char *name;     /* of the program */
	const char *operands; /* as in "[examples ...]" */
	const char *summary;  /* a sentence or two; lines end in \n */
	const struct cli_option *options;
	size_t noptions;
	int max_operands; /* more are a wrong command line; -1: any number */
};

/*
 * Parses argv by the table; --help, --version and -q, --quiet, and with them
 * the thread count (--threads, if the table has no row of that name it is
 * not offered), need no row.  Returns the index of the first operand.  Exits
 * with 2 on a wrong command line and with 0 after --help and --version.
 */
int cli_parse(const struct cli *, int argc, char **argv);

/* The texts that cli_parse prints: of the program's rows and of those that all
 * have.  cli_completion knows bash, zsh and fish; -1: another shell. */
void cli_help(
    const struct cli *, const struct cli_option *const *rows, size_t n);
int cli_completion(const char *shell, const char *name,
    const struct cli_option *const *rows, size_t n);

/* The operands from argv[first] on, "-" alone if there are none; *n is how
 * many.  The array is argv's own, or a constant. */
const char *const *cli_operands(int first, int argc, char **argv, size_t *n);

/* Rows of a table. */
#define OPT_FLAG(name_, letter_, to_, help_)                                   \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_FLAG, .to = to_, \
		.help = help_                                                  \
	}
#define OPT_STRING(name_, letter_, to_, arg_, help_)                  \
	{                                                             \
		.name = name_, .letter = letter_, .kind = CLI_STRING, \
		.to = to_, .arg = arg_, .help = help_                 \
	}
#define OPT_LIST(name_, letter_, to_, arg_, help_)                             \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_LIST, .to = to_, \
		.arg = arg_, .help = help_                                     \
	}
#define OPT_CHOICE(name_, letter_, to_, arg_, help_, choice_)            \
	{                                                                \
		.name = name_, .letter = letter_, .kind = CLI_CHOICE,    \
		.to = to_, .arg = arg_, .help = help_, .choice = choice_ \
	}
#define OPT_SIZE(name_, letter_, to_, arg_, help_, least_, most_)              \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_SIZE, .to = to_, \
		.arg = arg_, .help = help_, .least = least_, .most = most_     \
	}
#define OPT_REAL(name_, letter_, to_, arg_, help_, least_, most_)              \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_REAL, .to = to_, \
		.arg = arg_, .help = help_, .least = least_, .most = most_     \
	}

/* The row of programs that write one file. */
#define OPT_OUTPUT(to)                        \
	OPT_STRING("output", 'o', to, "FILE", \
	    "write there instead of to standard output")

/* The row every program that computes on several threads has.  to: size_t. */
#define OPT_THREADS(to)                 \
	OPT_SIZE("threads", 0, to, "N", \
	    "threads to compute on; 0 is one per processor", 0, 1024)

/*
 * The row every program that draws progress has.  to: const char *, which is
 * "auto" before parsing; the functions below go by it.
 */
#define OPT_PROGRESS(to)                                                \
	OPT_CHOICE("progress", 0, to, "WHEN",                           \
	    "draw on stderr how far it is, auto if that is a terminal", \
	    cli_progress_when)

/* The row of every program that can do a share of the work; what: plural.  to:
 * const char *, for shard_parse(). */
#define OPT_SHARD(to, what)               \
	OPT_STRING("shard", 0, to, "I/N", \
	    "take only " what " I, I + N, I + 2 N, ...: the I-th of N shares")

/* "auto", "always", "never", NULL. */
const char *cli_progress_when(size_t k);

/* How to speak from now on, as cli_parse() does: in whose name, whether only
 * of errors, and when to draw progress; NULL is auto. */
void cli_manner(const char *program, int quiet, const char *progress);

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

/* Was -q given? */
int cli_quiet(void);

/* Should progress be drawn, by --progress and -q, or as stderr is a terminal? */
int cli_progress(void);

/*
 * Draws "what [####      ] 40 % tail" over the last line on stderr, cut to the
 * width of the terminal; done from 0 to 1.  At most a few times a second, so call it as often as you like.
 */
void cli_bar(const char *what, double done, const char *tail);

/* Removes the bar, before other words are printed. */
void cli_bar_end(void);

/* Seconds of a clock that only goes forward. */
double cli_clock(void);

#endif
