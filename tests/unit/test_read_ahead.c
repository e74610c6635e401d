/* test_read_ahead - bytes produced ahead by a thread arrive unchanged. */
/* SPDX-License-Identifier: MIT */
#include "base/read_ahead.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/rng.h"
#include "tap.h"

#define MOST ((size_t)3 << 20)

/* Produces the bytes of a file in pieces of any size, then fails or ends. */
struct maker {
	const unsigned char *bytes; /* [n] */
	size_t at, n;
	int end; /* 0 or -1 */
	struct rng r;
	int pipe; /* read from this descriptor instead, unless 0 */
	struct read_ahead *ahead;
	_Atomic int waits; /* how often it began to wait for the pipe */
	/* How often the wait ended because the reader stopped. */
	int unwanted;
};

static int
make(void *ctx, unsigned char *to, size_t room, size_t *n, struct fail *f)
{
	struct maker *m = ctx;

	if (m->pipe) {
		m->waits++;
		if (read_ahead_wait(m->ahead, m->pipe)) {
			m->unwanted++;
			return fail_set(f, "not wanted");
		}
		return (int)(*n = (size_t)read(m->pipe, to, room)) != 0;
	}
	if (m->at == m->n)
		return m->end ? fail_set(f, "the end is here") : 0;
	*n = size_min(1 + (size_t)rng_below(&m->r, 100000), m->n - m->at);
	*n = size_min(*n, room);
	memcpy(to, m->bytes + m->at, *n);
	m->at += *n;
	return 1;
}

/* Reads n bytes in pieces of up to ask, and the end or error after them.
 * Are they right? */
static int
arrives(const unsigned char *bytes, size_t n, size_t ask, int end)
{
	static unsigned char got[MOST];
	struct maker m = {.bytes = bytes, .n = n, .end = end};
	struct fail f = {{0}};
	struct read_ahead *a;
	size_t at = 0, k;
	int r, again;

	rng_seed(&m.r, n, ask);
	a = read_ahead_new(make, &m, &f);
	if (!a || read_ahead_start(a)) {
		read_ahead_free(a);
		return 0;
	}
	while (at < MOST && (r = read_ahead_read(a, got + at,
				 size_min(ask, MOST - at), &k, &f)) > 0)
		at += k;
	again = at < MOST ? read_ahead_read(a, got, ask, &k, &f) : end;
	read_ahead_free(a);
	return at == n && !memcmp(got, bytes, n) && r == end && again == end &&
	       (!end || !strcmp(f.msg, "the end is here"));
}

int
main(void)
{
	unsigned char *bytes = malloc(MOST), byte;
	struct maker m = {0};
	struct read_ahead *a;
	struct rng r;
	struct fail f;
	size_t i, n;
	int fd[2];

	if (!bytes || pipe(fd)) {
		ok(0, "memory and a pipe can be had");
		return done();
	}
	rng_seed(&r, 1, 1);
	for (i = 0; i < MOST; i++)
		bytes[i] = (unsigned char)rng_next(&r);
	ok(arrives(bytes, MOST - 1, 4096, 0), "all bytes arrive, in order");
	ok(arrives(bytes, MOST / 2, MOST, 0), "whatever is asked for");
	ok(arrives(bytes, 0, 10, 0), "none are an end at once");
	ok(arrives(bytes, MOST - 1, 70000, -1),
	    "a failure comes after what was made before it, again and again");

	rng_seed(&m.r, 2, 2);
	m.bytes = bytes;
	m.n = MOST;
	a = read_ahead_new(make, &m, &f);
	ok(a && !read_ahead_start(a) &&
		read_ahead_read(a, &byte, 1, &n, &f) == 1 && byte == bytes[0],
	    "some are used");
	read_ahead_free(a);
	ok(m.at < m.n, "and the rest is not made when it is let go");

	m.pipe = fd[0];
	m.ahead = a = read_ahead_new(make, &m, &f);
	ok(a && write(fd[1], "x", 1) == 1 && !read_ahead_start(a) &&
		read_ahead_read(a, &byte, 1, &n, &f) == 1 && byte == 'x',
	    "what comes through a pipe arrives at once");
	while (m.waits < 2) /* it has used x and waits for more */
		(void)usleep(1000);
	read_ahead_free(a);
	ok(m.unwanted == 1, "one that waits for more of it is let go");
	read_ahead_free(NULL);
	free(bytes);
	(void)close(fd[0]);
	(void)close(fd[1]);
	return done();
}
