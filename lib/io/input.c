/* input - reads files one after the other and decompresses them. */
/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"
#include "io/crc32c.h"
#include "io/file_kind.h"
#include "io/inflate.h"

#ifndef INPUT_CHUNK /* the fuzz targets set a small one */
#define INPUT_CHUNK (256u << 10)
#endif
#define CHUNK INPUT_CHUNK /* bytes of one read(2) */
#define HEAD 16           /* bytes that is_plain() needs */
#define MAGIC 3           /* bytes that identify gzip and zlib */

/* data [at, end) is unread.  INPUT_PAST bytes after end can be read too. */
struct input_window {
	unsigned char *data;
	size_t at, end, size;
};

struct input {
	const char *name; /* the single path, of bytes in memory */
	const char *const *paths;
	size_t npaths, now; /* now: index of the open path */
	struct input_mode mode;
	int fd;
	int ended;     /* no bytes follow those of the window */
	uint64_t used; /* bytes read of the current input, inflated */
	struct input_window w;
	enum input_packing packing; /* of the current input */
	struct inflate *inflate;    /* where w comes from; NULL: from fd */
	struct input_sum *sum;      /* gets the bytes used; NULL: not needed */

	/* Reading has failed.  The error is reported after the bytes before
	 * it. */
	int failed;
	struct fail error;
};

const struct input_mode input_of_logs = {.accepted = FILE_LOG};
const struct input_mode input_of_floats = {.accepted = FILE_MATRIX};
const struct input_mode input_of_any = {.accepted = 0};

/* Makes room for n bytes after end, moving the unread bytes to the front. */
static int
window_room(struct input_window *w, size_t n, struct fail *f)
{
	size_t room = w->size ? w->size + INPUT_PAST : 0;

	if (w->at && w->at == w->end)
		w->at = w->end = 0;
	if (n <= w->size - w->end)
		return 0;
	if (w->at) {
		memmove(w->data, w->data + w->at, w->end - w->at);
		w->end -= w->at;
		w->at = 0;
	}
	if (ARRAY_ROOM(&w->data, &room, w->end + n + INPUT_PAST, f))
		return -1;
	w->size = room - INPUT_PAST;
	return 0;
}

const char *
input_name(const struct input *b)
{
	const char *s = b->paths[b->now < b->npaths ? b->now : b->npaths - 1];

	return strcmp(s, "-") ? s : "standard input";
}

uint64_t
input_offset(const struct input *b)
{
	return b->used;
}

