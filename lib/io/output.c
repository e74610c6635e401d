/* output - output that arrives whole or is seen to be cut. */
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

#define SIZE (256u << 10)

struct output {
	char *path;   /* NULL: standard output */
	char *target; /* what path leads to if it is a link */
	char *temp;   /* beside target */
	int fd;
	enum output_kind kind;
	int pipe;  /* write at most PIPE_BUF at once */
	int shown; /* on a terminal, or by line: rows are not held back */
	int error; /* errno of the first failure, or 0 */
	char *buf;
	size_t n, size;             /* bytes in buf, and room */
	size_t marks[1024], nmarks; /* binary: where in buf rows end */
};

/* Makes the temporary file, with the mode that open(2) would have given. */
static int
open_temp(struct output *o, const char *path, struct fail *f)
{
	mode_t mask;
	struct stat st;

	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail_errno(f, "%s", path);
	}
	/* Through links, to replace what they lead to: /dev/stdout is one. */
	o->path = strdup(path);
	o->target = realpath(path, NULL);
	if (!o->target && errno != ENOENT)
		return fail_errno(f, "%s", path);
	if (!o->target)
		o->target = strdup(path);
	if (!o->target || asprintf(&o->temp, "%s.XXXXXX", o->target) < 0)
		o->temp = NULL;
	if (!o->path || !o->temp)
		return fail_memory(f);
	o->fd = mkstemp(o->temp);
	if (o->fd < 0) {
		free(o->temp);
		o->temp = NULL;
		return fail_errno(f, "%s", path);
	}
	mask = umask(0);
	(void)umask(mask); /* cannot fail */
	if (fchmod(o->fd, 0666 & ~mask))
		return fail_errno(f, "%s", path);
	return 0;
}

/* A path that is no regular file (/dev/full, a named pipe) is written to as it
 * is: there is nothing to rename over. */
static int
is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static int
open_special(struct output *o, const char *path, struct fail *f)
{
	o->path = strdup(path);
	if (!o->path)
		return fail_memory(f);
	o->fd = open(path, O_WRONLY | O_CLOEXEC);
	return o->fd < 0 ? fail_errno(f, "%s", path) : 0;
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
	} else if ((is_special(path) ? open_special : open_temp)(o, path, f)) {
		output_abandon(o);
		return NULL;
	}
	if (kind == OUTPUT_BINARY && isatty(o->fd)) {
		(void)fail_set(f,
		    "%s: is a terminal; binary data goes into a pipe or a file",
		    output_name(o));
		output_abandon(o);
		return NULL;
	}
	o->pipe = !fstat(o->fd, &st) && S_ISFIFO(st.st_mode);
	o->shown = isatty(o->fd);
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

/* Does a row end before byte at of the buffer?  marks are in order. */
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

/* A disk can be full right after a row: that row's end is taken back. */
static void
take_back(const struct output *o, size_t at)
{
	struct stat st;

	if (ends_row(o, at) && !fstat(o->fd, &st) && S_ISREG(st.st_mode) &&
	    lseek(o->fd, 0, SEEK_CUR) == st.st_size)
		(void)!ftruncate(o->fd, st.st_size - 1); /* it is told anyway */
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
		take_back(o, (size_t)(p - o->buf));
}

/* The first n bytes are written: the rest, and its marks, move down. */
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
	o->shown = 1;
}

/* No write ends where a row does: what follows is held until more comes. */
void
output_flush(struct output *o)
{
	size_t at = 0, m;

	while (at < o->n) {
		m = o->n - at;
		if (o->pipe)
			m = size_min(m, PIPE_BUF);
		while (m && !o->shown && ends_row(o, at + m))
			m--;
		/* A buffer full of empty rows: all but one of them must go. */
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
		output_flush(o); /* now that it sees this row's end too */
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

/* The directory that path is in, synced, so that the rename lasts. */
static int
sync_directory(const char *path)
{
	char *dir = strdup(path);
	char *slash = dir ? strrchr(dir, '/') : NULL;
	int fd, r;

	if (!dir)
		return -1;
	if (slash)
		slash[slash == dir] = '\0';
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd < 0)
		return -1;
	r = fsync(fd);
	if (r && errno == EINVAL)
		r = 0; /* some file systems cannot, and need not */
	if (close(fd))
		r = -1;
	return r;
}

static void
release(struct output *o)
{
	free(o->path);
	free(o->target);
	free(o->temp);
	free(o->buf);
	free(o);
}

void
output_settle(struct output *o)
{
	output_flush(o); /* so that the newline is what is written last */
	write_all(o, o->buf, o->n);
	if (!o->error && o->temp && fsync(o->fd))
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
	if (!o->error && o->temp &&
	    (rename(o->temp, o->target) || sync_directory(o->target)))
		o->error = errno;
	if (o->error) {
		errno = o->error;
		r = fail_errno(f, "%s", output_name(o));
		if (o->temp)
			(void)unlink(o->temp); /* nothing more to do for it */
	}
	release(o);
	return r;
}

void
output_abandon(struct output *o)
{
	if (!o)
		return;
	/* A header that no row has followed is of no use to a person. */
	if (o->shown && memchr(o->buf, '\n', o->n) == o->buf + o->n - 1)
		o->n = 0;
	if (!o->temp && o->fd >= 0)
		output_flush(o);
	if (o->fd >= 0)
		(void)close(o->fd); /* the failure is told already */
	if (o->temp)
		(void)unlink(o->temp); /* nothing more to do for it */
	release(o);
}
