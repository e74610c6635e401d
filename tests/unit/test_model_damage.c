/*
 * test_model_damage - a model directory with any damaged bit, or with wrong
 * statements, is refused.
 */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/crc32c.h"
#include "model/model.h"
#include "nn/net.h"
#include "nn/params.h"

#include "scratch.h"
#include "small_model.h"
#include "tap.h"

/* Is m refused, its state included, with a message that has word? */
static int
refused(const char *dir, const char *word)
{
	struct model *m = model_load_state(dir, &f);
	struct net n;
	int bad;

	if (!m)
		return strstr(f.msg, word) != NULL;
	bad = net_load(&n, m, NULL, 1, &f);
	net_free(&n);
	model_free(m);
	return bad && strstr(f.msg, word);
}

/* Flips a bit of every byte of a file, one at a time. */
static void
test_flips(const char *file)
{
	unsigned char p[4096];
	char path[100];
	size_t n, i, bad = 0;

	(void)snprintf(path, sizeof(path), "m/%s", file);
	n = slurp(path, p, sizeof(p));
	for (i = 0; i < n; i++) {
		unsigned char bit = (unsigned char)(1u << i % 8);

		p[i] ^= bit;
		spill(path, p, n);
		bad += !refused("m", "");
		p[i] ^= bit;
	}
	spill(path, p, n);
	ok(bad == 0 && n > 20,
	    "a bit turned in any of %zu bytes of %s is refused", n, file);
}

static void
test_cuts(const char *file)
{
	unsigned char p[4096];
	char path[100];
	size_t n, i;
	int good = 1;

	(void)snprintf(path, sizeof(path), "m/%s", file);
	n = slurp(path, p, sizeof(p) - 1);
	for (i = 0; i < n; i++) {
		spill(path, p, i);
		good &= refused("m", "");
	}
	p[n] = '\n';
	spill(path, p, n + 1);
	good &= refused("m", "");
	ok(!unlink(path) && refused("m", file),
	    "%s missing is refused, by name", file);
	ok(!symlink("/etc/passwd", path) && refused("m", "is a link") &&
		!unlink(path) && !mkfifo(path, 0600) &&
		refused("m", "not a regular file") && !unlink(path) &&
		!mkdir(path, 0700) && refused("m", "not a regular file") &&
		!rmdir(path),
	    "%s as a link, a fifo, a directory is refused", file);
	spill(path, p, n);
	ok(good, "%s cut anywhere, or longer, is refused", file);
}

static const char header[] = "name\tshape\tfile\tcrc32c\n";

/* Writes rows after the header of tensors.tsv, and then the rest of the old
 * file. */
static void
with_rows(const char *rows, const char *rest)
{
	char text[8192];
	int n = snprintf(text, sizeof(text), "%s%s%s", header, rows, rest);

	spill("m/tensors.tsv", text, (size_t)n);
}

static void
test_rows(void)
{
	static const char *const names[] = {"../m/gru0_bias.f32", "/etc/passwd",
	    "state/../gru0_bias.f32", "..", ".gru0_bias.f32",
	    "state/state/x.f32", "gru0_bias.f32/", "", "state/", "a b.f32"};
	static const char *const shapes[] = {"1,1", "2,10", "18", "2,9,1",
	    "0,9", "-2,9", "2,", ",9", "2x9", " 2,9", "4294967298,9",
	    "99999999999999999999,9", ""};
	char text[4096] = {0}, row[200], *at, *rest, *crc;
	size_t i;

	(void)slurp("m/tensors.tsv", (unsigned char *)text, sizeof(text) - 1);
	at = strstr(text, "gru0_bias\t");
	rest = strchr(at, '\n');
	crc = rest - 8;
	*at = *rest++ = '\0';
	for (i = 0; i < COUNTOF(names); i++) {
		(void)snprintf(row, sizeof(row), "gru0_bias\t2,9\t%s\t%.8s\n",
		    names[i], crc);
		with_rows(row, rest);
		ok(refused("m", "not a row for a tensor"),
		    "the file name '%s' is refused", names[i]);
	}
	for (i = 0; i < COUNTOF(shapes); i++) {
		(void)snprintf(row, sizeof(row),
		    "gru0_bias\t%s\tgru0_bias.f32\t%.8s\n", shapes[i], crc);
		with_rows(row, rest);
		ok(refused("m", i < 2 ? "bytes where" : "not a row"),
		    "the shape '%s' is refused", shapes[i]);
	}
	(void)snprintf(
	    row, sizeof(row), "gru0_bias\t9,2\tgru0_bias.f32\t%.8s\n", crc);
	(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
	    row, rest);
	spill("m/tensors.tsv", text, strlen(text));
	ok(refused("m", "gru0_bias is 9 x 2, not 2 x 9"),
	    "a shape that fits the file but not the net is refused");
}

/* The last weights of a large net are one row with more numbers than an
 * int32 can count. */
