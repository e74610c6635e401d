/* cache_file - the bytes of a cache. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"

#define AHEAD \
	((size_t)256 << 10) /* bytes read at once from consecutive places */

struct cache_file {
	char *path;
	int fd;
	/* Time of the last change when it was opened. */
	struct timespec changed;
	uint64_t size;

	unsigned char *window; /* [room] bytes [at, at + n) of the file */
	size_t room, n;
	uint64_t at;
};

struct cache_file *
cache_file_open(const char *path, struct fail *f)
{
	struct cache_file *c = calloc(1, sizeof(*c));
	struct stat st;

	if (!c || !(c->path = strdup(path))) {
		free(c);
		(void)fail_memory(f);
		return NULL;
	}
	c->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (c->fd < 0 || fstat(c->fd, &st)) {
		(void)fail_errno(f, "%s", path);
		cache_file_close(c);
		return NULL;
	}
	c->size = (uint64_t)st.st_size;
	c->changed = st.st_mtim;
	if (S_ISREG(st.st_mode))
		return c;
	(void)fail_set(f, "%s: is no regular file", path);
	cache_file_close(c);
	return NULL;
}

void
cache_file_close(struct cache_file *c)
{
	if (!c)
		return;
	if (c->fd >= 0)
		(void)close(c->fd); /* opened for reading only */
	free(c->path);
	free(c->window);
	free(c);
}

uint64_t
cache_file_size(const struct cache_file *c)
{
	return c->size;
}

const char *
cache_file_path(const struct cache_file *c)
{
	return c->path;
}

void
cache_file_ask(const struct cache_file *c, uint64_t at, size_t n)
{
	(void)posix_fadvise(c->fd, (off_t)at, (off_t)n,
	    POSIX_FADV_WILLNEED); /* only speed depends on it */
}

int
cache_file_damaged(
    const struct cache_file *c, uint64_t at, const char *what, struct fail *f)
{
	return fail_set(f,
	    "%s: @offset %llu: %s; remove it, and it is made anew", c->path,
	    (unsigned long long)at, what);
}

int
cache_file_unchanged(const struct cache_file *c, struct fail *f)
{
	struct stat st;

	if (fstat(c->fd, &st))
		return fail_errno(f, "%s", c->path);
	return (uint64_t)st.st_size == c->size &&
	               st.st_mtim.tv_sec == c->changed.tv_sec &&
	               st.st_mtim.tv_nsec == c->changed.tv_nsec
	           ? 0
	           : fail_set(
			 f, "%s: has changed while it was in use", c->path);
}

int
cache_file_read(const struct cache_file *c, uint64_t at, unsigned char *p,
    size_t n, struct fail *f)
{
	size_t had = 0;
	ssize_t r;

	while (had < n) {
		r = pread(c->fd, p + had, n - had, (off_t)(at + had));
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return fail_errno(f, "%s: @offset %llu", c->path,
			    (unsigned long long)at);
		if (r == 0)
			return cache_file_damaged(
			    c, at + had, "the file ends", f);
		had += (size_t)r;
	}
	return 0;
}

const unsigned char *
cache_file_bytes(struct cache_file *c, uint64_t at, size_t n, struct fail *f)
{
	const uint64_t end = c->size;
	size_t want = n;

	if (at >= c->at && at + n <= c->at + c->n)
		return c->window + (at - c->at);
	if (c->n && at >= c->at && at <= c->at + c->n)
		want = size_max(n, size_min(2 * c->n, AHEAD));
	if (at > end || n > end - at) {
		(void)cache_file_damaged(c, at, "the file ends", f);
		return NULL;
	}
	want = (size_t)(want > end - at ? end - at : want);
	c->n = 0;
	if (ARRAY_ROOM(&c->window, &c->room, want, f) ||
	    cache_file_read(c, at, c->window, want, f))
		return NULL;
	c->at = at;
	c->n = want;
	return c->window;
}
