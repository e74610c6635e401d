/*
 * threads - parallel loops over independent tasks.
 *
 * The process has one pool of threads, and the caller of a loop works too.  An
 * idle worker spins for some microseconds, because the next loop usually
 * follows at once, and then sleeps.  OpenMP's threads spin much longer, which
 * hurts on a shared machine: a spinning thread takes the processor from the
 * threads that it waits for.  A thread sleeps at once if the system has just
 * taken its processor away.
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
#define SPINS 8000 /* spins before sleep, 10 to 50 ns each */
#define CALM 200   /* waits without spinning after a preemption */

/* The current loop; set while all workers are idle. */
struct threads_loop {
	size_t n;
	int threads;
	void (*task)(void *ctx, size_t i, int thread);
	void *ctx;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t begun, ended;
	int threads; /* threads of a loop, the caller included */
	int made;    /* workers started; their numbers are 1 .. made */
	struct threads_loop loop;
	/* The extra task of the next loop, or NULL. */
	void (*extra)(void *ctx);
	void *extra_ctx;
	atomic_size_t next; /* next task to take */
	atomic_uint loops;  /* loops begun so far */
	atomic_int working; /* workers that still run the current loop */
	struct {
		int thread;
		unsigned seen; /* value of loops when the worker was started */
		long taken;    /* involuntary context switches so far */
		int calm;      /* waits left without spinning */
	} worker[MOST];        /* worker 0 is the caller */
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

/* Returns how often a waiting thread may spin: 0 if the system has just given
 * its processor to another thread. */
static int
spins(int thread)
{
	struct rusage u;

	if (!getrusage(RUSAGE_THREAD, &u) &&
	    u.ru_nivcsw != pool.worker[thread].taken) {
		pool.worker[thread].taken = u.ru_nivcsw;
		pool.worker[thread].calm = CALM;
	}
	if (pool.worker[thread].calm == 0)
		return SPINS;
	pool.worker[thread].calm--;
	return 0;
}

/* Takes tasks until none is left. */
static void
work(int thread)
{
	const struct threads_loop *l = &pool.loop;
	size_t i;

	while ((i = atomic_fetch_add(&pool.next, 1)) < l->n)
		l->task(l->ctx, i, thread);
}

/* Waits for the loop after loop number `seen`. */
static unsigned
wait_for_loop(int thread, unsigned seen)
{
	int i;

	for (i = spins(thread); i > 0 && atomic_load(&pool.loops) == seen; i--)
		relax();
	if (atomic_load(&pool.loops) == seen) {
		(void)pthread_mutex_lock(&pool.lock);
		while (atomic_load(&pool.loops) == seen)
			(void)pthread_cond_wait(&pool.begun, &pool.lock);
		(void)pthread_mutex_unlock(&pool.lock);
	}
	/* The next loop begins only after all workers have run this one. */
	return seen + 1;
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
	return NULL; /* not reached */
}

static void
wait_for_end(void)
{
	int i;

	for (i = spins(0); i > 0 && atomic_load(&pool.working); i--)
		relax();
	if (!atomic_load(&pool.working))
		return;
	(void)pthread_mutex_lock(&pool.lock);
	while (atomic_load(&pool.working))
		(void)pthread_cond_wait(&pool.ended, &pool.lock);
	(void)pthread_mutex_unlock(&pool.lock);
}

/*
 * Starts the missing workers, or as many as the system allows.  They block all
 * signals, which go to the main thread.  They use little address space, which
 * may be limited: small stacks, and no malloc() arenas of 64 MiB.
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
	(void)pthread_attr_setstacksize(&attr, STACK); /* or the default size */
	(void)mallopt(M_ARENA_MAX, 1);                 /* not 64 MiB each */
	(void)sigfillset(&all); /* these three cannot fail */
	(void)pthread_sigmask(SIG_SETMASK, &all, &was);
	while (pool.made < pool.threads - 1) {
		i = pool.made + 1;
		pool.worker[i].thread = i;
		pool.worker[i].seen = atomic_load(&pool.loops);
		if (pthread_create(&id, &attr, worker, &pool.worker[i].thread))
			break;
		(void)pthread_detach(id); /* the thread ends with the process */
		pool.made++;
	}
	(void)pthread_sigmask(SIG_SETMASK, &was, NULL);
	(void)pthread_attr_destroy(&attr); /* cannot fail */
}

void
threads_extra_task(void (*extra)(void *ctx), void *ctx)
{
	pool.extra = extra;
	pool.extra_ctx = ctx;
}

/* A loop with an extra task, which runs first. */
struct threads_extra {
	void (*extra)(void *ctx);
	void *extra_ctx;
	void (*task)(void *ctx, size_t i, int thread);
	void *ctx;
};

static void
extra_then_task(void *ctx, size_t i, int thread)
{
	const struct threads_extra *e = ctx;

	if (i == 0)
		e->extra(e->extra_ctx);
	else
		e->task(e->ctx, i - 1, thread);
}

void
threads_for(size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx)
{
	struct threads_extra both = {pool.extra, pool.extra_ctx, task, ctx};
	size_t i;

	if (both.extra) {
		pool.extra = NULL;
		ctx = &both;
		task = extra_then_task;
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
