/*
 * ranks_mpi - the ranks of a program that mpirun or srun starts.
 *
 * MPI reduces bits here, never floating-point numbers: a reduction may add in
 * any order, and the order changes sums.
 */
/* SPDX-License-Identifier: MIT */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/ranks.h"

#define CHUNK ((size_t)1 << 30) /* bytes a call: MPI counts in int */
#define PATIENCE 2.0            /* seconds until a failing rank ends all */
#define LINE 1024               /* longest last line, in bytes */

static struct {
	int count, me;
	int begun;     /* by mpirun or a program like it */
	MPI_Comm ends; /* communicator for the end of the job only */
	/* File with this rank's hidden standard error; -1: not hidden. */
	int words;
	int error; /* the true standard error, for a rank that fails alone */
} ranks = {.count = 1, .words = -1, .error = -1};

/* Returns 1 if all ranks end within PATIENCE. */
static int
all_end(void)
{
	const double start = MPI_Wtime();
	MPI_Request r;
	int done = 0;

	(void)MPI_Ibarrier(ranks.ends, &r);
	while (!done && MPI_Wtime() - start < PATIENCE) {
		(void)nanosleep(&(struct timespec){0, 1000000}, NULL);
		(void)MPI_Test(&r, &done, MPI_STATUS_IGNORE);
	}
	return done;
}

/* Prints the last line of this rank's hidden standard error. */
static void
say_last_line(void)
{
	char line[LINE + 1];
	off_t size;
	ssize_t n;
	char *at;

	(void)fflush(stderr);
	if (ranks.words < 0 || (size = lseek(ranks.words, 0, SEEK_END)) < 1)
		return;
	n = pread(ranks.words, line, LINE, size > LINE ? size - LINE : 0);
	if (n < 1)
		return;
	line[n - 1] = '\0'; /* replaces the newline */
	at = strrchr(line, '\n');
	(void)dprintf(
	    ranks.error, "rank %d: %s\n", ranks.me, at ? at + 1 : line);
}

/* Runs at exit.  A rank that fails alone ends the other ranks, which wait
 * for it. */
static void
end(int status, void *unused)
{
	(void)unused;
	if (status && !all_end()) {
		say_last_line();
		(void)MPI_Abort(MPI_COMM_WORLD, status);
	}
	if (!status)
		(void)MPI_Barrier(ranks.ends);
	(void)MPI_Finalize();
}

/* Redirects fd to an unnamed file in memory and returns it.  Without such a
 * file, closes fd and returns -1. */
static int
hide(int fd)
{
	const int words = memfd_create("words", MFD_CLOEXEC);

	if (words >= 0)
		(void)dup2(words, fd);
	else
		(void)close(fd);
	return words;
}

void
ranks_begin(void)
{
	int level;

	/* A rank that waits yields the processor to programs that work. */
	(void)setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0);
	ranks.begun = getenv("PMIX_RANK") != NULL;
	(void)MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
	(void)MPI_Comm_size(MPI_COMM_WORLD, &ranks.count);
	(void)MPI_Comm_rank(MPI_COMM_WORLD, &ranks.me);
	(void)MPI_Comm_dup(MPI_COMM_WORLD, &ranks.ends);
	/* Without this MPI reports a missing MPI_Finalize(). */
	(void)on_exit(end, NULL);
	if (ranks.me == 0)
		return;
	ranks.error = dup(STDERR_FILENO);
	ranks.words = hide(STDERR_FILENO);
	if (!freopen("/dev/null", "w", stdout))
		(void)close(STDOUT_FILENO);
}

int
ranks_count(void)
{
	return ranks.count;
}

int
ranks_me(void)
{
	return ranks.me;
}

/* Ends all ranks, because this one cannot continue. */
static _Noreturn void
end_all(const char *why)
{
	(void)dprintf(ranks.me ? ranks.error : STDERR_FILENO, "rank %d: %s\n",
	    ranks.me, why);
	(void)MPI_Abort(MPI_COMM_WORLD, 1);
	abort(); /* not reached */
}

int
ranks_are_begun(void)
{
	return ranks.begun;
}

void
ranks_join(void *p, size_t bytes)
{
	char *at = p;
	size_t n;

	for (; bytes; at += n, bytes -= n) {
		n = size_min(bytes, CHUNK);
		(void)MPI_Allreduce(MPI_IN_PLACE, at, (int)n, MPI_BYTE, MPI_BOR,
		    MPI_COMM_WORLD);
	}
}

int
ranks_any(int flags)
{
	ranks_join(&flags, sizeof(flags));
	return flags;
}

/* Returns the number of chunks in n messages. */
static size_t
chunks(size_t n, const struct ranks_part *part)
{
	size_t i, sum = 0;

	for (i = 0; i < n; i++)
		sum += (part[i].bytes + CHUNK - 1) / CHUNK;
	return sum;
}

/* Starts sending or receiving n messages.  Returns the end of the requests. */
static MPI_Request *
begin(size_t n, const struct ranks_part *part, int receives, MPI_Request *r)
{
	size_t i, at, size;

	for (i = 0; i < n; i++)
		for (at = 0; at < part[i].bytes; at += size, r++) {
			char *p = (char *)part[i].p + at;

			size = size_min(part[i].bytes - at, CHUNK);
			if (receives)
				(void)MPI_Irecv(p, (int)size, MPI_BYTE,
				    part[i].rank, 0, MPI_COMM_WORLD, r);
			else
				(void)MPI_Isend(p, (int)size, MPI_BYTE,
				    part[i].rank, 0, MPI_COMM_WORLD, r);
		}
	return r;
}

/* Allocates n + 1 zeroed elements.  If memory runs out, all ranks end. */
static void *
need(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p)
		end_all("out of memory");
	return p;
}

void
ranks_exchange(size_t nsend, const struct ranks_part *send, size_t nreceive,
    const struct ranks_part *receive)
{
	const size_t n = chunks(nsend, send) + chunks(nreceive, receive);
	MPI_Request *r = need(n, sizeof(*r));

	(void)begin(nsend, send, 0, begin(nreceive, receive, 1, r));
	(void)MPI_Waitall((int)n, r, MPI_STATUSES_IGNORE);
	free(r);
}

void
ranks_gather(void *p, const size_t *at)
{
	const size_t most = (size_t)ranks.count;
	struct ranks_part *send = need(most, sizeof(*send)),
			  *receive = need(most, sizeof(*receive));
	char *bytes = p;
	size_t n = 0;
	int r;

	for (r = 0; r < ranks.count; r++) {
		if (r == ranks.me)
			continue;
		send[n] = (struct ranks_part){
		    r, bytes + at[ranks.me], at[ranks.me + 1] - at[ranks.me]};
		receive[n++] =
		    (struct ranks_part){r, bytes + at[r], at[r + 1] - at[r]};
	}
	ranks_exchange(n, send, n, receive);
	free(send);
	free(receive);
}
