/* vocab_file - vocabularies as files; see vocab-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab_disk.h"
#include "io/input.h"
#include "io/output.h"
#include "io/tsv.h"

#ifndef VOCAB_LARGE
#define VOCAB_LARGE (1 << 20) /* size, in bytes, of files that stay on disk */
#endif

/* Parses the cells of a line. */
static int
parse_line(const struct slice *cells, size_t n, struct slice *token,
    uint64_t *count, struct fail *f)
{
	struct slice rest = cells[0];

	*count = 0;
	if (n > 2)
		return fail_set(f,
		    "%zu columns: a vocabulary has a token "
		    "and its count",
		    n);
	if (!tsv_list_next(&rest, token) || token->n != cells[0].n)
		return fail_set(f,
		    "'%.*s' is not one token; give one token per line, with a "
		    "comma in a token written \\,",
		    (int)size_min(cells[0].n, 200), cells[0].s);
	if (n == 2 &&
	    num_get_count(cells[1].s, cells[1].n, 0, VOCAB_MAX_COUNT, count))
		return fail_set(f, "'%.*s' is not a count",
		    (int)size_min(cells[1].n, 200), cells[1].s);
	return 0;
}

/* Adds the token of a line. */
static int
read_line(struct vocab *v, const struct slice *cells, size_t n, struct fail *f)
{
	struct slice t;
	uint64_t count;

	if (parse_line(cells, n, &t, &count, f))
		return -1;
	return vocab_put_last(v, t.s, t.n, count, f) < 0 ? -1 : 0;
}

/* Sets the high bit of the first byte of w up to ',', and of no byte before it,
 * as tsv_find_byte() does.  All separators are such bytes. */
static inline uint64_t
find_separator(uint64_t w)
{
	const uint64_t ones = UINT64_MAX / 255; /* 0x01 in every byte */

	return (w - ones * (',' + 1)) & ~w & ones << 7;
}

/*
 * Fast path: reads a token, and its count if there are two columns, from s,
 * which has a newline, if the line has no escape, no list and at most 18
 * digits.  Returns the start of the next line, or NULL for any other line.
 */
static const char *
plain_line(const char *s, size_t columns, struct slice *token, uint64_t *count)
{
	const char *p = s, *digits;
	uint64_t n = 0, w, ends;

	for (;; p += 8) {
		memcpy(&w, p, 8);
		ends = find_separator(w) | tsv_find_byte(w, '\\');
		if (ends)
			break;
	}
	p += __builtin_ctzll(ends) / 8;
	*token = (struct slice){s, (size_t)(p - s)};
	*count = 0;
	if (p == s || *p != (columns == 1 ? '\n' : '\t'))
		return NULL;
	if (columns == 1)
		return p + 1;
	for (digits = ++p; (unsigned char)(*p - '0') < 10; p++)
		n = n * 10 + (uint64_t)(*p - '0');
	*count = n;
	return p == digits || p - digits > 18 || *p != '\n' ? NULL : p + 1;
}

/* Reads the next lines while they are plain, each in a few dozen instructions.
 * A program that answers one request would otherwise spend most of its time
 * here. */
static int
read_plain(struct vocab *v, struct tsv *t, size_t columns, struct fail *f)
{
	const char *s, *end, *next;
	const size_t n = tsv_ahead(t, &s);
	struct slice token;
	size_t lines = 0;
	uint64_t count;
	int32_t id = 0;

	if (!n)
		return 0;
	end = s + n;
	for (next = s; next < end; s = next, lines++) {
		next = plain_line(s, columns, &token, &count);
		if (!next)
			break;
		id = vocab_put_last(v, token.s, token.n, count, f);
		if (id < 0)
			break;
	}
	tsv_pass(t, n - (size_t)(end - s), lines + (id < 0));
	return id < 0 ? -1 : 0;
}

/* Reports that token id is a duplicate, with the line of the first. */
static int
refuse_duplicate(struct vocab *v, int32_t id, const char *name, struct fail *f)
{
	struct slice t = vocab_token(v, id);

	return fail_set(f, "%s:line %ld: the token '%.*s' is also on line %ld",
	    name, (long)id, (int)size_min(t.n, 200), t.s,
	    (long)vocab_find(v, t.s, t.n));
}

