/*
 * fuzz_cli - command lines.
 *
 * The input is the words of a command line, each but the last ended by a NUL.
 * What is accepted is within the bounds that the table states; what is not,
 * ends with status 2, and with 0 only where help or the version was asked for.
 * Linked with -Wl,--wrap=exit: here exit() comes back.
 */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <getopt.h>
#include <math.h>
#include <setjmp.h>

#include "cli/options.h"

#include "fuzz.h"

#define WORDS 64

_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);

static jmp_buf out;
static int inside; /* a call that out leads out of; else it is not ours */

_Noreturn void
__wrap_exit(int status)
{
	if (!inside)
		__real_exit(status);
	longjmp(out, status + 1);
}

static int flag;
static const char *string, *form, *chosen = "one";
static size_t size;
static double ratio;
static struct cli_list list;
static size_t threads;

static struct choice
choice(size_t k)
{
	static const struct choice choices[] = {
	    {"one", NULL, "1"},
	    {"two", "-X", "2"},
	    {"three", NULL, "3"},
	};

	return k < COUNTOF(choices) ? choices[k] : (struct choice){0};
}

static const struct cli_option options[] = {
    OPT_FLAG("flag", 'f', &flag, "a flag"),
    OPT_STRING("string", 's', &string, "WORD", "a word"),
    OPT_SIZE("size", 'n', &size, "N", "a number", 1, 1e15),
    OPT_REAL("real", 'r', &ratio, "X", "a real", -0.5, 1e30),
    OPT_CHOICE("choice", 'c', &chosen, "NAME", "one of", choice),
    OPT_FORM("form", 0, &form, "NAME", "like one of", choice),
    OPT_LIST("list", 'l', &list, "WORD", "some words"),
    OPT_THREADS(&threads),
};

static const struct cli cli = {.name = "fuzz_cli",
    .operands = "[file ...]",
    .summary = "Nothing.\n",
    .options = CLI_TABLE(options),
    .max_operands = 2};

/* What main would have found, and its effects. */
static void
check(int first, int argc, char **argv)
{
	size_t k, n;

	CLAIM(first >= 1 && first <= argc && argc - first <= 2);
	CLAIM(flag == 0 || flag == 1);
	CLAIM(size >= 1 && size <= 1000000000000000);
	CLAIM(ratio >= -0.5 && ratio <= 1e30);
	CLAIM(threads <= 1024);
	for (k = 0; choice(k).name && choice(k).name != chosen; k++)
		;
	CLAIM(choice(k).name != NULL);
	for (k = 0; k < list.n; k++)
		n = strlen(list.at[k]);
	CLAIM(cli_operands(first, argc, argv, &n) && n >= 1 && n <= 2);
}

/* Is there a word that may stand for --help or --version, or for the help of a
 * choice? */
static int
asks(int argc, char *const *argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if ((*argv[i] == '-' && strpbrk(argv[i], "hVv")) ||
		    strstr(argv[i], "help"))
			return 1;
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char *text, *argv[WORDS + 1];
	static int argc, status;
	char *s;

	free(text);
	text = fuzz_need(malloc(n + 2));
	memcpy(text, p, n);
	text[n] = text[n + 1] = '\0';
	argv[0] = text + n;
	argc = 1;
	for (s = text; s < text + n && argc < WORDS; s += strlen(s) + 1)
		argv[argc++] = s;
	argv[argc] = NULL;
	free(list.at);
	list = (struct cli_list){0};
	flag = 0;
	size = 1;
	ratio = 0;
	string = form = NULL;
	chosen = "one";
	threads = 0;
	optind = 0; /* getopt begins anew */
	inside = 1;
	status = setjmp(out);
	if (!status)
		check(cli_parse(&cli, argc, argv), argc, argv);
	inside = 0;
	if (!status)
		return 0;
	CLAIM(status == 1 + EXIT_USAGE ||
	      (status == 1 + EXIT_DONE && asks(argc, argv)));
	return 0;
}
