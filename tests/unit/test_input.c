/* test_input - inputs one after the other: uncompressed, gzip and zlib,
 * whole, cut and damaged. */
/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "base/threads.h"
#include "scratch.h"
#include "tap.h"

#define MOST (1u << 21)

static struct fail f;
static const char *const paths[] = {"first", "second"};

/* Compressed bytes, and the bytes that they stand for. */
static unsigned char packed[MOST], plain[MOST], got[MOST];

static void
put_file(int i, const void *p, size_t n)
{
	FILE *file = fopen(paths[i], "w");

	if (!file || fwrite(p, 1, n, file) != n || fclose(file))
		ok(0, "%s can be written", paths[i]);
}

/* Appends p [n], compressed by gzip or zlib, at out.  Returns the number of
 * bytes. */
static size_t
pack(const void *p, size_t n, int gzip, unsigned char *out)
{
	z_stream z = {0};
	int bits = gzip ? 15 + 16 : 15;

	if (deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY))
		ok(0, "deflate can begin");
	z.next_in = (void *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = MOST / 2;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		ok(0, "deflate ends");
	(void)deflateEnd(&z); /* everything was written */
	return (size_t)z.total_out;
}

/* Reads the first n paths into got, want bytes at a time.  Returns the
 * number of bytes. *r becomes 0, or -1 after an error; got then has the
 * bytes before the error. */
static size_t
read_all(size_t n, const struct input_mode *mode, size_t want, int *r)
{
	struct input *b = input_open(paths, n, mode, &f);
	const unsigned char *p;
	size_t have, at = 0;

	*r = b ? 0 : -1;
	while (b) {
		*r = input_peek(b, want, &p, &have, &f);
		if (*r)
			break;
		have = size_min(have, want);
		memcpy(got + at, p, have);
		at += have;
		input_skip(b, have);
		if (have)
			continue;
		*r = input_next(b, &f);
		if (*r <= 0)
			break;
	}
	input_close(b);
	return at;
}

static int
same(size_t n, const struct input_mode *mode, size_t want, size_t size)
{
	int r;

	return read_all(n, mode, want, &r) == size && r == 0 &&
	       !memcmp(got, plain, size);
}

/* Text that compresses well, and some that does not. */
static void
fill(size_t n)
{
	struct rng r;
	size_t i;

	rng_seed(&r, 4, 4);
	for (i = 0; i < n; i++)
		plain[i] = i < n / 2 ? (unsigned char)("abc\n"[i % 4])
		                     : (unsigned char)rng_next(&r);
}

static void
test_plain(void)
{
	struct input *b;
	const unsigned char *p;
	size_t n;

	fill(600000);
	put_file(0, plain, 600000);
	ok(same(1, NULL, 1, 600000) && same(1, NULL, 777, 600000) &&
		same(1, NULL, 600000, 600000) && same(1, NULL, MOST, 600000),
	    "a plain file arrives, however much is asked for at a time");
	put_file(0, plain, 1000);
	put_file(1, plain + 1000, 599000);
	ok(same(2, NULL, 1000, 600000), "so do two");
	b = input_open(paths, 2, NULL, &f);
	ok(b && !input_peek(b, 5000, &p, &n, &f) && n == 1000,
	    "a window does not reach from one into the next");
	input_skip(b, 300);
	ok(input_offset(b) == 300 && !strcmp(input_name(b), paths[0]),
	    "name and offset are those of the first");
	ok(input_next(b, &f) == 1 && input_offset(b) == 0 &&
		!strcmp(input_name(b), paths[1]) && input_next(b, &f) == 0,
	    "and then of the second, which is the last");
	input_close(b);
	input_close(NULL);
	put_file(0, "", 0);
	ok(same(1, NULL, 10, 0), "an empty file is no bytes");
}

