/* file_kind - what a file is, by its first bytes. */
/* SPDX-License-Identifier: MIT */
#include "io/file_kind.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "io/crc32c.h"

#define LONGEST_LINE 65536 /* bytes in which a line should have ended */
#define SEEN 64            /* bytes that tell text from numbers */

#define ALL (FILE_TEXT | FILE_LOG | FILE_RECORDS | FILE_MATRIX)
#define LINES (FILE_TEXT | FILE_LOG)

/* What makes CSV of a file that pandas reads. */
#define PANDAS(reader)                                          \
	"python3 -c \"import pandas, sys; pandas.read_" reader  \
	"(sys.argv[1]).to_csv(sys.stdout, index=False)\" %s | " \
	"seq-examples"

struct file_kind {
	const char *name;
	const char *is;     /* as in "the file is ..." */
	const char *remedy; /* %s: the file, as a shell wants it */
	int looked_for;     /* by readers of these, */
	int read;           /* and read by these */

	/* Either the bytes that stand at offset at, */
	const char *magic; /* [n] */
	size_t n, at;

	/* or a test of the bytes: 1, 0, or -1: more bytes are needed. */
	int (*test)(const unsigned char *p, size_t n);
};

static int
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte from i on that is no blank, or n. */
static size_t
past_blanks(const unsigned char *p, size_t n, size_t i)
{
	while (i < n && is_blank(p[i]))
		i++;
	return i;
}

/* Blanks may go on; but who has ended a line may wait for an answer. */
static int
nothing_yet(const unsigned char *p, size_t n)
{
	return n && p[n - 1] == '\n' ? 0 : -1;
}

/* A length of at most 1 GiB, and its masked checksum. */
static int
test_tfrecord(const unsigned char *p, size_t n)
{
	static const unsigned char zero[4];
	uint32_t crc;

	if (n >= 4 && (p[3] > 0x40 || memcmp(p + 4, zero, size_min(n - 4, 4))))
		return 0;
	if (n < 12)
		return nothing_yet(p, n);
	crc = p[8] | (uint32_t)p[9] << 8 | (uint32_t)p[10] << 16 |
	      (uint32_t)p[11] << 24;
	return crc32c_masked(p, 8) == crc;
}

/* A length, and the brace of the JSON that is so long. */
static int
test_safetensors(const unsigned char *p, size_t n)
{
	static const char magic[] = "\0\0\0\0\0{\"";
	size_t i = size_min(n, 3);

	return memcmp(p + i, magic, size_min(n - i, 7)) ? 0
	       : n < 10                                 ? (n > 3 ? -1 : 0)
	                                                : 1;
}

static int
test_json(const unsigned char *p, size_t n)
{
	size_t i = past_blanks(p, n, 0), k;

	if (i == n)
		return nothing_yet(p, n);
	if (p[i] != '{' && p[i] != '[')
		return 0;
	k = past_blanks(p, n, i + 1);
	return k == n        ? -1
	       : p[k] == '"' ? 1
	                     : p[i] == '[' && (p[k] == '{' || p[k] == '[');
}

static int
test_html(const unsigned char *p, size_t n)
{
	static const char *const begins[] = {"<!doctype", "<html", "<?xml"};
	size_t i = past_blanks(p, n, 0), k;

	if (i == n)
		return nothing_yet(p, n);
	for (k = 0; k < COUNTOF(begins); k++) {
		size_t m = strlen(begins[k]);

		if (strncasecmp(
			(const char *)p + i, begins[k], size_min(m, n - i)))
			continue;
		if (n - i >= m)
			return 1;
		if (n > i)
			return -1;
	}
	return 0;
}

/* Every second of the first bytes, from `from` on, is NUL, no other is. */
static int
is_utf16(const unsigned char *p, size_t n, size_t from)
{
	size_t i;

	for (i = 0; i < 8 && i < n; i++) {
		if (!p[i] != (i % 2 == from))
			return 0;
	}
	return n >= 4;
}

static int
test_utf16le(const unsigned char *p, size_t n)
{
	return is_utf16(p, n, 1);
}

