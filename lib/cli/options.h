/*
 * options - rows of option tables, and the options that several programs share.
 *
 * An option means the same in all programs.  The row of an option that several
 * programs have is here, so that name, letter, argument and kind agree.  No
 * letter stands for two options.  A module with options of its own may include
 * this header, which neither prints nor exits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/base.h"

#define CLI_MOST_OPTIONS 64 /* in a table */

enum cli_kind {
	CLI_FLAG,   /* to: int *, set to 1, or to 0 by --name=no */
	CLI_STRING, /* to: const char **; a `choice` only serves the value
                       "help" */
	CLI_SIZE,   /* to: size_t *, a decimal number in [least, most] */
	CLI_REAL,   /* to: double *, in [least, most] */
	CLI_CHOICE, /* to: const char **, one of the names of `choice` */
	CLI_LIST,   /* to: struct cli_list *, each use adds a value */
	CLI_GROUP,  /* no option: the title of the following rows */
};

/* The values of an option that may be repeated.  Zero this before use. */
struct cli_list {
	const char **at; /* [n] */
	size_t n, room;
};

struct cli_option {
	const char *name; /* long name without dashes */
	int letter;       /* short name, or 0 */
	enum cli_kind kind;
	void *to; /* its value before parsing is the default; --help omits NULL,
                     SIZE_MAX and NAN */

	/* The name of the argument in --help.  A shell completes files for
	 * FILE, NAME and RANKS, and directories for DIR. */
	const char *arg;
	const char *help;
	int writes;         /* CLI_STRING: the program writes this file */
	double least, most; /* CLI_SIZE, CLI_REAL: inclusive */

	/* CLI_CHOICE: the k-th name.  CLI_STRING, CLI_LIST: the k-th beginning
	 * that a value may have; NULL: any value.  The part after the
	 * beginning, which .after describes, is not checked. */
	struct choice (*choice)(size_t k);
};

/* A struct cli_table of these rows; the compiler checks that there are not too
 * many. */
#define CLI_TABLE(rows)                                                   \
	{                                                                 \
		(rows), COUNTOF(rows) + 0 * sizeof(struct {               \
			_Static_assert(COUNTOF(rows) <= CLI_MOST_OPTIONS, \
			    "a table of too many options");               \
			int unused;                                       \
		})                                                        \
	}

/*
 * Rows of a table.  OPT_GROUP is a heading: the following options are one group
 * in --help and one .Ss of that title in the man page.  Both tables of a
 * program may use the same title.
 */
#define OPT_GROUP(title_)                                     \
	{                                                     \
		.name = "", .kind = CLI_GROUP, .help = title_ \
	}
#define OPT_GENERAL OPT_GROUP("General") /* --threads ... --version */
#define OPT_FLAG(name_, letter_, to_, help_)                                   \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_FLAG, .to = to_, \
		.help = help_                                                  \
	}
/* A flag that --name=auto sets to 2. */
#define OPT_FLAG_AUTO(name_, letter_, to_, help_)                              \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_FLAG, .to = to_, \
		.help = help_, .most = 2                                       \
	}
#define OPT_STRING(name_, letter_, to_, arg_, help_)                  \
	{                                                             \
		.name = name_, .letter = letter_, .kind = CLI_STRING, \
		.to = to_, .arg = arg_, .help = help_                 \
	}
/* A file that the program writes.  It must not be an operand too. */
#define OPT_WRITES(name_, letter_, to_, help_)                        \
	{                                                             \
		.name = name_, .letter = letter_, .kind = CLI_STRING, \
		.to = to_, .arg = "FILE", .help = help_, .writes = 1  \
	}
/* OPT_STRING(), with a table of possible beginnings. */
#define OPT_FORM(name_, letter_, to_, arg_, help_, choice_)              \
	{                                                                \
		.name = name_, .letter = letter_, .kind = CLI_STRING,    \
		.to = to_, .arg = arg_, .help = help_, .choice = choice_ \
	}
#define OPT_LIST(name_, letter_, to_, arg_, help_)                             \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_LIST, .to = to_, \
		.arg = arg_, .help = help_                                     \
	}