static void
test_gzip(void)
{
	size_t n, m, i;
	int good = 1, r;

	fill(600000);
	n = pack(plain, 600000, 1, packed);
	put_file(0, packed, n);
	ok(same(1, NULL, 1, 600000) && same(1, NULL, 4096, 600000) &&
		same(1, NULL, MOST, 600000),
	    "gzip is detected and inflated");
	n = pack(plain, 1000, 1, packed);
	n += pack("", 0, 1, packed + n);
	for (i = 1000; i < 300000; i += m) {
		m = size_min(9973, 300000 - i);
		n += pack(plain + i, m, 1, packed + n);
	}
	put_file(0, packed, n);
	ok(same(1, NULL, 5000, 300000), "a file of many members is one text");
	n = pack(plain, 2000, 1, packed);
	put_file(0, packed, n);
	for (i = 3; i < n; i++) {
		put_file(0, packed, i);
		m = read_all(1, NULL, 1, &r);
		good &= r == -1 && m <= 2000 && !memcmp(got, plain, m) &&
		        strstr(f.msg, "cut short") != NULL;
	}
	ok(good, "cut anywhere is an error after what was whole: %s", f.msg);
	memcpy(packed + n, "rest", 4);
	put_file(0, packed, n + 4);
	ok(read_all(1, NULL, 100, &r) == 2000 && r == -1,
	    "bytes that are no gzip after a member are an error: %s", f.msg);
	put_file(0, packed, n);
	put_file(1, plain, 5000);
	read_all(2, NULL, 100, &r);
	ok(!r && !memcmp(got, plain, 2000) && !memcmp(got + 2000, plain, 5000),
	    "a plain file may follow one of gzip");
}

/* Does the first file fail after the same bytes (at least `least`) and with
 * the same message, with a thread and without? */
static int
fails_alike(size_t least)
{
	struct fail alone;
	size_t n, m;
	int r;

	threads_set(1);
	n = read_all(1, NULL, 1, &r);
	alone = f;
	threads_set(2);
	m = read_all(1, NULL, 1, &r);
	return r == -1 && m == n && n >= least && !memcmp(got, plain, n) &&
	       !strcmp(alone.msg, f.msg);
}

