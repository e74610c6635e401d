/* test_input_open - inputs that cannot be opened, and bytes in memory. */
/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scratch.h"
#include "tap.h"

static struct fail f;

static void
test_no_file(void)
{
	const char *none[] = {"/no/such/file"}, *folder[] = {"."};
	const char *second[] = {"/dev/null", "/no/such/file"};
	struct input *b;

	ok(!input_open(none, 1, NULL, &f) && strstr(f.msg, "/no/such/file"),
	    "no file is an error: %s", f.msg);
	ok(!input_open(folder, 1, NULL, &f) && strstr(f.msg, "directory"),
	    "so is a directory: %s", f.msg);
	b = input_open(second, 2, NULL, &f);
	ok(b && input_next(b, &f) == -1 && strstr(f.msg, "/no/such/file"),
	    "a second that is not there is one in its turn");
	input_close(b);
}

static void
test_bytes(void)
{
	static const char bytes[] = "\x1f\x8b\x08 one line\n";
	const size_t size = sizeof(bytes) - 1;
	const unsigned char *p;
	struct input *b;
	char *copy = malloc(size + INPUT_PAST);
	size_t n;

	if (!copy)
		abort();
	memcpy(copy, bytes, size);
	b = input_of_bytes("memory", copy, size, &f);
	ok(b && !input_peek(b, 4096, &p, &n, &f) && n == size &&
		!memcmp(p, bytes, n) && !strcmp(input_name(b), "memory"),
	    "bytes in memory are a plain input, whatever they begin with");
	input_skip(b, n);
	ok(input_offset(b) == size && !input_peek(b, 1, &p, &n, &f) && !n &&
		!input_next(b, &f),
	    "and the only one");
	input_close(b);
}

int
main(void)
{
	scratch_enter();
	test_no_file();
	test_bytes();
	return done();
}
