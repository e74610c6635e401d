/* output - output that is complete or visibly cut short. */
/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/atomic_file.h"

#define SIZE (256u << 10)

struct output {
	char *path;              /* NULL: standard output */
	struct atomic_file file; /* replaces a regular file at path */
	int fd;
	enum output_kind kind;
	int pipe;       /* write at most PIPE_BUF bytes at once */
	int whole_rows; /* a terminal or line by line: whole rows are written */
	int error;      /* errno of the first failure, or 0 */
	char *buf;
	size_t n, size;             /* bytes in buf, and its size */
	size_t marks[1024], nmarks; /* binary: ends of rows in buf */
};

/* A path that is not a regular file (/dev/full, a named pipe) is written
 * directly, because it cannot be replaced. */
static int
is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static int
open_path(struct output *o, const char *path, struct fail *f)
{
	int r;

	o->path = strdup(path);
	if (!o->path)
		return fail_memory(f);
	if (is_special(path)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
		return o->fd < 0 ? fail_errno(f, "%s", path) : 0;
	}
	r = atomic_file_open(&o->file, path, f);
	o->fd = o->file.fd;
	return r;
}

struct output *
output_open(const char *path, enum output_kind kind, struct fail *f)
{
	struct output *o = calloc(1, sizeof(*o));
	struct stat st;

	if (!o || !(o->buf = malloc(SIZE))) {
		free(o);
		(void)fail_memory(f);
		return NULL;
	}
	o->size = SIZE;
	o->kind = kind;
	o->fd = -1;
	if (!path || !strcmp(path, "-")) {
		o->fd = STDOUT_FILENO;
	} else if (open_path(o, path, f)) {
		output_abandon(o);
		return NULL;
	}
	if (kind == OUTPUT_BINARY && isatty(o->fd)) {
		(void)fail_set(f,
		    "%s is a terminal; write binary data to a pipe or a file",
		    output_name(o));
		output_abandon(o);
		return NULL;
	}
	o->pipe = !fstat(o->fd, &st) && S_ISFIFO(st.st_mode);
	o->whole_rows = isatty(o->fd);
	return o;
}

const char *
output_name(const struct output *o)
{
	return o->path ? o->path : "standard output";
}

int
output_failed(const struct output *o)
{
	return o->error != 0;
}

/* Returns 1 if a row ends before byte `at` of the buffer.  Marks are in
 * ascending order. */
static int
ends_row(const struct output *o, size_t at)
{
	size_t i = o->nmarks;

	if (o->kind == OUTPUT_TEXT)
		return o->buf[at - 1] == '\n';
	while (i > 0 && o->marks[i - 1] > at)
		i--;
	return i > 0 && o->marks[i - 1] == at;
}

/* A disk can be full right after a row.  Then removes the last byte of that
 * row. */
static void
cut_row(const struct output *o, size_t at)
{
	struct stat st;

	if (ends_row(o, at) && !fstat(o->fd, &st) && S_ISREG(st.st_mode) &&
	    lseek(o->fd, 0, SEEK_CUR) == st.st_size)
		(void)!ftruncate(
		    o->fd, st.st_size - 1); /* the error is reported anyway */
}

static void
write_all(struct output *o, const char *p, size_t n)
{
	const char *start = p;

	while (n && !o->error) {
		size_t most = o->pipe ? PIPE_BUF : n;
		ssize_t w = write(o->fd, p, size_min(n, most));

		if (w < 0 && errno != EINTR)
			o->error = errno;
		if (w > 0) {
			p += w;
			n -= (size_t)w;
		}
	}
	if (o->error && p > start)
		cut_row(o, (size_t)(p - o->buf));
}

/* Drops the first n bytes, which are written, and moves the rest and its
 * marks down. */
static void
written(struct output *o, size_t n)
{
	size_t i, kept = 0;

	memmove(o->buf, o->buf + n, o->n - n);
	o->n -= n;
	for (i = 0; i < o->nmarks; i++) {
		if (o->marks[i] > n)
			o->marks[kept++] = o->marks[i] - n;
	}
	o->nmarks = kept;
}