static void
test_long_row(void)
{
	static const char row[] = "state/last_weights\t1,%s\t"
				  "state/last_weights.f32\t00000000\n";
	struct model *m;

	save_new("m", 1);
	sh("printf '%s' 3000000000 >>m/tensors.tsv", row);
	sh("truncate -s 12000000000 m/state/last_weights.f32");
	m = model_load("m", &f);
	ok(m != NULL, "a model whose state has a row of 3e9 numbers is loaded");
	model_free(m);
	sh("truncate -s 4 m/state/last_weights.f32");
	ok(refused("m", "bytes where tensors.tsv says 1 x 3000000000 floats"),
	    "and with its state, if the file is as long");
	save_new("m", 1);
	sh("printf '%s' 2305843009213693952 >>m/tensors.tsv", row);
	ok(refused("m", "not a row"), "what no file can hold is refused");
}

static void
test_twice(void)
{
	static const char *const names[] = {
	    "settings", "vocab", "query_embedding", "state/gru0_bias"};
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		save_new("m", 1);
		sh("grep '^%s\t' m/tensors.tsv >row && cat row "
		   ">>m/tensors.tsv",
		    names[i]);
		ok(refused("m", "is repeated"), "the row %s twice is refused",
		    names[i]);
	}
}

/* Writes the checksum of file to its row. */
static void
seal(const char *file)
{
	unsigned char p[4096];
	char path[100];
	size_t n;

	(void)snprintf(path, sizeof(path), "m/%s", file);
	n = slurp(path, p, sizeof(p));
	sh("awk -F'\t' -v OFS='\t' '$3 == \"%s\" { $4 = \"%08x\" } 1' "
	   "m/tensors.tsv >t && mv t m/tensors.tsv",
	    file, crc32c(0, p, n));
}

static void
test_contents(void)
{
	const float bad[] = {NAN, INFINITY, -INFINITY};
	unsigned char p[4096];
	size_t i, n;

	for (i = 0; i < COUNTOF(bad); i++) {
		save_new("m", 1);
		n = slurp("m/gru0_kernel.f32", p, sizeof(p));
		memcpy(p + 4 * (9 + 4), &bad[i], 4);
		spill("m/gru0_kernel.f32", p, n);
		seal("gru0_kernel.f32");
		ok(refused("m", "row 2: column 5 is not a finite number"),
		    "%g in a tensor is refused, by place", (double)bad[i]);
	}
	save_new("m", 1);
	sh("echo 'encoder\tgru:3' >>m/settings.tsv");
	seal("settings.tsv");
	ok(refused("m", "a repeated setting"), "a setting twice is refused");
	save_new("m", 1);
	sh("echo '1193\t5' >>m/vocab.tsv");
	seal("vocab.tsv");
	ok(refused("m", "vocab.tsv"), "a token twice is refused");
	save_new("m", 1);
	sh("echo 'more\t5' >>m/vocab.tsv");
	seal("vocab.tsv");
	ok(refused("m", "_embedding is 7 x"),
	    "a vocabulary that does not fit the tables is refused");
	save_new("m", 1);
	sh("rm -r m/state");
	ok(refused("m", "state"), "a state that is not there is refused: %s",
	    f.msg);
	{
		struct model *m = model_load("m", &f);

		ok(m != NULL, "but the model without it is a model");
		model_free(m);
	}
	save_new("m", 1);
	sh("mv m/state elsewhere && ln -s ../elsewhere m/state");
	ok(refused("m", "m/state"), "a state that is a link is refused: %s",
	    f.msg);
	sh("rm -r m elsewhere");
	ok(refused("nowhere", "nowhere"), "a missing directory is refused");
}

/* Loading only maps tensors; their readers check them. */
static void
test_when_needed(void)
{
	unsigned char p[4096];
	struct model *m;
	size_t n;

	save_new("m", 1);
	n = slurp("m/gru0_kernel.f32", p, sizeof(p));
	p[5] ^= 1;
	spill("m/gru0_kernel.f32", p, n);
	m = model_load("m", &f);
	ok(m && model_need(m, "gru0_bias", 0, 0, &f),
	    "a damaged tensor hurts nobody who needs another");
	ok(m && !model_need(m, "gru0_kernel", 0, 0, &f) &&
		strstr(f.msg, "m/gru0_kernel.f32: the checksum is") &&
		!model_need(m, "gru0_kernel", 0, 0, &f),
	    "whoever needs it is refused, every time");
	ok(m && model_check(m, &f), "and so is who needs all");
	p[5] ^= 1;
	spill("m/gru0_kernel.f32", p, n);
	model_free(m);
	m = model_load("m", &f);
	sh("rm -r m");
	ok(m && !model_check(m, &f), "a loaded model needs its files no more");
	model_free(m);
	sh("mkdir -p m");
}

int
main(void)
{
	static const char *const files[] = {"settings.tsv", "vocab.tsv",
	    "tensors.tsv", "gru0_bias.f32", "query_embedding.f32",
	    "state/gru0_bias.f32"};
	size_t i;

	scratch_enter();
	save_new("m", 1);
	for (i = 0; i < COUNTOF(files); i++) {
		test_flips(files[i]);
		test_cuts(files[i]);
	}
	test_rows();
	test_long_row();
	test_twice();
	test_when_needed();
	test_contents();
	return done();
}