static int
test_utf16be(const unsigned char *p, size_t n)
{
	return is_utf16(p, n, 0);
}

/* Carriage returns, and no newline. */
static int
test_lone_cr(const unsigned char *p, size_t n)
{
	const unsigned char *cr;

	n = size_min(n, LONGEST_LINE);
	if (memchr(p, '\n', n))
		return 0;
	cr = memchr(p, '\r', n);
	if (cr && cr + 1 < p + n)
		return 1;
	return n < LONGEST_LINE ? -1 : 0; /* its reader waits for it too */
}

static int
test_nul(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < size_min(n, 16); i++) {
		if (p[i])
			return 0;
	}
	return n < 16 ? -1 : 1;
}

/* Nothing but what is printed, in the bytes where that cannot be chance. */
static int
test_text(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < size_min(n, SEEN); i++) {
		if (!is_blank(p[i]) && (p[i] < ' ' || p[i] > '~'))
			return 0;
	}
	return n >= 16;
}

/* How many fields the line that ends at end has, divided by blanks. */
static size_t
fields(const unsigned char *p, const unsigned char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += !is_blank(*p) && (p + 1 == end || is_blank(p[1]));
	return n;
}

/* "rows columns", and then a word and as many numbers as there are columns. */
static int
test_word2vec(const unsigned char *p, size_t n)
{
	const unsigned char *end = memchr(p, '\n', size_min(n, SEEN)), *next,
			    *q;
	size_t columns = 0;

	if (!end || fields(p, end) != 2)
		return 0;
	for (q = p; q < end; q++) {
		if (!is_blank(*q) && (*q < '0' || *q > '9'))
			return 0;
	}
	for (q = memchr(p, ' ', (size_t)(end - p)); q && q < end; q++)
		columns = is_blank(*q) ? columns : columns * 10 + *q - '0';
	next = memchr(end + 1, '\n', n - (size_t)(end + 1 - p));
	return next && fields(end + 1, next) == columns + 1;
}

static int
test_zip_with(const unsigned char *p, size_t n, const char *part)
{
	return n > 4 && !memcmp(p, "PK\3\4", 4) &&
	       memmem(p, size_min(n, 4096), part, strlen(part)) != NULL;
}

static int
test_xlsx(const unsigned char *p, size_t n)
{
	return test_zip_with(p, n, "xl/") ||
	       test_zip_with(p, n, "[Content_Types].xml");
}

static int
test_npz(const unsigned char *p, size_t n)
{
	return test_zip_with(p, n, ".npy");
}

#define MAGIC(bytes) bytes, sizeof(bytes) - 1, 0, NULL
#define MAGIC_AT(at, bytes) bytes, sizeof(bytes) - 1, at, NULL
#define TEST(function) NULL, 0, 0, function
#define UNPACK(command) "unpack it into the pipe: " command " %s |"

