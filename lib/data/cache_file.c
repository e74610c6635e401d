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
#include "data/cache_ranks.h"

#define AHEAD \
	((size_t)256 << 10) /* bytes read at once from consecutive places */

struct cache_file {
	char *path;
	int fd;
	struct cache_ranks *shared; /* NULL: the bytes are in the file */
	/* Shared bytes that an exchange has fetched, to be read next. */
	const unsigned char *next;
	size_t left;
	uint64_t sure; /* the file has been asked for up to here */
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
	(void)fail_set(f, "%s is not a regular file", path);
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
	cache_ranks_free(c->shared);
	free(c->path);
	free(c->window);
	free(c);
}

static int
read_file(
    const void *from, uint64_t at, unsigned char *p, size_t n, struct fail *f)
{
	return cache_file_read(from, at, p, n, f);
}

struct cache_file *
cache_file_share(struct cache_file *c, const char *path, struct fail *f)
{
	struct cache_ranks *shared =
	    cache_ranks_new(c ? c->size : 0, read_file, c, f);
	struct cache_file *to = shared ? calloc(1, sizeof(*to)) : NULL;

	cache_file_close(c);
	if (shared && (!to || !(to->path = strdup(path)))) {
		(void)fail_memory(f);
		cache_ranks_free(shared);
		free(to);
		return NULL;
	}
	if (!shared)
		return NULL;
	to->fd = -1;
	to->shared = shared;
	to->size = cache_ranks_size(shared);
	return to;
}

int
cache_file_is_shared(const struct cache_file *c)
{
	return c->shared != NULL;
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

int
cache_file_ask(struct cache_file *c, uint64_t at, size_t n, struct fail *f)
{
	if (c->shared)
		return cache_ranks_ask(c->shared, at, n, f);
	if (at != c->sure) /* else it is read together with the bytes before */
		(void)posix_fadvise(c->fd, (off_t)at, (off_t)n,
		    POSIX_FADV_WILLNEED); /* only speed depends on it */
	c->sure = at + n;
	return 0;
}

int
cache_file_damaged(
    const struct cache_file *c, uint64_t at, const char *what, struct fail *f)
{
	return fail_set(f,
	    "%s: @offset %llu: %s; remove it, and seq-train makes it again",
	    c->path, (unsigned long long)at, what);
}

int
cache_file_unchanged(const struct cache_file *c, struct fail *f)
{
	struct stat st;

	if (c->shared)
		return 0;
	if (fstat(c->fd, &st))
		return fail_errno(f, "%s", c->path);
	return (uint64_t)st.st_size == c->size &&
	               st.st_mtim.tv_sec == c->changed.tv_sec &&
	               st.st_mtim.tv_nsec == c->changed.tv_nsec
	           ? 0
	           : fail_set(f, "%s has changed while it was in use", c->path);
}

/* Reads bytes of all ranks. */
static int
read_shared(const struct cache_file *c, uint64_t at, unsigned char *p, size_t n,
    struct fail *f)
{
	const unsigned char *from;

	if (cache_ranks_ask(c->shared, at, n, f) ||
	    !(from = cache_ranks_exchange(c->shared, &n, f)))
		return -1;
	memcpy(p, from, n);
	return 0;
}

int
cache_file_read(const struct cache_file *c, uint64_t at, unsigned char *p,
    size_t n, struct fail *f)
{
	size_t had = 0;
	ssize_t r;

	if (c->shared)
		return read_shared(c, at, p, n, f);
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

int
cache_file_exchange(struct cache_file *c, struct fail *f)
{
	if (!c->shared)
		return 0;
	c->next = cache_ranks_exchange(c->shared, &c->left, f);
	return c->next ? 0 : -1;
}

/* Returns the next n bytes that an exchange has fetched. */
static const unsigned char *
take_next(struct cache_file *c, size_t n)
{
	const unsigned char *p = c->next;

	c->next += n;
	c->left -= n;
	return p;
}

const unsigned char *
cache_file_bytes(struct cache_file *c, uint64_t at, size_t n, struct fail *f)
{
	const uint64_t end = c->size;
	size_t want = n;

	if (c->left)
		return take_next(c, n);
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
