/* test_tfrecord - records are read as written, and errors of a file are
 * named. */
/* SPDX-License-Identifier: MIT */
#include "tf/tfrecord.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/crc32c.h"
#include "tf/tfwriter.h"
#include "scratch.h"
#include "tap.h"

static const char path[] = "x";

static void
write_bytes(const void *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(p, 1, n, f) != n || fclose(f))
		ok(0, "the file cannot be written");
}

/* Reads path to the end.  Returns the number of sound records, -1 if it is
 * damaged. */
static int
read_all(const char *packing, struct fail *f)
{
	const char *const paths[] = {path};
	struct tfrecord_reader *r = tfrecord_open(paths, 1, packing, f);
	struct tfrecord t;
	int n = 0, got = r ? 1 : -1;

	while (got > 0 && (got = tfrecord_next(r, &t, f)) > 0) {
		got = tfrecord_check(&t, f) ? -1 : 1;
		n++;
	}
	tfrecord_close(r);
	return got < 0 ? -1 : n;
}

static void
write_records(const char *packing, int n)
{
	struct fail f;
	struct tfwriter *w = tfwriter_open(path, 0, packing, &f);
	int i;

	for (i = 0; i < n; i++)
		tfwriter_put(w, "some data", (size_t)(i % 10));
	ok(w && !tfwriter_commit(w, &f), "%d records, %s", n, packing);
}

static void
test_written(void)
{
	static const char *const packings[] = {"none", "gzip", "zlib"};
	struct fail f;
	size_t i;

	for (i = 0; i < COUNTOF(packings); i++) {
		write_records(packings[i], 25);
		ok(read_all("auto", &f) == 25, "%s is seen", packings[i]);
		ok(read_all(packings[i], &f) == 25, "%s is forced",
		    packings[i]);
		write_records(packings[i], 0);
		ok(read_all("auto", &f) == 0, "a file of no records, %s",
		    packings[i]);
	}
	write_records("none", 3);
	ok(read_all("gzip", &f) == -1, "a plain file is not gzip");
}

static void
test_damage(void)
{
	unsigned char x[TFRECORD_HEAD + 5 + TFRECORD_FOOT], y[sizeof(x)];
	size_t i;
	struct fail f;
	int bad = 0;

	tfrecord_head(x, 5);
	memcpy(x + TFRECORD_HEAD, "abcde", 5);
	tfrecord_foot(x + TFRECORD_HEAD + 5, "abcde", 5);
	write_bytes(x, sizeof(x));
	ok(read_all("auto", &f) == 1, "the record by hand");
	for (i = 0; i < 8 * sizeof(x); i++) {
		memcpy(y, x, sizeof(y));
		y[i / 8] ^= (unsigned char)(1 << i % 8);
		write_bytes(y, sizeof(y));
		bad += read_all("auto", &f) == -1;
	}
	ok(bad == 8 * sizeof(x), "every bit is looked after");
	for (bad = 0, i = 1; i < sizeof(x); i++) {
		write_bytes(x, i);
		bad += read_all("auto", &f) == -1;
	}
	ok(bad == (int)sizeof(x) - 1, "every cut is seen");
}

/* An absurd length with the right checksum. */
static void
test_huge(void)
{
	unsigned char x[TFRECORD_HEAD + 8] = {0};
	char want[128];
	struct fail f;

	tfrecord_head(x, (size_t)1 << 60);
	write_bytes(x, sizeof(x));
	(void)snprintf(want, sizeof(want),
	    "%s:record 1 @offset 0: the record has 1152921504606846976 bytes",
	    path);
	ok(read_all("auto", &f) == -1 && !strncmp(f.msg, want, strlen(want)),
	    "too long: %s", f.msg);
	tfrecord_head(x, TFRECORD_MAX);
	write_bytes(x, sizeof(x));
	ok(read_all("auto", &f) == -1 && strstr(f.msg, "the file is cut"),
	    "cut: %s", f.msg);
}

/* Uncompressed files that begin like gzip and zlib: lengths 0x088b1f and
 * 0x9c78. */
static void
test_magic(void)
{
	static const size_t lengths[] = {0x088b1f, 0x9c78};
	struct fail f;
	size_t i, n;

	for (i = 0; i < COUNTOF(lengths); i++) {
		n = TFRECORD_HEAD + lengths[i] + TFRECORD_FOOT;
		unsigned char *x = calloc(n, 1);

		if (!x) {
			ok(0, "memory");
			return;
		}
		tfrecord_head(x, lengths[i]);
		tfrecord_foot(
		    x + n - TFRECORD_FOOT, x + TFRECORD_HEAD, lengths[i]);
		write_bytes(x, n);
		ok(read_all("auto", &f) == 1,
		    "plain, and begins with %02x %02x", x[0], x[1]);
		free(x);
	}
}

/* Numbers and offsets start again with each input. */
static void
test_places(void)
{
	const char *const paths[] = {path, path};
	struct fail f;
	struct tfrecord t;
	struct tfrecord_reader *r;
	int i, right = 1;

	write_records("none", 3); /* of 0, 1 and 2 bytes: at 0, 16 and 33 */
	r = tfrecord_open(paths, 2, "auto", &f);
	for (i = 0; r && i < 6; i++) {
		static const uint64_t at[] = {0, 16, 33};

		right &= tfrecord_next(r, &t, &f) == 1 &&
		         t.offset == at[i % 3] &&
		         t.number == (uint64_t)(i % 3 + 1) &&
		         t.n == (size_t)(i % 3) && !strcmp(t.input, path);
	}
	ok(r && right && tfrecord_next(r, &t, &f) == 0,
	    "place of each record of two inputs");
	tfrecord_close(r);
}

int
main(void)
{
	scratch_enter();
	test_written();
	test_damage();
	test_huge();
	test_magic();
	test_places();
	ok(!unlink(path) && scratch_entries() == 0, "nothing is left behind");
	return done();
}
