/* test_threads - loops on threads: every task once, with the extra task. */
/* SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

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

/* Did a loop run each of n tasks once, and the extra task so many times? */
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

int
main(void)
{
	static const size_t sizes[] = {0, 1, 2, 7, MOST};
	int threads, again;
	size_t k;

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
