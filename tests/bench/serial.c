/*
 * serial - what of a training step cannot be shared out, and how much faster
 * more threads could make it: counted, not tried.
 *
 *   serial PRESET BATCH EXAMPLES.tsv
 *
 * Steps are done on one thread, whose time for each task of each threads_for()
 * is taken.  On P threads such a loop would take as long as its tasks in order,
 * each to the first thread that is free; what stands between the loops is
 * serial. Prints the serial share in percent, and the speed-up that leaves at
 * 4, 8, 16 and 32 threads.  What threads lose to each other's memory is not in
 * it.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/fail.h"
#include "base/threads.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "math/kernels.h"
#include "nn/run.h"
#include "nn/settings.h"
#include "nn/train.h"

#define STEPS 20 /* after the first, which pays for memory */
#define MOST 64  /* threads */

static const int threads[] = {4, 8, 16, 32};

/* Seconds of this thread since the first step. */
static struct {
	double start, tasks;            /* in all, and in tasks */
	double loops[COUNTOF(threads)]; /* if so many threads did them */
	void (*extra)(void *ctx);       /* done beside the next loop */
	void *extra_ctx;
	size_t steps;
} serial;

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The linker puts these in the places of those without __wrap_. */
void __wrap_threads_extra_task(void (*what)(void *ctx), void *ctx);
void __wrap_threads_for(
    size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx);

void
__wrap_threads_extra_task(void (*what)(void *ctx), void *ctx)
{
	serial.extra = what;
	serial.extra_ctx = ctx;
}

/* A task of so many seconds goes to the first thread that is free. */
static void
put(double free_at[][MOST], double seconds)
{
	size_t k;
	int i, first;

	for (k = 0; k < COUNTOF(threads); k++) {
		for (first = 0, i = 1; i < threads[k]; i++)
			if (free_at[k][i] < free_at[k][first])
				first = i;
		free_at[k][first] += seconds;
	}
	serial.tasks += seconds;
}

void
__wrap_threads_for(
    size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx)
{
	double free_at[COUNTOF(threads)][MOST] = {{0}}, start, last;
	void (*extra)(void *ctx) = serial.extra;
	size_t i, k;
	int t;

	serial.extra = NULL;
	start = now();
	if (extra) {
		extra(serial.extra_ctx);
		put(free_at, now() - start);
	}
	for (i = 0; i < n; i++) {
		start = now();
		task(ctx, i, 0);
		put(free_at, now() - start);
	}
	for (k = 0; k < COUNTOF(threads); k++) {
		for (last = 0, t = 0; t < threads[k]; t++)
			if (free_at[k][t] > last)
				last = free_at[k][t];
		serial.loops[k] += last;
	}
}

/* Ends the training after STEPS. */
static int
tell(void *ctx, const struct train_event *e)
{
	size_t k;

	(void)ctx;
	(void)e;
	if (serial.steps++ == 0) {
		serial.tasks = 0;
		for (k = 0; k < COUNTOF(threads); k++)
			serial.loops[k] = 0;
		serial.start = now();
	}
	return serial.steps > STEPS;
}

int
main(int argc, char **argv)
{
	struct examples_columns examples = {.header = 1};
	struct sequences_columns sequences = {.header = 1};
	struct run_sources from = {.model = "serial.model",
	    .examples_columns = &examples,
	    .sequences_columns = &sequences};
	struct settings_parts *parts;
	struct settings plan;
	struct run *run;
	struct fail f;
	const char *file;
	double all, rest;
	size_t k;

	if (argc != 4)
		return 2;
	file = argv[3];
	threads_set(1);
	(void)kernels_use("auto");
	if (settings_preset(&plan, argv[1]))
		return 2;
	plan.batch = (size_t)strtoul(argv[2], NULL, 10);
	run = run_new(&f);
	if (!run || run_prepare(run, &plan, &from, &file, 1, &parts, &f) ||
	    train_run(run, tell, NULL, &f) < 0) {
		(void)fprintf(stderr, "serial: %s\n", f.msg);
		return 1;
	}
	all = now() - serial.start;
	rest = all - serial.tasks;
	(void)printf("%.2f", 100 * rest / all);
	for (k = 0; k < COUNTOF(threads); k++)
		(void)printf(" %.2f", all / (rest + serial.loops[k]));
	(void)putchar('\n');
	run_free(run);
	settings_free(parts);
	return 0;
}