/* Long inputs, which a thread inflates. */
static void
test_long(void)
{
	static const size_t left[] = {1, 9, 70000, 250000};
	struct input *b;
	const unsigned char *p;
	const char *const standard[] = {"-"};
	int fd[2], was = dup(STDIN_FILENO), r, good = 1;
	size_t n, i;

	fill(600000);
	n = pack(plain, 600000, 1, packed);
	put_file(0, packed, n);
	ok(same(1, NULL, 1, 600000) && same(1, NULL, 4096, 600000) &&
		same(1, NULL, MOST, 600000),
	    "a long input arrives");
	/* A cut file, and one with an invalid second member. */
	for (i = 0; i < COUNTOF(left); i++) {
		put_file(0, packed, n - left[i]);
		good &= fails_alike(0);
	}
	n = pack(plain, 500000, 1, packed);
	n += pack(plain, 500000, 1, packed + n);
	packed[n / 2] ^= 1;
	put_file(0, packed, n);
	good &= fails_alike(500000);
	ok(good, "a failure comes after the same bytes: %s", f.msg);
	if (pipe(fd) || was < 0) {
		ok(0, "a pipe can be had");
		return;
	}
	put_file(0, packed, 0);
	n = pack(plain, 300000, 1, packed);
	r = fork();
	if (r == 0)
		_exit(write(fd[1], packed, n) != (ssize_t)n);
	(void)dup2(fd[0], STDIN_FILENO);
	b = input_open(standard, 1, NULL, &f);
	ok(b && !input_peek(b, 300000, &p, &n, &f) && n == 300000 &&
		!memcmp(p, plain, n),
	    "all of a member arrives, though the pipe stays open");
	input_close(b);
	ok(r > 0 && waitpid(r, NULL, 0) == r, "and can be closed then");
	(void)dup2(was, STDIN_FILENO);
	(void)close(was);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

/* Flips every bit of a gzip file.  The trailer's checksum or the stream
 * itself must show it, except for a few header bits without meaning. */
static void
test_damage(void)
{
	size_t n, i, m, wrong = 0, told = 0, all = 0;
	int r;

	fill(120);
	n = pack(plain, 120, 1, packed);
	for (i = 3 * 8; i < n * 8; i++) {
		packed[i / 8] ^= (unsigned char)(1 << i % 8);
		put_file(0, packed, n);
		m = read_all(1, NULL, 64, &r);
		all++;
		told += r == -1;
		wrong += r == 0 && (m != 120 || memcmp(got, plain, m) != 0);
		packed[i / 8] ^= (unsigned char)(1 << i % 8);
	}
	ok(wrong == 0 && told > all / 2,
	    "of %zu damaged files %zu are errors, none is read wrongly", all,
	    told);
}

static int
begins_with_q(const unsigned char *head, size_t n)
{
	return n > 0 && head[0] == 'q';
}

static int
always(const unsigned char *head, size_t n)
{
	(void)head;
	return n >= 12;
}

static void
test_modes(void)
{
	struct input_mode zlib = {.zlib = 1}, mode;
	size_t n;
	int r;

	fill(50000);
	n = pack(plain, 50000, 0, packed);
	put_file(0, packed, n);
	ok(same(1, &zlib, 999, 50000), "zlib is detected if it is looked for");
	memcpy(plain, packed, n);
	ok(same(1, NULL, 999, n), "and else taken as it is");
	zlib.is_plain = always;
	ok(same(1, &zlib, 999, n), "as what is known to be plain always is");
	zlib.is_plain = begins_with_q;
	ok(read_all(1, &zlib, 99, &r) == 50000 && r == 0,
	    "and what is not known to be is not");
	put_file(0, packed, n - 1);
	ok(read_all(1, &zlib, 9, &r) <= 50000 && r && strstr(f.msg, "zlib"),
	    "a cut zlib stream is an error: %s", f.msg);
	packed[n] = 'x';
	put_file(0, packed, n + 1);
	ok(read_all(1, &zlib, 9, &r) <= 50000 && r && strstr(f.msg, "after"),
	    "so is one byte more: %s", f.msg);
	mode = (struct input_mode){.packing = INPUT_GZIP};
	put_file(0, "plain text, not packed", 22);
	ok(read_all(1, &mode, 9, &r) == 0 && r, "forced gzip must be: %s",
	    f.msg);
	put_file(0, "", 0);
	ok(read_all(1, &mode, 9, &r) == 0 && r, "and be there: %s", f.msg);
	mode.packing = INPUT_PLAIN;
	n = pack("abc", 3, 1, plain);
	put_file(0, plain, n);
	ok(same(1, &mode, 9, n), "forced plain leaves gzip as it is");
}

/* A writer that writes one byte at a time. */
static void
test_pipe(void)
{
	struct input *b;
	const unsigned char *p;
	const char *const standard[] = {"-"};
	int fd[2], was = dup(STDIN_FILENO), status;
	size_t n, i;
	pid_t child;

	fill(3000);
	n = pack(plain, 3000, 1, packed);
	if (pipe(fd) || was < 0 || (child = fork()) < 0) {
		ok(0, "a pipe and a process can be had");
		return;
	}
	if (child == 0) {
		for (i = 0; i < n; i++)
			if (write(fd[1], packed + i, 1) != 1)
				_exit(1);
		_exit(0);
	}
	(void)close(fd[1]);
	(void)dup2(fd[0], STDIN_FILENO); /* the reader sees a failure */
	b = input_open(standard, 1, NULL, &f);
	ok(b && !input_peek(b, MOST, &p, &n, &f) && n == 3000 &&
		!memcmp(p, plain, n),
	    "a pipe of single bytes is read to its end");
	ok(b && !strcmp(input_name(b), "standard input"), "and has a name");
	input_close(b);
	(void)waitpid(child, &status, 0);
	(void)dup2(was, STDIN_FILENO);
	(void)close(was);
	(void)close(fd[0]);
}

int
main(void)
{
	scratch_enter();
	put_file(0, "x", 1);
	test_plain();
	test_gzip();
	test_damage();
	test_modes();
	test_pipe();
	threads_set(2);
	test_gzip();
	test_pipe();
	test_long();
	return done();
}
