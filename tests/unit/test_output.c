/* test_output - output is complete or visibly cut short. */
/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "scratch.h"
#include "tap.h"

static struct fail f;
static const char path[] = "out";

/* Reads the file into p, at most size - 1 bytes and a NUL.  Returns the
 * length, or -1 if there is no file. */
static long
contents(const char *p, char *s, size_t size)
{
	FILE *file = fopen(p, "r");
	size_t n;

	if (!file)
		return -1;
	n = fread(s, 1, size - 1, file);
	(void)fclose(file); /* opened for reading only */
	s[n] = '\0';
	return (long)n;
}

static void
test_named(void)
{
	struct output *o = output_open(path, OUTPUT_TEXT, &f);
	char s[64];
	struct stat st;

	output_string(o, "new\n");
	output_flush(o);
	ok(contents(path, s, sizeof(s)) < 0, "a file is not there yet");
	ok(!output_commit(o, &f) && contents(path, s, sizeof(s)) == 4 &&
		!strcmp(s, "new\n"),
	    "once committed it is there, whole");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0640,
	    "with the mode that the umask leaves");
	o = output_open(path, OUTPUT_TEXT, &f);
	output_string(o, "newer\n");
	output_abandon(o);
	ok(contents(path, s, sizeof(s)) == 4 && scratch_entries() == 1,
	    "one that is abandoned leaves the old, and nothing beside it");
	o = output_open(path, OUTPUT_TEXT, &f);
	output_printf(o, "%s %d\n", "newest", 1);
	ok(!output_commit(o, &f) && contents(path, s, sizeof(s)) == 9 &&
		scratch_entries() == 1,
	    "one that is committed replaces it");
	ok(!output_open(".", OUTPUT_TEXT, &f) && strstr(f.msg, "directory"),
	    "a directory cannot be written to: %s", f.msg);
	ok(!output_open("/nowhere/x", OUTPUT_TEXT, &f) &&
		strstr(f.msg, "/nowhere"),
	    "nor a file in none: %s", f.msg);
	output_abandon(NULL);
}

static void
test_special(void)
{
	const char *link_name = "link";
	char s[64];
	struct output *o;
	struct stat st;

	ok(!symlink(path, link_name), "a link is made");
	o = output_open(link_name, OUTPUT_TEXT, &f);
	output_string(o, "x\n");
	ok(!output_commit(o, &f) && !lstat(link_name, &st) &&
		S_ISLNK(st.st_mode) && contents(path, s, sizeof(s)) == 2,
	    "through a link the file that it leads to is replaced");
	o = output_open("/dev/full", OUTPUT_TEXT, &f);
	output_string(o, "x\n");
	ok(output_commit(o, &f) && !strcmp(f.msg, "/dev/full: No space left on "
						  "device"),
	    "a full disk is an error: %s", f.msg);
	o = output_open("/dev/full", OUTPUT_TEXT, &f);
	output_string(o, "x\ny");
	output_flush(o);
	ok(output_failed(o), "which a long loop can ask for");
	output_string(o, "z\n");
	ok(output_commit(o, &f), "and which stays");
	o = output_open("/dev/null", OUTPUT_BINARY, &f);
	output_string(o, "x");
	ok(o && !output_commit(o, &f) && !stat("/dev/null", &st) &&
		S_ISCHR(st.st_mode),
	    "/dev/null is written to, not replaced");
}

/* A child runs make() and writes rows to a pipe that keeps writes apart
 * (O_DIRECT); each packet is judged as it arrives. */
struct pipe_seen {
	size_t bytes, packets, longest;
	/* Packets, except the last, that end at the end of a row. */
	size_t whole;
	int last_whole;
	char *text;
};

static struct pipe_seen
through_pipe(void (*make)(struct output *), enum output_kind kind, int commit,
    int (*ends)(size_t at, char last))
{
	static char text[4 << 20];
	struct pipe_seen seen = {.text = text};
	int fd[2], status;
	ssize_t n;
	pid_t child;

	if (pipe2(fd, O_DIRECT) || (child = fork()) < 0) {
		ok(0, "a pipe and a process can be had");
		return seen;
	}
	if (child == 0) {
		struct output *o;

		/* The reader sees a failure. */
		(void)dup2(fd[1], STDOUT_FILENO);
		(void)close(fd[0]);
		(void)close(fd[1]);
		o = output_open(NULL, kind, &f);
		make(o);
		if (commit)
			_exit(output_commit(o, &f) != 0);
		output_abandon(o);
		_exit(0);
	}
	(void)close(fd[1]);
	while ((n = read(fd[0], text + seen.bytes, PIPE_BUF * 2)) > 0) {
		seen.packets++;
		seen.longest = size_max(seen.longest, (size_t)n);
		seen.whole += (size_t)seen.last_whole;
		seen.bytes += (size_t)n;
		seen.last_whole = ends(seen.bytes, text[seen.bytes - 1]);
	}
	(void)close(fd[0]);
	(void)waitpid(child, &status, 0);
	ok(WIFEXITED(status) && !WEXITSTATUS(status), "the writer is content");
	return seen;
}

