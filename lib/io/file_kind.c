/* file_kind - recognises a file by its first bytes. */
/* SPDX-License-Identifier: MIT */
#include "io/file_kind.h"

#include <string.h>

#include "base/fail.h"
#include "io/file_kind_test.h"

#define ALL (FILE_TEXT | FILE_LOG | FILE_RECORDS | FILE_MATRIX)
#define LINES (FILE_TEXT | FILE_LOG)

/* Converts a file to CSV by pandas. */
#define PANDAS(reader)                                          \
	"python3 -c \"import pandas, sys; pandas.read_" reader  \
	"(sys.argv[1]).to_csv(sys.stdout, index=False)\" %s | " \
	"seq-examples"

/* Turns lines of Python's dictionaries into JSON. */
#define PYTHON                                                            \
	"python3 -c \"import ast, json, sys; [print(json.dumps("          \
	"ast.literal_eval(x))) for x in open(sys.argv[1])]\" %s >x.json " \
	"writes them as JSON"

struct file_kind {
	const char *name;
	const char *is;     /* completes "the file is ..." */
	const char *remedy; /* %s is the file name, quoted for a shell */
	/* Readers that look for this kind (enum file_accepted). */
	int sought;
	int read; /* readers that accept it */

	/* Either a magic at offset at, */
	const char *magic; /* [n] */
	size_t n, at;

	/* or a test of the first bytes: 1 yes, 0 no, -1 needs more bytes. */
	int (*test)(const unsigned char *p, size_t n);
};

#define MAGIC(bytes) bytes, sizeof(bytes) - 1, 0, NULL
#define MAGIC_AT(at, bytes) bytes, sizeof(bytes) - 1, at, NULL
#define TEST(name) NULL, 0, 0, file_kind_test_##name
#define UNPACK(command) "decompress it in the pipe: " command " %s |"

