/* bytein - bytes from files one after the other, inflated where they need it. */
/* SPDX-License-Identifier: MIT */
#include "io/bytein.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/fail.h"

#ifndef BYTEIN_CHUNK /* the fuzz targets have a small one */
#define BYTEIN_CHUNK (256u << 10)
#endif
#define CHUNK BYTEIN_CHUNK /* bytes asked of read(2) at a time */
#define HEAD 16            /* bytes that is_plain() wants to see */
#define MAGIC 3            /* bytes that tell gzip and zlib */

/* Bytes [at, end) of data are there to be used. */
struct window {
	unsigned char *data;
	size_t at, end, size;
};

struct bytein {
	const char *const *paths;
	size_t npaths, now; /* now: which path is open */
	struct bytein_mode mode;
	int fd;
	int ended;         /* read(2) has said end of file */
	uint64_t used;     /* of the current input, inflated */
	struct window raw; /* as read */
	struct window out; /* inflated; unused where the input is plain */
	enum bytein_packing packing; /* of the current input */
	int inflating;               /* z is initialised */
	int stream_done;             /* z stands at the end of a stream */
	z_stream z;
};

/* Makes room for n bytes after the end, moving the bytes to the front. */
static int
window_room(struct window *w, size_t n)
{
	unsigned char *data;
	size_t size = w->size ? w->size : CHUNK;

	if (w->at && w->at == w->end)
		w->at = w->end = 0;
	if (n <= w->size - w->end)
		return 0;
	if (w->at) {
		memmove(w->data, w->data + w->at, w->end - w->at);
		w->end -= w->at;
		w->at = 0;
	}
	while (n > size - w->end) {
		if (size > SIZE_MAX / 2)
			return -1;
		size *= 2;
	}
	if (size == w->size)
		return 0;
	data = realloc(w->data, size);
	if (!data)
		return -1;
	w->data = data;
	w->size = size;
	return 0;
}

const char *
bytein_name(const struct bytein *b)
{
	const char *s = b->paths[b->now < b->npaths ? b->now : b->npaths - 1];

	return strcmp(s, "-") ? s : "standard input";
}

uint64_t
bytein_offset(const struct bytein *b)
{
	return b->used;
}

