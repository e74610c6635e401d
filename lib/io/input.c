/* input - bytes from files one after the other, inflated where they need it. */
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
#include "io/file_kind.h"
#include "io/inflate.h"

#ifndef INPUT_CHUNK /* the fuzz targets have a small one */
#define INPUT_CHUNK (256u << 10)
#endif
#define CHUNK INPUT_CHUNK /* bytes asked of read(2) at a time */
#define HEAD 16           /* bytes that is_plain() wants to see */
#define MAGIC 3           /* bytes that tell gzip and zlib */

/* Bytes [at, end) of data are there to be used; INPUT_PAST more can
 * be read. */
struct input_window {
	unsigned char *data;
	size_t at, end, size;
};

struct input {
	const char *name; /* of bytes in memory: the only one of paths */
	const char *const *paths;
	size_t npaths, now; /* now: which path is open */
	struct input_mode mode;
	int fd;
	int ended;     /* there are no bytes after those of the window */
	uint64_t used; /* of the current input, inflated */
	struct input_window w;
	enum input_packing packing; /* of the current input */
	struct inflate *inflate;    /* where w comes from; NULL: from fd */

	/* Reading has failed, to be told when the bytes before are used up. */
	int failed;
	struct fail error;
};

const struct input_mode input_of_logs = {.wanted = FILE_LOG};
const struct input_mode input_of_floats = {.wanted = FILE_MATRIX};
const struct input_mode input_of_any = {.wanted = 0};

/* Makes room for n bytes after the end, moving the bytes to the front. */
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

/* What the first n bytes at p look packed by. */
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

/* Finds out how the input is packed; what it is said to be, if it is not that,
 * is an error that says so. */
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
	if (!b->mode.wanted || b->packing == is)
		return 0;
	if (said == INPUT_PLAIN && is == INPUT_GZIP)
		return fail_set(f,
		    "%s: is compressed by gzip, not plain; leave out "
		    "--compression=none, and it is unpacked",
		    input_name(b));
	if (said == INPUT_PLAIN)
		return 0; /* zlib's two bytes alone tell little */
	return fail_set(f,
	    "%s: is not %s; leave out --compression=%s, and it is read as "
	    "what it is",
	    input_name(b), said == INPUT_GZIP ? "gzip" : "zlib",
	    said == INPUT_GZIP ? "gzip" : "zlib");
}

/* Refuses what is not wanted, and goes past a byte order mark.  A reader's error
 * waits for those who ask for the bytes. */
static int
look(struct input *b, struct fail *f)
{
	const struct file_kind *k;
	struct input_window *w = &b->w;
	int wanted = b->mode.wanted, text = wanted & (FILE_TEXT | FILE_LOG),
	    more;

	while (wanted) {
		if (text && !b->used && w->end >= 3 &&
		    !memcmp(w->data, "\xef\xbb\xbf", 3))
			input_skip(b, 3);
		k = file_kind_find(
		    w->data + w->at, w->end - w->at, wanted, &more);
		if (k || !more || b->ended || b->failed)
			return file_kind_check(k, wanted, input_name(b), f);
		b->failed = read_some(b, &b->error) != 0;
	}
	return 0;
}

/* What was read so far is the beginning of what is to be inflated. */
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

/* Opens paths[now] and finds out how it is packed. */
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
	inflate_free(b->inflate); /* it may still read */
	b->inflate = NULL;
	if (b->fd > STDIN_FILENO)
		(void)close(b->fd); /* only read from: nothing to lose */
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
	b->mode = mode ? *mode : (struct input_mode){.wanted = FILE_TEXT};
	if (open_now(b, f)) {
		input_close(b);
		return NULL;
	}
	return b;
}

int
input_want(struct input *b, int wanted, struct fail *f)
{
	b->mode.wanted = wanted;
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
	b->w.at += n;
	b->used += n;
}

int
input_next(struct input *b, struct fail *f)
{
	close_now(b);
	if (b->now + 1 >= b->npaths)
		return 0;
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