/* The first that fits is it, so special kinds stand before general ones. */
static const struct file_kind kinds[] = {
    {"tfrecord", "a TFRecord file", "tfrec2tsv %s makes text of it", ALL,
	FILE_RECORDS, TEST(test_tfrecord)},
    {"gzip", "compressed by gzip", UNPACK("gzip -dc"), ALL, 0,
	MAGIC("\x1f\x8b\x08")},
    {"xz", "compressed by xz", UNPACK("xz -dc"), ALL, 0,
	MAGIC("\xfd"
	      "7zXZ\0")},
    {"zstd", "compressed by zstd", UNPACK("zstd -dc"), ALL, 0,
	MAGIC("\x28\xb5\x2f\xfd")},
    {"bzip2", "compressed by bzip2", UNPACK("bzip2 -dc"), ALL, 0,
	MAGIC_AT(4, "1AY&SY")},
    {"lz4", "compressed by lz4", UNPACK("lz4 -dc"), ALL, 0,
	MAGIC("\x04\x22\x4d\x18")},
    {"snappy", "compressed by snappy",
	"unpack it into the pipe: snzip -dc %s |, or python3 -m snappy -d %s |",
	ALL, 0, MAGIC("\xff\x06\0\0sNaPpY")},
    {"compress", "compressed by compress", UNPACK("gzip -dc"), LINES, 0,
	MAGIC("\x1f\x9d")},
    {"xlsx", "a spreadsheet (xlsx)", PANDAS("excel"), ALL, 0, TEST(test_xlsx)},
    {"npz", "a NumPy archive (npz)", "unzip %s gives its arrays as .npy files",
	ALL, 0, TEST(test_npz)},
    {"zip", "a ZIP archive",
	"unzip -l %s lists its files; hand one over: unzip -p %s NAME |", ALL,
	0, MAGIC("PK\3\4")},
    {"7z", "a 7z archive", "hand a file of it over: 7z e -so %s NAME |", ALL, 0,
	MAGIC("7z\xbc\xaf\x27\x1c")},
    {"rar", "a RAR archive", "hand a file of it over: unrar p -inul %s NAME |",
	ALL, 0, MAGIC("Rar!\x1a\x07")},
    {"tar", "a tar archive",
	"tar -tf %s lists its files; hand one over: tar -xOf %s NAME |", ALL, 0,
	MAGIC_AT(257, "ustar")},
    {"parquet", "Parquet", PANDAS("parquet"), ALL, 0, MAGIC("PAR1")},
    {"orc", "ORC", PANDAS("orc"), LINES | FILE_RECORDS, 0, MAGIC("ORC")},
    {"feather", "Arrow (Feather)", PANDAS("feather"), ALL, 0, MAGIC("ARROW1")},
    {"hdf5", "HDF5", PANDAS("hdf"), ALL, 0, MAGIC("\x89HDF\r\n\x1a\n")},
    {"xls", "an old spreadsheet (xls)", PANDAS("excel"), ALL, 0,
	MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
    {"sqlite", "an SQLite database",
	"sqlite3 -header -csv %s 'select * from NAME' | seq-examples", ALL, 0,
	MAGIC("SQLite format 3")},
    {"avro", "Avro", "fastavro %s writes JSON lines, and jq makes text of it",
	ALL, 0, MAGIC("Obj\x01")},
    {"pickle", "a pickle of Python", PANDAS("pickle"), LINES | FILE_RECORDS, 0,
	MAGIC("\x80\x04\x95")},
    {"npy", "a NumPy array (npy)",
	"topk-list and topk-eval read it as queries or candidates", ALL,
	FILE_MATRIX, MAGIC("\x93NUMPY")},
    {"safetensors", "safetensors",
	"python3 -c \"import sys, numpy, safetensors.numpy as s; "
	"[numpy.save(k, v) for k, v in s.load_file(sys.argv[1]).items()]\" %s "
	"writes its tensors as .npy files",
	ALL, 0, TEST(test_safetensors)},
    {"lfs", "a Git LFS pointer in the place of the data",
	"git lfs pull fetches them", ALL, 0,
	MAGIC("version https://git-lfs.github.com/spec/")},
    {"html", "a page of HTML or XML",
	"perhaps an error message in the place of the file: look at it, and "
	"fetch the file again",
	ALL, 0, TEST(test_html)},
    {"json", "JSON",
	"jq -r '[.user, .item, .time] | @tsv' %s | seq-examples "
	"--columns=user,item,time (for an array, '.[] | [.user, ...')",
	ALL, 0, TEST(test_json)},
    {"utf-16", "UTF-16", "turn it into UTF-8: iconv -f UTF-16 -t UTF-8 %s |",
	LINES, 0, MAGIC("\xff\xfe")},
    {"utf-16", "UTF-16", "turn it into UTF-8: iconv -f UTF-16 -t UTF-8 %s |",
	LINES, 0, MAGIC("\xfe\xff")},
    {"utf-16", "UTF-16", "turn it into UTF-8: iconv -f UTF-16LE -t UTF-8 %s |",
	LINES | FILE_RECORDS, 0, TEST(test_utf16le)},
    {"utf-16", "UTF-16", "turn it into UTF-8: iconv -f UTF-16BE -t UTF-8 %s |",
	LINES | FILE_RECORDS, 0, TEST(test_utf16be)},
    {"nul", "nothing but NUL bytes where it begins",
	"a disk or a copy has failed: fetch the file again", LINES, 0,
	TEST(test_nul)},
    {"word2vec", "word2vec's text",
	"python3 -c \"import sys, numpy; numpy.save('x.npy', numpy.loadtxt("
	"sys.argv[1], str, None, skiprows=1, ndmin=2)[:, 1:].astype('f4'))\" "
	"%s makes x.npy of it, which is read",
	FILE_MATRIX, LINES, TEST(test_word2vec)},
    {"text", "text",
	"seq-embed makes floats of examples, and tsv2tfrec "
	"makes TFRecords of TSV",
	FILE_RECORDS | FILE_MATRIX, LINES, TEST(test_text)},
    {"lone-cr", "text whose lines end in a carriage return alone",
	"end them in newlines: tr '\\r' '\\n' <%s |", LINES, 0,
	TEST(test_lone_cr)},
};

/* As a test: do the bytes of a row stand where they should? */
static int
test_magic(const struct file_kind *k, const unsigned char *p, size_t n)
{
	if (n < k->at || memcmp(p + k->at, k->magic, size_min(n - k->at, k->n)))
		return 0;
	if (n >= k->at + k->n)
		return 1;
	return k->at || !n ? 0 : -1;
}

const struct file_kind *
file_kind_find(const unsigned char *p, size_t n, int wanted, int *more)
{
	size_t i;
	int is;

	*more = 0;
	if (!n) /* then p may be NULL, which memcmp() must not see */
		p = (const unsigned char *)"";
	for (i = 0; i < COUNTOF(kinds); i++) {
		const struct file_kind *k = &kinds[i];

		if (!(k->looked_for & wanted))
			continue;
		is = k->test ? k->test(p, n) : test_magic(k, p, n);
		if (is > 0)
			return k;
		*more |= is < 0;
	}
	return NULL;
}

int
file_kind_is(const struct file_kind *k, const char *name)
{
	return k && !strcmp(k->name, name);
}

/* The name as a shell takes it: in quotes, unless it is plain. */
static void
quote(const char *file, char *out, size_t room)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "._/+,:=@%-";
	size_t n = 0;

	if (!strcmp(file, "standard input"))
		file = "FILE";
	if (strspn(file, plain) == strlen(file) && strlen(file) < room) {
		(void)stpcpy(out, file);
		return;
	}
	out[n++] = '\'';
	for (; *file && n + 6 < room; file++) {
		if (*file == '\'') {
			memcpy(out + n, "'\\'", 3);
			n += 3;
		}
		out[n++] = *file;
	}
	out[n++] = '\'';
	out[n] = '\0';
}

/* What a reader of wanted reads. */
static const char *
noun(int wanted)
{
	return wanted & FILE_TEXT      ? "tab-separated text"
	       : wanted & FILE_LOG     ? "a log"
	       : wanted & FILE_RECORDS ? "a TFRecord file"
	                               : "a matrix of floats";
}

int
file_kind_check(
    const struct file_kind *k, int wanted, const char *file, struct fail *f)
{
	char quoted[256], remedy[768];
	const char *s, *name;
	size_t n = 0;

	if (!k || !wanted || k->read & wanted)
		return 0;
	quote(file, quoted, sizeof(quoted));
	for (s = k->remedy; *s; s++) {
		name = !strncmp(s, "%s", 2) ? quoted : NULL;
		if (n + (name ? strlen(name) : 1) >= sizeof(remedy))
			break;
		if (name) {
			memcpy(remedy + n, name, strlen(name));
			n += strlen(name);
			s++;
		} else {
			remedy[n++] = *s;
		}
	}
	remedy[n] = '\0';
	return fail_set(
	    f, "%s: is %s, not %s; %s", file, k->is, noun(wanted), remedy);
}
