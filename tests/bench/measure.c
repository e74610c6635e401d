/*
 * measure - how long a command takes and how much memory.
 *
 *   measure RUNS INPUT COMMAND [ARGUMENT ...]
 *
 * Runs it RUNS times with INPUT as standard input and its output thrown away;
 * prints the median of its seconds, those it computed for (user and system),
 * and the largest peak memory in MB.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 101

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail on Linux */
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The child's part. */
static _Noreturn void
start(const char *input, char **command)
{
	int in = open(input, O_RDONLY), out = open("/dev/null", O_WRONLY);

	if (in >= 0 && out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1)
		(void)execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

int
main(int argc, char **argv)
{
	double wall[MOST], cpu[MOST];
	long most = 0;
	int i, runs = argc > 3 ? atoi(argv[1]) : 0, status;

	if (runs < 1 || runs > MOST)
		return 2;
	for (i = 0; i < runs; i++) {
		struct rusage u;
		pid_t pid;

		wall[i] = now();
		pid = fork();
		if (pid == 0)
			start(argv[2], argv + 3);
		if (pid < 0 || wait4(pid, &status, 0, &u) < 0 ||
		    !WIFEXITED(status) || WEXITSTATUS(status))
			return 1;
		wall[i] = now() - wall[i];
		cpu[i] = seconds(u.ru_utime) + seconds(u.ru_stime);
		most = u.ru_maxrss > most ? u.ru_maxrss : most;
	}
	qsort(wall, (size_t)runs, sizeof(*wall), by_value);
	qsort(cpu, (size_t)runs, sizeof(*cpu), by_value);
	printf("%.4f %.4f %.1f\n", wall[runs / 2], cpu[runs / 2],
	    (double)most * 1024e-6);
	return 0;
}