int
bytein_empty_pipe(const struct bytein *b)
{
	struct stat st;

	return b->ended && !b->inflating && !b->used &&
	       b->raw.at == b->raw.end && !fstat(b->fd, &st) &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

/* Reads once; sets ended at the end of the file. */
static int
read_some(struct bytein *b, struct fail *f)
{
	ssize_t n;

	if (window_room(&b->raw, CHUNK))
		return fail_memory(f);
	do
		n = read(b->fd, b->raw.data + b->raw.end, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(f, "%s", bytein_name(b));
	b->raw.end += (size_t)n;
	b->ended = n == 0;
	return 0;
}

static int
detect(struct bytein *b, struct fail *f)
{
	const unsigned char *p;
	size_t n, want = b->mode.is_plain ? HEAD : MAGIC;

	if (b->mode.packing != BYTEIN_DETECT) {
		b->packing = b->mode.packing;
		return 0;
	}
	while (b->raw.end < want && !b->ended) {
		if (read_some(b, f))
			return -1;
	}
	p = b->raw.data;
	n = b->raw.end;
	if (b->mode.is_plain && b->mode.is_plain(p, n))
		b->packing = BYTEIN_PLAIN;
	else if (n >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8)
		b->packing = BYTEIN_GZIP;
	else if (b->mode.zlib && n >= 2 && (p[0] & 0x8f) == 8 &&
		 (p[0] << 8 | p[1]) % 31 == 0)
		b->packing = BYTEIN_ZLIB;
	else
		b->packing = BYTEIN_PLAIN;
	return 0;
}

/* Opens paths[now] and finds out how it is packed. */
static int
open_now(struct bytein *b, struct fail *f)
{
	const char *path = b->paths[b->now];
	struct stat st;

	b->fd =
	    strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (b->fd < 0)
		return fail_errno(f, "%s", path);
	if (fstat(b->fd, &st))
		return fail_errno(f, "%s", bytein_name(b));
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail_errno(f, "%s", bytein_name(b));
	}
	b->ended = 0;
	b->used = 0;
	b->raw.at = b->raw.end = b->out.at = b->out.end = 0;
	if (detect(b, f))
		return -1;
	if (b->packing == BYTEIN_PLAIN)
		return 0;
	b->z = (z_stream){0};
	if (inflateInit2(&b->z, b->packing == BYTEIN_GZIP ? 15 + 16 : 15) !=
	    Z_OK)
		return fail_memory(f);
	b->inflating = 1;
	b->stream_done = 0;
	return 0;
}

static void
close_now(struct bytein *b)
{
	if (b->fd > STDIN_FILENO)
		(void)close(b->fd); /* only read from: nothing to lose */
	b->fd = -1;
	if (b->inflating)
		(void)inflateEnd(&b->z); /* frees, whatever the state */
	b->inflating = 0;
}

struct bytein *
bytein_open(const char *const *paths, size_t n, const struct bytein_mode *mode,
    struct fail *f)
{
	struct bytein *b = calloc(1, sizeof(*b));

	if (!b) {
		(void)fail_memory(f);
		return NULL;
	}
	b->paths = paths;
	b->npaths = n;
	b->fd = -1;
	if (mode)
		b->mode = *mode;
	if (open_now(b, f)) {
		bytein_close(b);
		return NULL;
	}
	return b;
}

static const char *
packing_name(const struct bytein *b)
{
	return b->packing == BYTEIN_GZIP ? "gzip" : "zlib";
}

/* At the end of a gzip member another may follow; after zlib nothing may. */
static int
next_member(struct bytein *b, struct fail *f)
{
	if (b->packing == BYTEIN_ZLIB)
		return fail_set(f, "%s: bytes after the end of the zlib stream",
		    bytein_name(b));
	if (inflateReset(&b->z) != Z_OK)
		return fail_set(
		    f, "%s: zlib cannot start again", bytein_name(b));
	b->stream_done = 0;
	return 0;
}

/* Inflates some bytes into out; without progress only at the end. */
static int
inflate_some(struct bytein *b, struct fail *f)
{
	int r;

	if (b->raw.at == b->raw.end && !b->ended && read_some(b, f))
		return -1;
	if (b->raw.at == b->raw.end) {
		if (!b->ended || b->stream_done)
			return 0;
		return fail_set(f,
		    "%s: the %s stream is cut short @offset %llu",
		    bytein_name(b), packing_name(b),
		    (unsigned long long)(b->used + (b->out.end - b->out.at)));
	}
	if (b->stream_done && next_member(b, f))
		return -1;
	if (window_room(&b->out, CHUNK))
		return fail_memory(f);
	b->z.next_in = b->raw.data + b->raw.at;
	b->z.avail_in = (uInt)size_min(b->raw.end - b->raw.at, 1u << 30);
	b->z.next_out = b->out.data + b->out.end;
	b->z.avail_out = CHUNK;
	r = inflate(&b->z, Z_NO_FLUSH);
	b->raw.at = (size_t)(b->z.next_in - b->raw.data);
	b->out.end = (size_t)(b->z.next_out - b->out.data);
	if (r == Z_STREAM_END)
		b->stream_done = 1;
	else if (r == Z_MEM_ERROR)
		return fail_memory(f);
	else if (r != Z_OK && r != Z_BUF_ERROR)
		return fail_set(f,
		    "%s: damaged %s stream before @offset %llu: "
		    "%s",
		    bytein_name(b), packing_name(b),
		    (unsigned long long)(b->used + (b->out.end - b->out.at)),
		    b->z.msg ? b->z.msg : "a dictionary is needed");
	return 0;
}

int
bytein_peek(struct bytein *b, size_t want, const unsigned char **p, size_t *n,
    struct fail *f)
{
	struct window *w = b->inflating ? &b->out : &b->raw;

	while (w->end - w->at < want) {
		size_t had = w->end - w->at;

		if (b->inflating ? inflate_some(b, f)
		    : b->ended   ? 0
				 : read_some(b, f))
			return -1;
		if (w->end - w->at == had && b->ended &&
		    (!b->inflating ||
			(b->stream_done && b->raw.at == b->raw.end)))
			break;
	}
	*p = w->data + w->at;
	*n = w->end - w->at;
	return 0;
}

void
bytein_skip(struct bytein *b, size_t n)
{
	struct window *w = b->inflating ? &b->out : &b->raw;

	w->at += n;
	b->used += n;
}

int
bytein_next(struct bytein *b, struct fail *f)
{
	close_now(b);
	if (b->now + 1 >= b->npaths)
		return 0;
	b->now++;
	return open_now(b, f) ? -1 : 1;
}

void
bytein_close(struct bytein *b)
{
	if (!b)
		return;
	close_now(b);
	free(b->raw.data);
	free(b->out.data);
	free(b);
}