static int
ends_text(size_t at, char last)
{
	(void)at;
	return last == '\n';
}

#define ROW 12

static int
ends_binary(size_t at, char last)
{
	(void)last;
	return at % ROW == 0;
}

/* Rows of all lengths, so that many chunks would end at the end of a row. */
static void
make_text(struct output *o)
{
	size_t i, j;

	for (i = 0; i < 20000; i++) {
		for (j = 0; j < i % 97; j++)
			output_char(o, 'x');
		output_char(o, '\n');
	}
}

/* Rows whose length divides PIPE_BUF. */
static void
make_even(struct output *o)
{
	size_t i;

	for (i = 0; i < 100000; i++)
		output_string(o, "1234567\n");
}

static void
make_one(struct output *o)
{
	output_string(o, "1\n");
}

/* Marks far from flushes, and more marks than are kept. */
static void
make_binary(struct output *o)
{
	size_t i;

	for (i = 0; i < 50000; i++) {
		output_put(o, "0123456789ab", ROW);
		output_mark(o);
		if (i % 777 == 0)
			output_flush(o);
	}
}

static void
test_pipe(void)
{
	static const struct {
		const char *name;
		void (*make)(struct output *);
		enum output_kind kind;
		int (*ends)(size_t, char);
		size_t bytes;
	} cases[] = {
	    {"text", make_text, OUTPUT_TEXT, ends_text, 0},
	    {"even rows", make_even, OUTPUT_TEXT, ends_text, 800000},
	    {"one row", make_one, OUTPUT_TEXT, ends_text, 2},
	    {"binary", make_binary, OUTPUT_BINARY, ends_binary, 50000 * ROW},
	};
	size_t i;

	for (i = 0; i < COUNTOF(cases); i++) {
		struct pipe_seen a, b;

		a = through_pipe(
		    cases[i].make, cases[i].kind, 1, cases[i].ends);
		ok(a.whole == 0 && a.last_whole,
		    "%s: only the last of %zu writes ends where a row does",
		    cases[i].name, a.packets);
		ok(a.longest <= PIPE_BUF, "%s: each fits in PIPE_BUF",
		    cases[i].name);
		ok(!cases[i].bytes || a.bytes == cases[i].bytes,
		    "%s: everything arrives", cases[i].name);
		b = through_pipe(
		    cases[i].make, cases[i].kind, 0, cases[i].ends);
		ok(b.bytes == a.bytes - 1 && !b.last_whole,
		    "%s: abandoned, the last byte is missing", cases[i].name);
	}
}

static void
make_empty_rows(struct output *o)
{
	size_t i;

	for (i = 0; i < 1000000; i++)
		output_char(o, '\n');
}

static void
make_large(struct output *o)
{
	static char big[1 << 20];

	memset(big, 'b', sizeof(big));
	big[sizeof(big) - 1] = '\n';
	output_put(o, big, sizeof(big));
	output_put(o, big, sizeof(big));
}

static void
test_odd_rows(void)
{
	struct pipe_seen a;
	size_t i, good = 1;

	a = through_pipe(make_empty_rows, OUTPUT_TEXT, 1, ends_text);
	ok(a.bytes == 1000000, "a million empty rows arrive");
	a = through_pipe(make_large, OUTPUT_TEXT, 1, ends_text);
	for (i = 0; i < a.bytes; i++)
		good &= a.text[i] == ((i + 1) % (1 << 20) ? 'b' : '\n');
	ok(a.bytes == 2 << 20 && good, "rows of a mebibyte arrive");
}

int
main(void)
{
	scratch_enter();
	(void)umask(0027);
	test_named();
	test_special();
	test_pipe();
	test_odd_rows();
	return done();
}
