/*
 * options - rows of a table of options, and those that several programs have.
 *
 * An option means the same in all programs: what two of them offer has its row
 * here, so that name, letter, argument and kind cannot differ; a letter belongs
 * to one name.  A module that has options of its own may include this; it
 * neither prints nor exits.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/base.h"

#define CLI_MOST_OPTIONS 64 /* in one table */

enum cli_kind {
	CLI_FLAG,   /* to: int *, set to 1, or to 0 by --name=no */
	CLI_STRING, /* to: const char **; with a choice its "help" lists that */
	CLI_SIZE,   /* to: size_t *, a decimal number in [least, most] */
	CLI_REAL,   /* to: double *, in [least, most] */
	CLI_CHOICE, /* to: const char **, one of the names that choice gives */
	CLI_LIST,   /* to: struct cli_list *, every use adds a value */
	CLI_GROUP,  /* no option: the title of those that follow */
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

	/* CLI_CHOICE: the k-th name.  CLI_STRING, CLI_LIST: the k-th way to
	 * begin, if they are listed; the part named by .after is not
	 * checked. */
	struct choice (*choice)(size_t k);
};

/* A table as struct cli wants it; that it fits is seen by the compiler. */
#define CLI_TABLE(rows)                                                   \
	{                                                                 \
		(rows), COUNTOF(rows) + 0 * sizeof(struct {               \
			_Static_assert(COUNTOF(rows) <= CLI_MOST_OPTIONS, \
			    "a table of too many options");               \
			int unused;                                       \
		})                                                        \
	}

/*
 * Rows of a table.  OPT_GROUP is a heading: the options below it are one group
 * in --help, and one .Ss of that title in the man page.  Tables of one program
 * may use the same title.
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
/* The same of which a table says how it may begin. */
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
 * Rows of two programs and more, by what they say.  to is of the kind's type;
 * help, where it is asked for, says what this program does with it.
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
#define OPT_VALID(to, help) OPT_STRING("valid", 0, to, "FILE", help)
#define OPT_COMPRESSION(to, help, choice) \
	OPT_CHOICE("compression", 0, to, "HOW", help, choice)
#define OPT_OUTPUT(to, when)                  \
	OPT_STRING("output", 'o', to, "FILE", \
	    when "write there instead of to standard output")

/* Rows that are handed over one by one. */
#define OPT_LINE_BUFFERED(to, help) OPT_FLAG("line-buffered", 0, to, help)
#define OPT_LONGEST_LINE(to)                     \
	OPT_SIZE("longest-line", 0, to, "BYTES", \
	    "with --line-buffered: a longer line is wrong", 1, 1 << 30)

/* Work. */
#define OPT_SEED(to, help) \
	OPT_SIZE("seed", 's', to, "N", help, 0, 9007199254740992.0)
#define OPT_THREADS(to)                 \
	OPT_SIZE("threads", 0, to, "N", \
	    "threads to compute on; 0 is one per processor", 0, 1024)

/* to: "auto" before parsing; for cli_compute().  Includes math/kernels.h. */
#define OPT_KERNELS(to)                                                \
	OPT_CHOICE("kernels", 0, to, "NAME",                           \
	    "instruction set to compute with; the output is the same", \
	    kernels_choice)

/* to: "auto" before parsing; cli_progress() goes by it. */
#define OPT_PROGRESS(to)                                                \
	OPT_CHOICE("progress", 0, to, "WHEN",                           \
	    "draw on stderr how far it is, auto if that is a terminal", \
	    cli_progress_when)

/* A share of the work, for shard_parse(); what: plural. */
#define OPT_SHARD(to, what)               \
	OPT_STRING("shard", 0, to, "I/N", \
	    "take only " what " I, I + N, I + 2 N, ...: the I-th of N shares")

/*
 * What topk-eval and topk-list both have: where the candidates come from, s a
 * struct candidates_source, and what a query leaves out.  --top is theirs too,
 * but one of them takes a list.
 */
#define OPT_CANDIDATES(s)                                                      \
	OPT_MODEL(&(s).model,                                                  \
	    "candidates and vocabulary of this model (default model)"),        \
	    OPT_STRING("candidates", 0, &(s).matrix, "FILE",                   \
		"instead, candidates from this matrix, with --vocab"),         \
	    OPT_FLAG("scores", 0, &(s).scores,                                 \
		"queries are scores, one for each item of --vocab, in order"), \
	    OPT_VOCAB(&(s).vocab,                                              \
		"the items of --candidates' rows or --scores' columns"),       \
	    OPT_DIM(                                                           \
		&(s).dim, "columns of --candidates; 0: as their sizes say", 0)
#define OPT_EXCLUDE(exclude, context)                               \
	OPT_STRING("exclude", 'x', exclude, "FILE",                 \
	    "TSV whose row i lists items that query i leaves out"), \
	    OPT_CONTEXT(context,                                    \
		"column of --exclude (default context; with -H the first)")
#define OPT_CANDIDATES_SHARE(to)                                            \
	OPT_STRING("candidates-share", 0, to, "I/N",                        \
	    "score only the I-th of N shares of the candidates, and write " \
	    "what "                                                         \
	    "all shares make the whole of")
#define OPT_INCLUDE(to)                      \
	OPT_STRING("include", 0, to, "FILE", \
	    "only these items: a token a line, no header")
#define OPT_EXCLUDE_CONTEXT(to)                                          \
	OPT_FLAG("exclude-context", 0, to,                               \
	    "leave out the items of each query's context, of seq-embed " \
	    "--format=tsv")

#endif
