/*
 * cli_messages - messages and the progress bar.
 *
 * Only the program's name before a message is coloured, and only on a terminal:
 * red for errors, yellow for warnings.
 */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "io/utf8.h"

#define LONGEST 4096 /* bytes of a message; the rest is left out */
#define MINUTE 60.0  /* between two lines of progress */
#define RED "31"
#define YELLOW "33"

/* Set by cli_manner(); a program has one standard error. */
static const char *program = "seqrec";
static const char *progress = "auto";
static int quiet;
static int bar_shown;

void
cli_manner(const char *name, int is_quiet, const char *when)
{
	program = name;
	quiet = is_quiet;
	progress = when ? when : "auto";
}

struct choice
cli_progress_when(size_t k)
{
	static const struct choice when[] = {
	    {"auto", NULL, "a bar on a terminal, else a line a minute"},
	    {"always", NULL, "a bar, also without a terminal"},
	    {"lines", NULL, "a line at once, then a line a minute"},
	    {"never", NULL, "no progress"},
	};

	return k < COUNTOF(when) ? when[k] : (struct choice){0};
}

/* Returns 1 if standard error is a terminal and NO_COLOR is not set; see
 * no-color.org. */
static int
coloured(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return !(no && *no) && term && strcmp(term, "dumb") != 0 &&
	       isatty(STDERR_FILENO);
}

/* Prints text that may quote a file of any kind.  Control characters, which a
 * terminal could obey, and bytes that are not UTF-8 become \xHH. */
static void
put_visible(const char *s)
{
	size_t n = strlen(s), length;
	uint32_t c;

	for (; n; s += length, n -= length) {
		length = utf8_character(s, n, &c);
		if (length && (c == '\n' || c == '\t' ||
				  (c >= ' ' && c < 127) || c >= 160)) {
			(void)fwrite(s, 1, length, stderr);
			continue;
		}
		length = 1;
		(void)fprintf(stderr, "\\x%02x", (unsigned char)*s);
	}
}

/* A message without its newline; colour may be NULL. */
static void
say(const char *colour, const char *fmt, va_list ap)
{
	char message[LONGEST];

	cli_bar_end();
	if (colour && coloured())
		(void)fprintf(stderr, "\033[%sm%s:\033[m ", colour, program);
	else
		(void)fprintf(stderr, "%s: ", program);
	(void)vsnprintf(message, sizeof(message), fmt, ap); /* may truncate */
	put_visible(message);
}

/* A whole message. */
static void
say_line(const char *colour, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(colour, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

_Noreturn void
cli_die(const struct fail *f)
{
	say_line(RED, "%s", f->msg);
	exit(EXIT_FAILED);
}

_Noreturn void
cli_leave(void)
{
	if (fflush(stdout) || ferror(stdout)) {
		struct fail f;

		(void)fail_errno(&f, "standard output");
		cli_die(&f);
	}
	exit(EXIT_DONE);
}

_Noreturn void
cli_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(RED, fmt, ap);
	va_end(ap);
	(void)fprintf(stderr, "%s %s --help\n",
	    fmt[strlen(fmt) - 1] == '?' ? " See" : "; see", program);
	exit(EXIT_USAGE);
}

void
cli_note(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	say(NULL, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

void
cli_reads(const char *const *paths, size_t n)
{
	size_t i;

	for (i = 0; i < n && strcmp(paths[i], "-") != 0; i++)
		;
	if (i < n && isatty(STDIN_FILENO))
		cli_note("reading the terminal; ^D ends the input");
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	say(YELLOW, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

void
cli_gate(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(YELLOW, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

int
cli_width(int fd, int otherwise)
{
	struct winsize w;

	return ioctl(fd, TIOCGWINSZ, &w) || w.ws_col < 2 ? otherwise : w.ws_col;
}

/* Returns 1 if progress is a bar, as on a terminal, where each state replaces
 * the last.  Lines in a file stay, so there are few of them, with their
 * times. */
static int
is_bar(void)
{
	return !strcmp(progress, "always") ||
	       (!strcmp(progress, "auto") && isatty(STDERR_FILENO));
}

static void
draw(const char *what, double done, const char *tail)
{
	static const char full[] = "##############################";
	const int width = (int)sizeof(full) - 1, n = (int)(done * width + 0.5);
	char line[512];

	bar_shown = 1;
	(void)snprintf(line, sizeof(line), "%s [%.*s%*s] %3.0f %% %s", what, n,
	    full, width - n, "", 100 * done, tail);
	(void)fprintf(
	    stderr, "\r%.*s\033[K", cli_width(STDERR_FILENO, 200) - 1, line);
	(void)fflush(stderr);
}

void
cli_progress(const char *what, double done, const char *tail)
{
	static double last;
	const double now = clock_seconds();
	char stamp[CLOCK_STAMP];

	if (quiet || !strcmp(progress, "never"))
		return;
	done = fmin(fmax(done, 0), 1); /* 0 if it is no number */
	if (is_bar()) {
		if (bar_shown && now - last < 0.1 && done < 1)
			return;
		draw(what, done, tail);
	} else if (last > 0 ? now - last >= MINUTE
			    : !strcmp(progress, "lines")) {
		clock_stamp(stamp);
		cli_note("%s %s, %.0f %%: %s", stamp, what, 100 * done, tail);
	} else if (last > 0) {
		return;
	}
	last = now;
}

void
cli_bar_end(void)
{
	if (bar_shown)
		(void)fputs("\r\033[K", stderr);
	bar_shown = 0;
}