static int
read_lines(struct vocab *v, struct tsv *t, const char *name, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int32_t again;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		if (read_line(v, cells, n, f) || read_plain(v, t, n, f))
			return fail_at(f, "%s", tsv_where(t));
	}
	again = r ? 0 : vocab_settle(v, f);
	if (again > 0)
		return refuse_duplicate(v, again, name, f);
	return r || again ? -1 : 0;
}

struct vocab *
vocab_read_input(struct input *in, struct fail *f)
{
	struct tsv *t = tsv_open(in, 0, f);
	struct vocab *v = t ? vocab_new(f) : NULL;

	if (v && read_lines(v, t, input_name(in), f)) {
		vocab_free(v);
		v = NULL;
	}
	tsv_close(t);
	return v;
}

struct vocab *
vocab_read(const char *path, struct fail *f)
{
	struct input *in = input_open(&path, 1, NULL, f);
	struct vocab *v = in ? vocab_read_input(in, f) : NULL;

	input_close(in);
	return v;
}

/* Returns 1 if the input is a large regular file that is not compressed. */
static int
is_large(const char *path)
{
	unsigned char magic[2] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC), large = 0;
	struct stat st;

	if (fd < 0)
		return 0;
	large = !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	        st.st_size >= VOCAB_LARGE && pread(fd, magic, 2, 0) == 2 &&
	        (magic[0] != 0x1f || magic[1] != 0x8b);
	(void)close(fd); /* opened for reading only */
	return large;
}

/* Notes where the next lines are, while they are plain; *at is where the first
 * begins, and then where the next after them does. */
static int
note_plain(struct vocab_disk *d, struct tsv *t, size_t columns, uint64_t *at,
    struct fail *f)
{
	const char *s, *end, *next;
	const size_t n = tsv_ahead(t, &s);
	struct slice token;
	uint64_t count, next_at;
	size_t lines = 0;

	if (!n)
		return 0;
	for (end = s + n; s < end && vocab_disk_size(d) < VOCAB_MAX; s = next) {
		next = plain_line(s, columns, &token, &count);
		if (!next)
			break;
		next_at = *at + (uint64_t)(next - s);
		if (vocab_disk_add(d, *at, next_at, count, f))
			return -1;
		*at = next_at;
		lines++;
	}
	tsv_pass(t, n - (size_t)(end - s), lines);
	return 0;
}

/* Checks all lines and notes where they are. */
static int
note_lines(
    struct vocab_disk *d, struct input *in, struct tsv *t, struct fail *f)
{
	const struct slice *cells;
	struct slice token;
	/* After a byte order mark. */
	uint64_t count, at = input_offset(in), end;
	size_t n;
	int r;

	while ((r = tsv_row(t, &cells, &n, f)) > 0) {
		r = parse_line(cells, n, &token, &count, f);
		if (!r && !token.n)
			r = fail_set(f, "a token is empty");
		if (!r && vocab_disk_size(d) >= VOCAB_MAX)
			r = fail_set(f, "more than %zu tokens", VOCAB_MAX);
		if (r)
			return fail_at(f, "%s", tsv_where(t));
		end = input_offset(in);
		if (vocab_disk_add(d, at, end, count, f))
			return -1;
		at = end;
		if (note_plain(d, t, n, &at, f))
			return -1;
	}
	return r;
}

struct vocab *
vocab_open(const char *path, struct fail *f)
{
	struct input *in;
	struct tsv *t;
	struct vocab_disk *d;
	struct vocab *v = NULL;

	if (!strcmp(path, "-") || !is_large(path))
		return vocab_read(path, f);
	in = input_open(&path, 1, NULL, f);
	t = in ? tsv_open(in, 0, f) : NULL;
	d = t ? vocab_disk_new(path, f) : NULL;
	if (d && !note_lines(d, in, t, f)) {
		vocab_disk_keep(d);
		v = vocab_of_disk(d, f);
	}
	if (!v)
		vocab_disk_free(d);
	tsv_close(t);
	input_close(in);
	return v;
}

void
vocab_put(struct output *o, const struct vocab *v)
{
	size_t i, n = vocab_size(v);

	for (i = 1; i <= n; i++) {
		int32_t id = (int32_t)i;
		struct slice t = vocab_token(v, id);

		output_put(o, t.s, t.n);
		output_char(o, '\t');
		output_int(o, (int64_t)vocab_count(v, id));
		output_char(o, '\n');
	}
}
