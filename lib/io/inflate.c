/* inflate - decompresses gzip or zlib input ahead of its use. */
/* SPDX-License-Identifier: MIT */
#include "io/inflate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

#include "base/fail.h"
#include "base/read_ahead.h"
#include "base/threads.h"

#ifndef INPUT_CHUNK /* the fuzz targets set a small one */
#define INPUT_CHUNK (256u << 10)
#endif
#define CHUNK INPUT_CHUNK /* bytes of one read(2) */
#define SHORT CHUNK       /* shorter output needs no thread */

struct inflate {
	struct inflate_input in;
	unsigned char *raw; /* [at, end) is not yet inflated */
	size_t at, end;
	uint64_t made;   /* bytes inflated */
	int stream_done; /* z is at the end of a stream */
	int failed;      /* the input is damaged; see error */
	z_stream z;
	struct fail error;
	struct read_ahead
	    *ahead;    /* its thread owns all fields above; NULL: no thread */
	int no_thread; /* the system refused a thread */
};

/* Reads once.  Sets ended at the end of the file. */
static int
read_some(struct inflate *z, struct fail *f)
{
	ssize_t n;

	if (z->ahead && read_ahead_wait(z->ahead, z->in.fd))
		return fail_set(f, "%s: the reader has stopped", z->in.name);
	do
		n = read(z->in.fd, z->raw, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(f, "%s", z->in.name);
	z->at = 0;
	z->end = (size_t)n;
	z->in.ended = n == 0;
	return 0;
}

/* Another member may follow a gzip member; nothing may follow a zlib stream. */
static int
next_member(struct inflate *z, struct fail *f)
{
	if (!z->in.gzip)
		return fail_set(f, "%s: bytes after the end of the zlib stream",
		    z->in.name);
	if (inflateReset(&z->z) != Z_OK)
		return fail_set(f, "%s: zlib cannot start again", z->in.name);
	z->stream_done = 0;
	return 0;
}

/* Handles zlib's result r.  Keeps an error until the bytes before it are
 * read. */
static void
judge(struct inflate *z, int r)
{
	z->stream_done = r == Z_STREAM_END;
	if (r == Z_STREAM_END || r == Z_OK || r == Z_BUF_ERROR)
		return;
	z->failed = 1;
	if (r == Z_MEM_ERROR)
		(void)fail_memory(&z->error);
	else
		(void)fail_set(&z->error,
		    "%s: damaged %s stream before @offset %llu: %s", z->in.name,
		    z->in.gzip ? "gzip" : "zlib", (unsigned long long)z->made,
		    z->z.msg ? z->z.msg : "it needs a dictionary");
}

/* Inflates raw to `to` [room], up to the end of a stream at most.  Returns
 * the number of bytes written. */
static size_t
inflate_some(struct inflate *z, unsigned char *to, size_t room)
{
	size_t n;
	int r;

	z->z.next_in = z->raw + z->at;
	z->z.avail_in = (uInt)(z->end - z->at);
	z->z.next_out = to;
	z->z.avail_out = (uInt)size_min(room, 1u << 30);
	r = inflate(&z->z, Z_NO_FLUSH);
	z->at = (size_t)(z->z.next_in - z->raw);
	n = (size_t)(z->z.next_out - to);
	z->made += n;
	judge(z, r);
	return n;
}

/* No input is left: returns 0 at the end of a stream, otherwise -1. */
static int
at_end(const struct inflate *z, struct fail *f)
{
	if (z->stream_done)
		return 0;
	return fail_set(f, "%s: the %s stream is cut short @offset %llu",
	    z->in.name, z->in.gzip ? "gzip" : "zlib",
	    (unsigned long long)z->made);
}

/* Does the work of inflate_read().  Reads input only when it has no byte to
 * return, so that bytes are passed on as they come.  Keeps an error until
 * the bytes before it are returned. */
static int
step(void *ctx, unsigned char *to, size_t room, size_t *n, struct fail *f)
{
	struct inflate *z = ctx;

	*n = 0;
	while (*n < room) {
		if (z->failed || z->at == z->end) {
			if (*n)
				break;
			if (z->failed) {
				*f = z->error;
				return -1;
			}
			if (!z->in.ended && read_some(z, f))
				return -1;
			if (z->in.ended)
				return at_end(z, f);
		}
		if (z->stream_done && next_member(z, f)) {
			if (*n)
				break; /* the next call repeats the error */
			return -1;
		}
		*n += inflate_some(z, to + *n, room - *n);
	}
	return 1;
}

struct inflate *
inflate_new(const struct inflate_input *in, struct fail *f)
{
	struct inflate *z = calloc(1, sizeof(*z));

	if (z) {
		z->in = *in;
		z->raw = malloc(size_max(in->n, CHUNK));
	}
	if (!z || !z->raw ||
	    inflateInit2(&z->z, in->gzip ? 15 + 16 : 15) != Z_OK) {
		(void)fail_memory(f);
		if (z)
			free(z->raw);
		free(z);
		return NULL;
	}
	z->end = in->n;
	if (in->n)
		memcpy(z->raw, in->head, in->n);
	return z;
}

/* Starts the thread, if the system allows.  Returns -1 if memory runs out. */
static int
go_ahead(struct inflate *z, struct fail *f)
{
	z->ahead = read_ahead_new(step, z, f);
	if (!z->ahead)
		return -1;
	if (read_ahead_start(z->ahead)) {
		read_ahead_free(z->ahead);
		z->ahead = NULL;
		z->no_thread = 1;
	}
	return 0;
}

int
inflate_read(struct inflate *z, unsigned char *to, size_t room, size_t *n,
    struct fail *f)
{
	if (!z->ahead && !z->no_thread && z->made >= SHORT &&
	    threads_count() > 1 && go_ahead(z, f))
		return -1;
	return z->ahead ? read_ahead_read(z->ahead, to, room, n, f)
	                : step(z, to, room, n, f);
}

void
inflate_free(struct inflate *z)
{
	if (!z)
		return;
	read_ahead_free(z->ahead);
	(void)inflateEnd(&z->z); /* frees the memory in every state */
	free(z->raw);
	free(z);
}