#define OPT_LIST_FORM(name_, letter_, to_, arg_, help_, choice_)               \
	{                                                                      \
		.name = name_, .letter = letter_, .kind = CLI_LIST, .to = to_, \
		.arg = arg_, .help = help_, .choice = choice_                  \
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

/*
 * Rows shared by programs.  to has the type of the row's kind; help describes
 * what this program does with the value.
 */

/* Models, candidates, vocabularies. */
#define OPT_MODEL(to, help) OPT_STRING("model", 'm', to, "DIR", help)
#define OPT_VOCAB(to, help) OPT_STRING("vocab", 'v', to, "FILE", help)
#define OPT_DIM(to, help, least) \
	OPT_SIZE("dim", 'd', to, "N", help, least, 65536)
#define OPT_ITEMS(to, help) OPT_STRING("items", 'i', to, "FILE", help)

/* Columns. */
#define OPT_CONTEXT(to, help) OPT_STRING("context", 'C', to, "COLUMN", help)
#define OPT_CONTEXT_HELP \
	"the column of contexts (default context; with -H the first)"
#define OPT_LABEL(to, help) OPT_STRING("label", 'L', to, "COLUMN", help)
#define OPT_USER(to, help) OPT_STRING("user", 0, to, "COLUMN", help)
#define OPT_SEQUENCE(to, where)                 \
	OPT_STRING("sequence", 0, to, "COLUMN", \
	    where "the column of sequences (default items; with -H the last)")
#define OPT_PAD(to, help) OPT_STRING("pad", 'p', to, "TOKEN", help)
#define OPT_NO_HEADER(to, help) OPT_FLAG("no-header", 'H', to, help)
#define OPT_FEATURES(to, help) OPT_STRING("features", 'f', to, "LIST", help)

/* Files. */
#define OPT_CACHE(to, help) OPT_STRING("cache", 0, to, "FILE", help)
#define OPT_VALID(to, help) OPT_STRING("valid", 0, to, "FILE", help)
#define OPT_COMPRESSION(to, help, choice) \
	OPT_CHOICE("compression", 0, to, "HOW", help, choice)
#define OPT_OUTPUT(to, when)          \
	OPT_WRITES("output", 'o', to, \
	    when "write to FILE instead of standard output")

/* Row-by-row output. */
#define OPT_LINE_BUFFERED(to, help) OPT_FLAG("line-buffered", 0, to, help)
#define OPT_LONGEST_LINE(to)                     \
	OPT_SIZE("longest-line", 0, to, "BYTES", \
	    "with --line-buffered: a longer line is an error", 1, 1 << 30)

/* Work. */
#define OPT_SEED(to, help) \
	OPT_SIZE("seed", 's', to, "N", help, 0, 9007199254740992.0)
#define OPT_THREADS(to)                 \
	OPT_SIZE("threads", 0, to, "N", \
	    "threads to compute with; 0: one per processor", 0, 1024)

/* to: "auto" before parsing; for cli_compute().  Includes math/kernels.h. */
#define OPT_KERNELS(to)                                                \
	OPT_CHOICE("kernels", 0, to, "NAME",                           \
	    "instruction set to compute with; the output is the same", \
	    kernels_choice)

/* to: "auto" before parsing; cli_progress() follows it. */
#define OPT_PROGRESS(to)                      \
	OPT_CHOICE("progress", 0, to, "WHEN", \
	    "progress on stderr, as a bar or lines", cli_progress_when)

/* A file for monitoring; `told` names the figures in it. */
#define OPT_METRICS_REQUESTS "the counts and times of requests"
#define OPT_METRICS(to, told)                \
	OPT_STRING("metrics", 0, to, "FILE", \
	    "write " told " to FILE regularly, for Prometheus")

/* A share of the work, for shard_parse(); what: its unit, plural. */
#define OPT_SHARD(to, what)               \
	OPT_STRING("shard", 0, to, "I/N", \
	    "use only " what " I, I + N, I + 2 N, ...: the I-th of N shards")

/*
 * Shared by topk-eval and topk-list: the source of candidates (s is a struct
 * candidates_source) and exclusions. --top is not shared, because topk-eval
 * takes a list of numbers.
 */
#define OPT_CANDIDATES(s)                                                \
	OPT_MODEL(&(s).model,                                            \
	    "candidates and vocabulary of this model (default model)"),  \
	    OPT_STRING("candidates", 0, &(s).matrix, "FILE",             \
		"candidates from this matrix instead, with --vocab"),    \
	    OPT_FLAG("scores", 0, &(s).scores,                           \
		"queries are scores of the items of --vocab, in order"), \
	    OPT_VOCAB(&(s).vocab,                                        \
		"the items of --candidates' rows or --scores' columns"), \
	    OPT_DIM(                                                     \
		&(s).dim, "columns of --candidates; 0: by the file sizes", 0)
#define OPT_EXCLUDE(exclude, context)                               \
	OPT_STRING("exclude", 'x', exclude, "FILE",                 \
	    "TSV whose row i lists items to exclude from query i"), \
	    OPT_CONTEXT(context,                                    \
		"column of --exclude (default context; with -H the first)")
#define OPT_CANDIDATES_SHARE(to)                                      \
	OPT_STRING("candidates-share", 0, to, "I/N",                  \
	    "score only the I-th of N shares of the candidates; the " \
	    "outputs of all shares can be merged")
#define OPT_INCLUDE(to)                      \
	OPT_STRING("include", 0, to, "FILE", \
	    "only the items in FILE, one per line, without a header")
#define OPT_EXCLUDE_CONTEXT(to)                                         \
	OPT_FLAG("exclude-context", 0, to,                              \
	    "exclude the items of each query's context; needs queries " \
	    "from seq-embed --format=tsv")

#endif
