/* read_ahead - a thread that produces bytes before the reader needs them. */
/* SPDX-License-Identifier: MIT */
#include "base/read_ahead.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/fail.h"

#define CHUNK (256u << 10)
#define SLOTS 4

/* The result of one call of make. */
struct read_ahead_slot {
	int result;
	size_t n;
	unsigned char data[CHUNK];
};

/* Slots [taken, put) are full; slot k is slots[k % SLOTS]. */
struct read_ahead {
	int (*make)(void *, unsigned char *, size_t, size_t *, struct fail *);
	void *ctx;
	pthread_t thread;
	int started;
	int wake; /* readable once stop is set */
	pthread_mutex_t lock;
	/* At most one of the two threads waits for it. */
	pthread_cond_t changed;
	size_t put, taken;
	int stop;
	size_t used; /* bytes read of the next slot */
	struct fail fail;
	struct read_ahead_slot slots[SLOTS];
};

struct read_ahead *
read_ahead_new(int (*make)(void *ctx, unsigned char *to, size_t room, size_t *n,
		   struct fail *),
    void *ctx, struct fail *f)
{
	struct read_ahead *a = malloc(sizeof(*a)); /* slots need no zeros */

	if (!a) {
		(void)fail_memory(f);
		return NULL;
	}
	a->make = make;
	a->ctx = ctx;
	a->started = a->stop = 0;
	a->put = a->taken = a->used = 0;
	a->wake = eventfd(0, EFD_CLOEXEC);
	(void)pthread_mutex_init(&a->lock, NULL); /* these two cannot fail */
	(void)pthread_cond_init(&a->changed, NULL);
	return a;
}

/* Counts one more slot as full, or as empty. */
static void
count(struct read_ahead *a, size_t *slots)
{
	(void)pthread_mutex_lock(&a->lock);
	++*slots;
	(void)pthread_cond_signal(&a->changed);
	(void)pthread_mutex_unlock(&a->lock);
}

/* Waits for an empty slot; NULL if the reader stops. */
static struct read_ahead_slot *
empty_slot(struct read_ahead *a)
{
	int stop;

	(void)pthread_mutex_lock(&a->lock);
	while (a->put - a->taken == SLOTS && !a->stop)
		(void)pthread_cond_wait(&a->changed, &a->lock);
	stop = a->stop;
	(void)pthread_mutex_unlock(&a->lock);
	return stop ? NULL : &a->slots[a->put % SLOTS];
}

static void *
run(void *arg)
{
	struct read_ahead *a = arg;
	struct read_ahead_slot *s;
	int result = 1;

	while (result > 0 && (s = empty_slot(a))) {
		result = a->make(a->ctx, s->data, CHUNK, &s->n, &a->fail);
		s->result = result;
		count(a, &a->put);
	}
	return NULL;
}

int
read_ahead_start(struct read_ahead *a)
{
	sigset_t all, was;

	if (a->wake < 0)
		return -1;
	/* The main thread takes all signals.  These three calls cannot fail. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &was);
	a->started = !pthread_create(&a->thread, NULL, run, a);
	(void)pthread_sigmask(SIG_SETMASK, &was, NULL);
	return a->started ? 0 : -1;
}

int
read_ahead_read(struct read_ahead *a, unsigned char *to, size_t room, size_t *n,
    struct fail *f)
{
	const struct read_ahead_slot *s = &a->slots[a->taken % SLOTS];

	(void)pthread_mutex_lock(&a->lock);
	while (a->put == a->taken)
		(void)pthread_cond_wait(&a->changed, &a->lock);
	(void)pthread_mutex_unlock(&a->lock);
	if (s->result < 0)
		*f = a->fail;
	if (s->result <= 0)
		return s->result; /* the same at each call */
	*n = size_min(room, s->n - a->used);
	memcpy(to, s->data + a->used, *n);
	a->used += *n;
	if (a->used == s->n) {
		a->used = 0;
		count(a, &a->taken);
	}
	return 1;
}

int
read_ahead_wait(struct read_ahead *a, int fd)
{
	struct pollfd fds[2] = {
	    {.fd = fd, .events = POLLIN}, {.fd = a->wake, .events = POLLIN}};
	int r;

	do
		r = poll(fds, 2, -1);
	while (r < 0 && errno == EINTR);
	return r > 0 && fds[1].revents ? -1 : 0;
}

void
read_ahead_free(struct read_ahead *a)
{
	static const uint64_t one = 1;

	if (!a)
		return;
	if (a->started) {
		(void)pthread_mutex_lock(&a->lock);
		a->stop = 1;
		(void)pthread_cond_signal(&a->changed);
		(void)pthread_mutex_unlock(&a->lock);
		(void)!write(a->wake, &one, sizeof(one)); /* there is room */
		/* Make ends soon: stop is set. */
		(void)pthread_join(a->thread, NULL);
	}
	if (a->wake >= 0)
		(void)close(a->wake); /* holds no data */
	(void)pthread_cond_destroy(&a->changed);
	(void)pthread_mutex_destroy(&a->lock);
	free(a);
}