/* The first match counts, so special kinds precede general ones. */
static const struct file_kind kinds[] = {
    {"tfrecord", "a TFRecord file", "tfrec2tsv %s converts it to text", ALL,
	FILE_RECORDS, TEST(tfrecord)},
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
	"decompress it in the pipe: snzip -dc %s |, or python3 -m snappy -d %s "
	"|",
	ALL, 0, MAGIC("\xff\x06\0\0sNaPpY")},
    {"compress", "compressed by compress", UNPACK("gzip -dc"), LINES, 0,
	MAGIC("\x1f\x9d")},
    {"xlsx", "a spreadsheet (xlsx)", PANDAS("excel"), ALL, 0, TEST(xlsx)},
    {"npz", "a NumPy archive (npz)", "unzip %s gives its arrays as .npy files",
	ALL, 0, TEST(npz)},
    {"zip", "a ZIP archive",
	"unzip -l %s lists its files; pass one on: unzip -p %s NAME |", ALL, 0,
	MAGIC("PK\3\4")},
    {"7z", "a 7z archive", "pass one of its files on: 7z e -so %s NAME |", ALL,
	0, MAGIC("7z\xbc\xaf\x27\x1c")},
    {"rar", "a RAR archive",
	"pass one of its files on: unrar p -inul %s NAME |", ALL, 0,
	MAGIC("Rar!\x1a\x07")},
    {"tar", "a tar archive",
	"tar -tf %s lists its files; pass one on: tar -xOf %s NAME |", ALL, 0,
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
    {"avro", "Avro", "fastavro %s writes JSON lines, which jq converts to text",
	ALL, 0, MAGIC("Obj\x01")},
    {"pickle", "a pickle of Python", PANDAS("pickle"), LINES | FILE_RECORDS, 0,
	MAGIC("\x80\x04\x95")},
    {"npy", "a NumPy array (npy)",
	"topk-list and topk-eval read it as queries or candidates, seq-pca "
	"with --dim",
	ALL, FILE_MATRIX, MAGIC("\x93NUMPY")},
    {"safetensors", "safetensors",
	"python3 -c \"import sys, numpy, safetensors.numpy as s; "
	"[numpy.save(k, v) for k, v in s.load_file(sys.argv[1]).items()]\" %s "
	"writes its tensors as .npy files",
	ALL, 0, TEST(safetensors)},
    {"lfs", "a Git LFS pointer instead of the data",
	"git lfs pull downloads the data", ALL, 0,
	MAGIC("version https://git-lfs.github.com/spec/")},
    {"html", "a page of HTML or XML",
	"perhaps an error page instead of the data: look at it, and "
	"download the file again",
	ALL, 0, TEST(html)},
    {"json", "JSON",
	"jq -r '[.user, .item, .time] | @tsv' %s | seq-examples "
	"--columns=user,item,time (for an array, '.[] | [.user, ...')",
	ALL, 0, TEST(json)},
    {"python", "lines of Python's dictionaries", PYTHON, LINES, 0, MAGIC("{'")},
    {"python", "lines of Python's dictionaries", PYTHON, LINES, 0,
	MAGIC("{u'")},
    {"utf-16", "UTF-16", "convert it to UTF-8: iconv -f UTF-16 -t UTF-8 %s |",
	LINES, 0, MAGIC("\xff\xfe")},
    {"utf-16", "UTF-16", "convert it to UTF-8: iconv -f UTF-16 -t UTF-8 %s |",
	LINES, 0, MAGIC("\xfe\xff")},
    {"utf-16", "UTF-16", "convert it to UTF-8: iconv -f UTF-16LE -t UTF-8 %s |",
	LINES | FILE_RECORDS, 0, TEST(utf16le)},
    {"utf-16", "UTF-16", "convert it to UTF-8: iconv -f UTF-16BE -t UTF-8 %s |",
	LINES | FILE_RECORDS, 0, TEST(utf16be)},
    {"nul", "NUL bytes at the start",
	"a disk or a copy has failed: download the file again", LINES, 0,
	TEST(nul)},
    {"word2vec", "word2vec's text",
	"python3 -c \"import sys, numpy; numpy.save('x.npy', numpy.loadtxt("
	"sys.argv[1], str, None, skiprows=1, ndmin=2)[:, 1:].astype('f4'))\" "
	"%s writes x.npy, which is accepted",
	FILE_MATRIX, LINES, TEST(word2vec)},
    {"text", "text", "tsv2tfrec %s converts TSV to TFRecord", FILE_RECORDS,
	LINES, TEST(text)},
    {"text", "text", "seq-embed %s converts examples to floats", FILE_MATRIX,
	LINES, TEST(text)},
    {"lone-cr", "text with lone carriage returns as line ends",
	"replace them by newlines: tr '\\r' '\\n' <%s |", LINES, 0,
	TEST(lone_cr)},
    {"binary", "binary data",
	"if it holds floats, topk-list and topk-eval read them, and seq-pca "
	"with --dim",
	FILE_LOG | FILE_HEADER, 0, TEST(binary)},
};

/* Compares a row's magic with the first bytes.  Returns as test() does. */
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
file_kind_find(const unsigned char *p, size_t n, int accepted, int *more)
{
	size_t i;
	int is;

	*more = 0;
	if (!n) /* p may be NULL, which memcmp() does not allow */
		p = (const unsigned char *)"";
	for (i = 0; i < COUNTOF(kinds); i++) {
		const struct file_kind *k = &kinds[i];

		if (!(k->sought & accepted))
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

void
file_kind_quote(const char *file, char *out, size_t room)
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

/* Names the kind that the reader accepts. */
static const char *
noun(int accepted)
{
	return accepted & (FILE_TEXT | FILE_HEADER) ? "tab-separated text"
	       : accepted & FILE_LOG                ? "a log"
	       : accepted & FILE_RECORDS            ? "a TFRecord file"
	                                            : "a matrix of floats";
}

int
file_kind_check(
    const struct file_kind *k, int accepted, const char *file, struct fail *f)
{
	char quoted[256], remedy[768];
	const char *s, *name;
	size_t n = 0;

	if (!k || !accepted || k->read & accepted)
		return 0;
	file_kind_quote(file, quoted, sizeof(quoted));
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
	    f, "%s is %s, not %s; %s", file, k->is, noun(accepted), remedy);
}
