/* disk_lines - the lines of a file, read from disk when needed. */
/* SPDX-License-Identifier: MIT */
#include "data/disk_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"
#include "io/buffer.h"

#define KEPT ((size_t)16 << 20) /* bytes */

struct disk_lines {
	int fd;
	struct buffer kept; /* the text, if it is in memory */
	/* [room] starts of the blocks, and the end of the last. */
	uint64_t *begin;
	size_t room;
	size_t n;           /* lines */
	size_t block;       /* the block in text; SIZE_MAX: none */
	struct buffer text; /* the last block read */
	atomic_int failed;
};

struct disk_lines *
disk_lines_open(const char *path, struct fail *f)
{
	struct disk_lines *l = calloc(1, sizeof(*l));

	if (!l) {
		(void)fail_memory(f);
		return NULL;
	}
	l->block = SIZE_MAX;
	l->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (l->fd < 0) {
		(void)fail_errno(f, "%s", path);
		free(l);
		return NULL;
	}
	return l;
}

void
disk_lines_close(struct disk_lines *l)
{
	if (!l)
		return;
	(void)close(l->fd); /* opened for reading only */
	buffer_free(&l->text);
	buffer_free(&l->kept);
	free(l->begin);
	free(l);
}

int
disk_lines_add(struct disk_lines *l, uint64_t at, uint64_t end, struct fail *f)
{
	size_t k = l->n / DISK_LINES_BLOCK;

	if (ARRAY_ROOM(&l->begin, &l->room, k + 2, f))
		return -1;
	if (l->n % DISK_LINES_BLOCK == 0)
		l->begin[k] = at;
	l->begin[k + 1] = end;
	l->n++;
	return 0;
}

size_t
disk_lines_count(const struct disk_lines *l)
{
	return l->n;
}

int
disk_lines_failed(const struct disk_lines *l)
{
	return l->failed;
}

void
disk_lines_fail(struct disk_lines *l)
{
	l->failed = 1;
}

static size_t
blocks(const struct disk_lines *l)
{
	return (l->n + DISK_LINES_BLOCK - 1) / DISK_LINES_BLOCK;
}

/* Appends n bytes of the file to t.  Returns -1 if that fails. */
static int
read_bytes(const struct disk_lines *l, uint64_t at, size_t n, struct buffer *t)
{
	char *to = buffer_room(t, n);
	size_t done = 0;
	ssize_t r = 0;

	while (to && done < n) {
		r = pread(l->fd, to + done, n - done, (off_t)(at + done));
		if (r == 0 || (r < 0 && errno != EINTR))
			break;
		done += r > 0 ? (size_t)r : 0;
	}
	if (!to || done < n)
		return -1;
	t->n += n;
	return 0;
}

void
disk_lines_keep(struct disk_lines *l)
{
	const uint64_t n = l->n ? l->begin[blocks(l)] - l->begin[0] : 0;

	if (n && n <= KEPT && read_bytes(l, l->begin[0], (size_t)n, &l->kept))
		buffer_free(&l->kept); /* lines are read when needed */
}

void
disk_lines_read(
    struct disk_lines *l, size_t first, size_t end, struct buffer *t)
{
	const uint64_t at = l->begin[first];
	const size_t n = (size_t)(l->begin[size_min(end, blocks(l))] - at);

	if (l->kept.n)
		buffer_put(t, l->kept.p + (at - l->begin[0]), n);
	else if (read_bytes(l, at, n, t))
		l->failed = 1;
}

struct slice
disk_lines_next(const struct buffer *t, size_t *at)
{
	struct slice s = {t->p ? t->p + *at : "", t->n - *at};
	const char *end = s.n ? memchr(s.s, '\n', s.n) : NULL;

	if (end)
		s.n = (size_t)(end - s.s);
	*at += s.n + (end != NULL);
	return s;
}

/* Returns line i of the file from its block, which begins at `at` in t. */
static struct slice
line_of(const struct buffer *t, size_t at, size_t i)
{
	for (i %= DISK_LINES_BLOCK; i; i--)
		(void)disk_lines_next(t, &at);
	return disk_lines_next(t, &at);
}

struct slice
disk_lines_get(struct disk_lines *l, size_t i)
{
	const size_t k = i / DISK_LINES_BLOCK;

	if (l->kept.n)
		return line_of(
		    &l->kept, (size_t)(l->begin[k] - l->begin[0]), i);
	if (l->block != k) {
		l->text.n = 0;
		disk_lines_read(l, k, k + 1, &l->text);
		l->block = k;
	}
	return line_of(&l->text, 0, i);
}

void
disk_lines_put(struct disk_lines *l, size_t i, struct buffer *t)
{
	const size_t start = t->n, k = i / DISK_LINES_BLOCK;
	struct slice s;

	if (l->kept.n) {
		s = disk_lines_get(l, i);
		buffer_put(t, s.s, s.n);
		return;
	}
	disk_lines_read(l, k, k + 1, t);
	s = line_of(t, start, i);
	if (s.n)
		memmove(t->p + start, s.s, s.n);
	t->n = start + s.n;
}
