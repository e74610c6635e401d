/* test_file_kind - the kinds of files, recognised by their first bytes. */
/* SPDX-License-Identifier: MIT */
#include "io/file_kind.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "tap.h"

#define BYTES(s) s, sizeof(s) - 1
#define LINES (FILE_TEXT | FILE_LOG)
#define TFRECORD "\x0e\0\0\0\0\0\0\0\xc5\xe5\x69\x3f rest"

static const struct {
	const char *bytes;
	size_t n;
	int wanted;
	const char *kind; /* NULL: none */
} cases[] = {
    {BYTES(TFRECORD), FILE_TEXT, "tfrecord"},
    {BYTES(TFRECORD), FILE_RECORDS, "tfrecord"},
    {BYTES("\x0e\0\0\0\0\0\0\0\xc5\xe5\x69\x3e rest"), FILE_TEXT, NULL},
    {BYTES("\x1f\x8b\x08\0\0"), FILE_TEXT, "gzip"},
    {BYTES("\xfd"
	   "7zXZ\0\0"),
	FILE_LOG, "xz"},
    {BYTES("\x28\xb5\x2f\xfd\x04"), FILE_RECORDS, "zstd"},
    {BYTES("BZh91AY&SY"), FILE_TEXT, "bzip2"},
    {BYTES("BZh\tb"), FILE_TEXT, NULL},
    {BYTES("\xff\x06\0\0sNaPpY"), FILE_RECORDS, "snappy"},
    {BYTES("PK\3\4\x14\0 log.csv"), FILE_LOG, "zip"},
    {BYTES("PK\3\4\x14\0 [Content_Types].xml"), FILE_LOG, "xlsx"},
    {BYTES("PK\3\4\x14\0 xl/workbook.xml"), FILE_TEXT, "xlsx"},
    {BYTES("PK\3\4\x14\0 arr_0.npy"), FILE_MATRIX, "npz"},
    {BYTES("PAR1\x15"), FILE_LOG, "parquet"},
    {BYTES("\x93NUMPY\1\0"), FILE_MATRIX, "npy"},
    {BYTES("\x40\0\0\0\0\0\0\0{\"a\":1}"), FILE_MATRIX, "safetensors"},
    {BYTES("version https://git-lfs.github.com/spec/v1\n"), FILE_MATRIX, "lfs"},
    {BYTES("version\tid\n1\t2\n"), FILE_TEXT, NULL},
    {BYTES("  <!DocType html>"), FILE_LOG, "html"},
    {BYTES("<?xml version=\"1.0\"?><Error>"), FILE_RECORDS, "html"},
    {BYTES("<pad>\n<unk>\n"), FILE_TEXT, NULL},
    {BYTES("{\"user\": 1}\n"), FILE_LOG, "json"},
    {BYTES("[\n  {\"user\": 1}]"), FILE_LOG, "json"},
    {BYTES("[PAD]\n[UNK]\n"), FILE_TEXT, NULL},
    {BYTES("[1] first\n"), FILE_LOG, NULL},
    {BYTES("\xff\xfeu\0s\0"), FILE_LOG, "utf-16"},
    {BYTES("\xfe\xff\0u\0s"), FILE_TEXT, "utf-16"},
    {BYTES("u\0s\0e\0r\0"), FILE_LOG, "utf-16"},
    {BYTES("\0u\0s\0e\0r"), FILE_LOG, "utf-16"},
    {BYTES("\xff\xfeu\0s\0\0\0\0\0\0\0\0\0\0\0"), FILE_MATRIX, NULL},
    {BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), FILE_TEXT, "nul"},
    {BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), FILE_MATRIX, NULL},
    {BYTES("user,item\r1,2\r1,3\r"), FILE_LOG, "lone-cr"},
    {BYTES("user,item\r\n1,2\r\n"), FILE_LOG, NULL},
    {BYTES("2 3\na 0.1 0.2 0.3\nb 1 2 3\n"), FILE_MATRIX, "word2vec"},
    {BYTES("2 3\na 0.1 0.2 0.3\nb 1 2 3\n"), FILE_TEXT, NULL},
    {BYTES("row\tx1\tx2\nbread\t0.1\t0.2\n"), FILE_MATRIX, "text"},
    {BYTES("row\tx1\tx2\nbread\t0.1\t0.2\n"), LINES, NULL},
    {BYTES("SQLite format 3\0"), FILE_LOG, "sqlite"},
    {BYTES("\x89HDF\r\n\x1a\n"), FILE_MATRIX, "hdf5"},
    {BYTES(""), FILE_TEXT, NULL},
    {BYTES("a"), FILE_LOG, NULL},
};

static int more;

static void
test_kinds(void)
{
	size_t i;

	for (i = 0; i < COUNTOF(cases); i++) {
		const struct file_kind *k =
		    file_kind_find((const unsigned char *)cases[i].bytes,
			cases[i].n, cases[i].wanted, &more);

		ok(cases[i].kind ? file_kind_is(k, cases[i].kind) : !k,
		    "case %zu is %s", i,
		    cases[i].kind ? cases[i].kind : "nothing known");
	}
}

/* A prefix of a known kind is not recognised, and asks for more bytes. */
static void
test_more(void)
{
	size_t i, n;
	int good = 1;

	for (i = 0; i < COUNTOF(cases); i++) {
		const unsigned char *p = (const unsigned char *)cases[i].bytes;

		/* These kinds are decided from the bytes so far, without
		 * waiting. */
		if (!cases[i].kind || strstr("text word2vec utf-16 bzip2 xlsx "
					     "npz",
					  cases[i].kind))
			continue;
		for (n = 0; n < cases[i].n; n++) {
			if (file_kind_find(p, n, cases[i].wanted, &more))
				break;
			good &= more;
		}
	}
	ok(good, "more bytes are asked for while they could tell");
	(void)file_kind_find((const unsigned char *)"7\n", 2, FILE_TEXT, &more);
	ok(!more, "but not of one who has typed a line");
}

static void
test_words(void)
{
	const struct file_kind *k =
	    file_kind_find((const unsigned char *)"\xfd"
						  "7zXZ\0",
		6, FILE_TEXT, &more);
	struct fail f;

	ok(file_kind_check(k, FILE_TEXT, "a.xz", &f) == -1 &&
		!strcmp(f.msg,
		    "a.xz is compressed by xz, not tab-separated "
		    "text; decompress it in the pipe: xz -dc a.xz |"),
	    "the message names the file and the command: %s", f.msg);
	ok(file_kind_check(k, FILE_LOG, "it's a b.xz", &f) == -1 &&
		strstr(f.msg, "not a log; ") &&
		strstr(f.msg, "xz -dc 'it'\\''s a b.xz' |"),
	    "quoted for a shell: %s", f.msg);
	ok(file_kind_check(k, FILE_RECORDS, "standard input", &f) == -1 &&
		strstr(f.msg, "xz -dc FILE |"),
	    "of standard input it does not know the name: %s", f.msg);
	ok(!file_kind_check(k, FILE_ANY, "a.xz", &f) &&
		!file_kind_check(NULL, FILE_TEXT, "a.tsv", &f),
	    "who wants anything gets it, and what is not known passes");
}

int
main(void)
{
	test_kinds();
	test_more();
	test_words();
	return done();
}
