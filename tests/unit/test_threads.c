/* test_threads - loops on threads: every task once, what is done beside them, and
 * that waiting costs others nothing. */
/* SPDX-License-Identifier: MIT */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/threads.h"

#include "tap.h"

#define MOST 1000

static atomic_int tasks[MOST], besides;

static void
count(void *ctx, size_t i, int thread)
{
	(void)ctx;
	if (thread >= 0 && thread < threads_count())
		atomic_fetch_add(&tasks[i], 1);
}

static void
beside(void *ctx)
{
	if (ctx == tasks)
		atomic_fetch_add(&besides, 1);
}

/* Did a loop of n do each of n tasks once, and that beside so many times? */
static int
loop(size_t n, int times)
{
	size_t i;
	int good;

	atomic_store(&besides, 0);
	threads_for(n, count, NULL);
	good = atomic_load(&besides) == times;
	for (i = 0; i < MOST; i++)
		good &= atomic_exchange(&tasks[i], 0) == (i < n);
	return good;
}

static double
seconds(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A task of a tenth of a millisecond of its thread's time. */
static void
busy(void *ctx, size_t i, int thread)
{
	const double start = seconds(CLOCK_THREAD_CPUTIME_ID);

	(void)ctx;
	(void)i;
	(void)thread;
	while (seconds(CLOCK_THREAD_CPUTIME_ID) - start < 1e-4)
		;
}

/* Many threads on one processor take little more of it than the work does: none
 * looks for work where another has some to do. */
static void
test_waiting(void)
{
	cpu_set_t all, one;
	double start;
	size_t i = 0;

	threads_set(8);
	if (sched_getaffinity(0, sizeof(all), &all))
		abort();
	while (!CPU_ISSET(i, &all))
		i++;
	CPU_ZERO(&one);
	CPU_SET(i, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		abort();
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	for (i = 0; i < 500; i++)
		threads_for(8, busy, NULL);
	start = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	ok(start < 0.4 * 1.5,
	    "waiting takes no processor from those who work: %.2f s for 0.4",
	    start);
	(void)sched_setaffinity(0, sizeof(all), &all);
}

int
main(void)
{
	static const size_t sizes[] = {0, 1, 2, 7, MOST};
	int threads, again;
	size_t k;

	test_waiting(); /* the threads it makes stay on one processor */
	for (threads = 1; threads <= 3; threads++) {
		int plain = 1, with = 1, after = 1, taken_back = 1;

		threads_set(threads);
		for (k = 0; k < COUNTOF(sizes); k++) {
			for (again = 0; again < 100; again++) {
				plain &= loop(sizes[k], 0);
				threads_extra_task(beside, tasks);
				with &= loop(sizes[k], 1);
				after &= loop(sizes[k], 0);
				threads_extra_task(beside, tasks);
				threads_extra_task(NULL, NULL);
				taken_back &= loop(sizes[k], 0);
			}
		}
		ok(plain && after, "%d threads: every task once", threads);
		ok(with, "%d threads: and what is beside them, once", threads);
		ok(taken_back, "%d threads: not what is taken back", threads);
	}
	return done();
}
