/* spill - rows kept in a temporary file until all are read. */
/* SPDX-License-Identifier: MIT */
#include "data/spill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/fail.h"

int
spill_open(struct spill *s, const char *beside, struct fail *f)
{
	char *path;
	int r = 0;

	*s = (struct spill){.beside = beside, .fd = -1};
	if (asprintf(&path, "%s.XXXXXX", beside) < 0)
		return fail_memory(f);
	s->fd = mkstemp(path);
	if (s->fd < 0)
		(void)fail_errno(f, "%s", beside);
	else if ((r = unlink(path)))
		(void)fail_errno(f, "%s", path);
	free(path);
	return s->fd < 0 || r ? -1 : 0;
}

void
spill_close(struct spill *s)
{
	if (s->fd >= 0)
		(void)close(s->fd); /* closing removes the file */
	free(s->part);
	*s = (struct spill){.fd = -1};
}

void
spill_column(struct spill_columns *c, void *p, size_t n, size_t size)
{
	c->at[c->n].p = p;
	c->at[c->n++].bytes = p ? n * size : 0;
}

/* Writes or reads n bytes at p, from `at` on. */
static int
pass(const struct spill *s, int writes, char *p, size_t n, uint64_t at,
    struct fail *f)
{
	ssize_t done;

	for (; n; p += done, n -= (size_t)done, at += (uint64_t)done) {
		done = writes ? pwrite(s->fd, p, n, (off_t)at)
		              : pread(s->fd, p, n, (off_t)at);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done < 0)
			return fail_errno(f, "%s: rows that wait", s->beside);
		else if (done == 0)
			return fail_set(f, "%s: rows are lost", s->beside);
	}
	return 0;
}

static int
pass_columns(const struct spill *s, int writes, const struct spill_columns *c,
    uint64_t at, struct fail *f)
{
	size_t i;

	for (i = 0; i < c->n; at += c->at[i++].bytes)
		if (pass(s, writes, c->at[i].p, c->at[i].bytes, at, f))
			return -1;
	return 0;
}

static uint64_t
size(const struct spill_columns *c)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < c->n; i++)
		n += c->at[i].bytes;
	return n;
}

/* Writes the columns as part k; they must not have more bytes than it had. */
static int
put(struct spill *s, size_t k, const struct spill_columns *c, struct fail *f)
{
	struct spill_part *p = &s->part[k];

	if (pass_columns(s, 1, c, p->at, f))
		return -1;
	p->bytes = size(c);
	s->rows += p->n;
	s->events += p->events;
	return 0;
}

int
spill_put(struct spill *s, const struct spill_part *p,
    const struct spill_columns *c, struct fail *f)
{
	if (ARRAY_ROOM(&s->part, &s->room, s->n + 1, f))
		return -1;
	s->part[s->n] = *p;
	s->part[s->n].at = s->end;
	if (put(s, s->n, c, f))
		return -1;
	s->end += s->part[s->n++].bytes;
	return 0;
}

int
spill_get(const struct spill *s, size_t k, const struct spill_columns *c,
    struct fail *f)
{
	return pass_columns(s, 0, c, s->part[k].at, f);
}

int
spill_set(struct spill *s, size_t k, size_t n, size_t events,
    const struct spill_columns *c, struct fail *f)
{
	struct spill_part *p = &s->part[k];

	s->rows -= p->n;
	s->events -= p->events;
	p->n = n;
	p->events = events;
	p->marked = 0;
	return put(s, k, c, f);
}