void
output_by_line(struct output *o)
{
	o->whole_rows = 1;
}

/* No write ends at the end of a row: the last bytes wait until more follow. */
void
output_flush(struct output *o)
{
	size_t at = 0, m;

	while (at < o->n) {
		m = o->n - at;
		if (o->pipe)
			m = size_min(m, PIPE_BUF);
		while (m && !o->whole_rows && ends_row(o, at + m))
			m--;
		/* A buffer full of empty rows: writes all but one of them. */
		if (!m && o->n - at >= SIZE)
			m = o->n - at - 1;
		if (!m)
			break;
		write_all(o, o->buf + at, m);
		at += m;
	}
	written(o, at);
}

char *
output_room(struct output *o, size_t n)
{
	if (n <= o->size - o->n)
		return o->buf + o->n;
	output_flush(o);
	if (n <= o->size - o->n)
		return o->buf + o->n;
	if (n > SIZE_MAX / 2 || ARRAY_ROOM(&o->buf, &o->size, o->n + n, NULL)) {
		o->error = ENOMEM;
		return NULL;
	}
	return o->buf + o->n;
}

void
output_took(struct output *o, size_t n)
{
	o->n += n;
}

void
output_mark(struct output *o)
{
	if (o->nmarks < COUNTOF(o->marks))
		o->marks[o->nmarks++] = o->n;
	if (o->nmarks == COUNTOF(o->marks))
		output_flush(o); /* now that this row's end is marked */
}

void
output_put(struct output *o, const void *p, size_t n)
{
	char *room = output_room(o, n);

	if (room && n) {
		memcpy(room, p, n);
		o->n += n;
	}
}

void
output_string(struct output *o, const char *s)
{
	output_put(o, s, strlen(s));
}

void
output_char(struct output *o, char c)
{
	output_put(o, &c, 1);
}

void
output_int(struct output *o, int64_t x)
{
	char *p = output_room(o, NUM_MAX);

	if (p)
		o->n += (size_t)(num_put_int(p, x) - p);
}

void
output_float(struct output *o, float x)
{
	char *p = output_room(o, NUM_MAX);

	if (p)
		o->n += (size_t)(num_put_float(p, x) - p);
}

void
output_vprintf(struct output *o, const char *fmt, va_list ap)
{
	va_list again;
	char *room;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	room = n < 0 ? NULL : output_room(o, (size_t)n + 1);
	if (!room)
		return;
	(void)vsnprintf(room, (size_t)n + 1, fmt, ap); /* it fits */
	o->n += (size_t)n;
}

void
output_printf(struct output *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	output_vprintf(o, fmt, ap);
	va_end(ap);
}

static void
release(struct output *o)
{
	free(o->path);
	atomic_file_free(&o->file);
	free(o->buf);
	free(o);
}

void
output_settle(struct output *o)
{
	output_flush(o); /* the newline is written last */
	write_all(o, o->buf, o->n);
	if (!o->error && o->file.temp && fsync(o->fd))
		o->error = errno;
	if (close(o->fd) && !o->error)
		o->error = errno;
	o->fd = -1;
}

int
output_commit(struct output *o, struct fail *f)
{
	int r = 0;

	if (o->fd >= 0)
		output_settle(o);
	if (!o->error && o->file.temp && atomic_file_rename(&o->file))
		o->error = errno;
	if (o->error) {
		errno = o->error;
		r = fail_errno(f, "%s", output_name(o));
		atomic_file_remove(&o->file);
	}
	release(o);
	return r;
}

void
output_abandon(struct output *o)
{
	if (!o)
		return;
	/* A header without rows is of no use to a person. */
	if (o->whole_rows && memchr(o->buf, '\n', o->n) == o->buf + o->n - 1)
		o->n = 0;
	if (!o->file.temp && o->fd >= 0)
		output_flush(o);
	if (o->fd >= 0)
		(void)close(o->fd); /* the failure is already known */
	atomic_file_remove(&o->file);
	release(o);
}