int
input_empty_pipe(const struct input *b)
{
	struct stat st;

	return b->ended && !b->inflate && !b->used && b->w.at == b->w.end &&
	       !fstat(b->fd, &st) &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

/* Adds some bytes to the window, or sets ended. */
static int
read_some(struct input *b, struct fail *f)
{
	ssize_t n;
	size_t m;
	int r;

	if (b->failed) {
		*f = b->error;
		return -1;
	}
	if (window_room(&b->w, CHUNK, f))
		return -1;
	if (b->inflate) {
		r = inflate_read(
		    b->inflate, b->w.data + b->w.end, CHUNK, &m, f);
		b->w.end += r > 0 ? m : 0;
		b->ended = r == 0;
		memset(b->w.data + b->w.end, 0, INPUT_PAST);
		return r < 0 ? -1 : 0;
	}
	do
		n = read(b->fd, b->w.data + b->w.end, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(f, "%s", input_name(b));
	b->w.end += (size_t)n;
	b->ended = n == 0;
	memset(b->w.data + b->w.end, 0, INPUT_PAST);
	return 0;
}

/* Guesses the compression from the first n bytes at p. */
static enum input_packing
looks_packed(const struct input *b, const unsigned char *p, size_t n)
{
	if (b->mode.is_plain && b->mode.is_plain(p, n))
		return INPUT_PLAIN;
	if (n >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8)
		return INPUT_GZIP;
	if (b->mode.zlib && n >= 2 && (p[0] & 0x8f) == 8 &&
	    (p[0] << 8 | p[1]) % 31 == 0)
		return INPUT_ZLIB;
	return INPUT_PLAIN;
}

/* Detects the compression.  Fails if the user stated another one. */
static int
detect(struct input *b, struct fail *f)
{
	size_t want = b->mode.is_plain ? HEAD : MAGIC;
	enum input_packing said = b->mode.packing, is;

	while (b->w.end < want && !b->ended) {
		if (read_some(b, f))
			return -1;
	}
	is = looks_packed(b, b->w.data, b->w.end);
	b->packing = said == INPUT_DETECT ? is : said;
	if (!b->mode.accepted || b->packing == is)
		return 0;
	if (said == INPUT_PLAIN && is == INPUT_GZIP)
		return fail_set(f,
		    "%s is compressed by gzip, not plain; without "
		    "--compression=none it is decompressed",
		    input_name(b));
	if (said == INPUT_PLAIN)
		return 0; /* zlib's two magic bytes alone prove little */
	return fail_set(f,
	    "%s is not %s; without --compression=%s the program detects the "
	    "compression",
	    input_name(b), said == INPUT_GZIP ? "gzip" : "zlib",
	    said == INPUT_GZIP ? "gzip" : "zlib");
}

#define EXPLAINED 65536 /* bytes of JSON that are looked at */

/* Refuses a kind of file, unless the reader accepts it. */
static int
check_kind(struct input *b, const struct file_kind *k, struct fail *f)
{
	struct input_window *w = &b->w;

	if (!b->mode.explain_json || !file_kind_is(k, "json"))
		return file_kind_check(k, b->mode.accepted, input_name(b), f);
	while (w->end - w->at < EXPLAINED && !b->ended && !b->failed)
		b->failed = read_some(b, &b->error) != 0;
	return b->mode.explain_json(
		   w->data + w->at, w->end - w->at, input_name(b), f) ||
	               file_kind_check(k, b->mode.accepted, input_name(b), f)
	           ? -1
	           : 0;
}

/* Skips a byte order mark and refuses kinds that the reader does not accept.
 * A read error waits until the reader asks for the bytes. */
static int
look(struct input *b, struct fail *f)
{
	const struct file_kind *k;
	struct input_window *w = &b->w;
	int accepted = b->mode.accepted,
	    text = accepted & (FILE_TEXT | FILE_LOG), more;

	while (accepted) {
		if (text && !b->used && w->end >= 3 &&
		    !memcmp(w->data, "\xef\xbb\xbf", 3))
			input_skip(b, 3);
		k = file_kind_find(
		    w->data + w->at, w->end - w->at, accepted, &more);
		if (k || !more || b->ended || b->failed)
			return check_kind(b, k, f);
		b->failed = read_some(b, &b->error) != 0;
	}
	return 0;
}

/* Passes the bytes read so far to a new inflater. */
static int
start_inflating(struct input *b, struct fail *f)
{
	struct inflate_input in = {.fd = b->fd,
	    .gzip = b->packing == INPUT_GZIP,
	    .name = input_name(b),
	    .head = b->w.data,
	    .n = b->w.end,
	    .ended = b->ended};

	b->inflate = inflate_new(&in, f);
	b->w.end = 0;
	b->ended = 0;
	return b->inflate ? 0 : -1;
}

/* Opens paths[now] and detects its compression. */
static int
open_now(struct input *b, struct fail *f)
{
	const char *path = b->paths[b->now];
	struct stat st;

	b->fd =
	    strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (b->fd < 0)
		return fail_errno(f, "%s", path);
	if (fstat(b->fd, &st))
		return fail_errno(f, "%s", input_name(b));
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail_errno(f, "%s", input_name(b));
	}
	b->ended = 0;
	b->failed = 0;
	b->used = 0;
	b->w.at = b->w.end = 0;
	if (detect(b, f) ||
	    (b->packing != INPUT_PLAIN && start_inflating(b, f)))
		return -1;
	return look(b, f);
}

static void
close_now(struct input *b)
{
	inflate_free(b->inflate); /* its thread may still read fd */
	b->inflate = NULL;
	if (b->fd > STDIN_FILENO)
		(void)close(b->fd); /* opened for reading only */
	b->fd = -1;
}

struct input *
input_open(const char *const *paths, size_t n, const struct input_mode *mode,
    struct fail *f)
{
	struct input *b = calloc(1, sizeof(*b));

	if (!b) {
		(void)fail_memory(f);
		return NULL;
	}
	b->paths = paths;
	b->npaths = n;
	b->fd = -1;
	b->mode = mode ? *mode : (struct input_mode){.accepted = FILE_TEXT};
	if (open_now(b, f)) {
		input_close(b);
		return NULL;
	}
	return b;
}

int
input_accept(struct input *b, int accepted, struct fail *f)
{
	b->mode.accepted = accepted;
	return look(b, f);
}

struct input *
input_of_bytes(const char *name, void *p, size_t n, struct fail *f)
{
	struct input *b = calloc(1, sizeof(*b));

	if (!b) {
		free(p);
		(void)fail_memory(f);
		return NULL;
	}
	*b = (struct input){.name = name,
	    .paths = &b->name,
	    .npaths = 1,
	    .fd = -1,
	    .ended = 1,
	    .packing = INPUT_PLAIN,
	    .w = {.data = p, .end = n, .size = n}};
	memset(b->w.data + n, 0, INPUT_PAST);
	return b;
}

int
input_peek(struct input *b, size_t want, const unsigned char **p, size_t *n,
    struct fail *f)
{
	struct input_window *w = &b->w;

	while (w->end - w->at < want && !b->ended) {
		if (read_some(b, f))
			return -1;
	}
	*p = w->data + w->at;
	*n = w->end - w->at;
	return 0;
}

void
input_skip(struct input *b, size_t n)
{
	if (b->sum) {
		b->sum->crc = crc32c(b->sum->crc, b->w.data + b->w.at, n);
		b->sum->bytes += n;
	}
	b->w.at += n;
	b->used += n;
}

void
input_sum_to(struct input *b, struct input_sum *sum)
{
	b->sum = sum;
}

int
input_pass(struct input *b, struct fail *f)
{
	const unsigned char *p;
	size_t n;
	int more;

	do {
		do {
			if (input_peek(b, 1, &p, &n, f))
				return -1;
			input_skip(b, n);
		} while (n);
	} while ((more = input_next(b, f)) > 0);
	return more;
}

int
input_next(struct input *b, struct fail *f)
{
	close_now(b);
	if (b->now + 1 >= b->npaths)
		return 0;
	if (b->sum) /* the end of an input counts too */
		b->sum->crc = crc32c(b->sum->crc, "", 1);
	b->now++;
	return open_now(b, f) ? -1 : 1;
}

void
input_close(struct input *b)
{
	if (!b)
		return;
	close_now(b);
	free(b->w.data);
	free(b);
}
