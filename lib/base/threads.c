/*
 * threads - loops over independent tasks on several threads.
 *
 * One pool of threads serves the process, and the caller works with it.  A
 * thread that has nothing to do looks for work for some microseconds, since
 * the next loop is mostly near, and then sleeps: on a machine that others use
 * too, waiting must not take the processor from those who are waited for.
 * (OpenMP's threads spin for much longer.)  A thread from which the system took
 * the processor lately, to give it to another, sleeps at once.
 */
/* SPDX-License-Identifier: MIT */
#include "base/threads.h"

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

#define MOST 1024
#define STACK ((size_t)1 << 20)
#define LOOKS 8000 /* of 10 to 50 ns */
#define CALM 200   /* waits without a look, after the processor was taken */

/* The loop under way; written while no worker works. */
struct threads_loop {
	size_t n;
	int threads;
	void (*task)(void *ctx, size_t i, int thread);
	void *ctx;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t begun, ended;
	int threads; /* wanted, the caller among them */
	int made;    /* workers that exist; their numbers are 1 .. made */
	struct threads_loop loop;
	void (*beside)(void *ctx); /* for the next loop, or NULL */
	void *beside_ctx;
	atomic_size_t next; /* task not yet taken */
	atomic_uint loops;  /* begun so far */
	atomic_int working; /* workers that are not yet done with the last */
	struct {
		int thread;
		unsigned seen; /* loops, when it was made */
		long taken;    /* how often its processor was */
		int calm;      /* waits that are to be without a look */
	} worker[MOST];        /* 0: the caller */
} pool = {
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .begun = PTHREAD_COND_INITIALIZER,
    .ended = PTHREAD_COND_INITIALIZER,
    .threads = 1,
};

void
threads_set(int n)
{
	cpu_set_t set;

	if (n <= 0 && !sched_getaffinity(0, sizeof(set), &set))
		n = CPU_COUNT(&set);
	pool.threads = n < 1 ? 1 : n > MOST ? MOST : n;
}

int
threads_count(void)
{
	return pool.threads;
}

static void
relax(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#endif
}

/* How often a thread that waits may look: never, where others need its processor. */
static int
looks(int thread)
{
	struct rusage u;

	if (!getrusage(RUSAGE_THREAD, &u) &&
	    u.ru_nivcsw != pool.worker[thread].taken) {
		pool.worker[thread].taken = u.ru_nivcsw;
		pool.worker[thread].calm = CALM;
	}
	if (pool.worker[thread].calm == 0)
		return LOOKS;
	pool.worker[thread].calm--;
	return 0;
}

/* Takes tasks until there are none. */
static void
work(int thread)
{
	const struct threads_loop *l = &pool.loop;
	size_t i;

	while ((i = atomic_fetch_add(&pool.next, 1)) < l->n)
		l->task(l->ctx, i, thread);
}

/* Waits until another loop than the one seen last has begun. */
static unsigned
wait_for_loop(int thread, unsigned seen)
{
	int i;

	for (i = looks(thread); i > 0 && atomic_load(&pool.loops) == seen; i--)
		relax();
	if (atomic_load(&pool.loops) == seen) {
		(void)pthread_mutex_lock(&pool.lock);
		while (atomic_load(&pool.loops) == seen)
			(void)pthread_cond_wait(&pool.begun, &pool.lock);
		(void)pthread_mutex_unlock(&pool.lock);
	}
	return seen + 1; /* none begins before all have done this one */
}

static void *
worker(void *arg)
{
	int thread = *(const int *)arg;
	unsigned seen = pool.worker[thread].seen;

	for (;;) {
		seen = wait_for_loop(thread, seen);
		if (thread < pool.loop.threads)
			work(thread);
		if (atomic_fetch_sub(&pool.working, 1) == 1) {
			(void)pthread_mutex_lock(&pool.lock);
			(void)pthread_cond_signal(&pool.ended);
			(void)pthread_mutex_unlock(&pool.lock);
		}
	}
	return NULL; /* it never comes here */
}

static void
wait_for_end(void)
{
	int i;

	for (i = looks(0); i > 0 && atomic_load(&pool.working); i--)
		relax();
	if (!atomic_load(&pool.working))
		return;
	(void)pthread_mutex_lock(&pool.lock);
	while (atomic_load(&pool.working))
		(void)pthread_cond_wait(&pool.ended, &pool.lock);
	(void)pthread_mutex_unlock(&pool.lock);
}

/*
 * Makes workers up to the number wanted, or as many as the system allows; their
 * signals are the main thread's.  They take little address space, for it may be
 * limited: small stacks, and no heaps of their own, of 64 MiB.
 */
static void
make_workers(void)
{
	sigset_t all, was;
	pthread_attr_t attr;
	pthread_t id;
	int i;

	if (pthread_attr_init(&attr))
		return;
	(void)pthread_attr_setstacksize(&attr, STACK); /* or the default */
	(void)mallopt(M_ARENA_MAX, 1);                 /* or 64 MiB each */
	(void)sigfillset(&all); /* these three cannot fail */
	(void)pthread_sigmask(SIG_SETMASK, &all, &was);
	while (pool.made < pool.threads - 1) {
		i = pool.made + 1;
		pool.worker[i].thread = i;
		pool.worker[i].seen = atomic_load(&pool.loops);
		if (pthread_create(&id, &attr, worker, &pool.worker[i].thread))
			break;
		(void)pthread_detach(id); /* it ends with the process */
		pool.made++;
	}
	(void)pthread_sigmask(SIG_SETMASK, &was, NULL);
	(void)pthread_attr_destroy(&attr); /* cannot fail */
}

void
threads_extra_task(void (*what)(void *ctx), void *ctx)
{
	pool.beside = what;
	pool.beside_ctx = ctx;
}

/* A loop with something beside it, which comes first. */
struct threads_extra {
	void (*what)(void *ctx);
	void *what_ctx;
	void (*task)(void *ctx, size_t i, int thread);
	void *ctx;
};

static void
beside_task(void *ctx, size_t i, int thread)
{
	const struct threads_extra *b = ctx;

	if (i == 0)
		b->what(b->what_ctx);
	else
		b->task(b->ctx, i - 1, thread);
}

void
threads_for(size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx)
{
	struct threads_extra both = {pool.beside, pool.beside_ctx, task, ctx};
	size_t i;

	if (both.what) {
		pool.beside = NULL;
		ctx = &both;
		task = beside_task;
		n++;
	}
	if (pool.made + 1 < pool.threads && n > 1)
		make_workers();
	if (pool.threads == 1 || n <= 1 || !pool.made) {
		for (i = 0; i < n; i++)
			task(ctx, i, 0);
		return;
	}
	pool.loop = (struct threads_loop){n, pool.threads, task, ctx};
	atomic_store(&pool.next, 0);
	atomic_store(&pool.working, pool.made);
	(void)pthread_mutex_lock(&pool.lock);
	atomic_fetch_add(&pool.loops, 1);
	(void)pthread_cond_broadcast(&pool.begun);
	(void)pthread_mutex_unlock(&pool.lock);
	work(0);
	wait_for_end();
}
