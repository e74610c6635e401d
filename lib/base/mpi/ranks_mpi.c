/*
 * ranks_mpi - the ranks of a program that mpirun or srun begins.
 *
 * Nothing is added here but bits: a reduction of MPI may add in any order, which
 * sums of floating-point numbers would show.
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

#define CHUNK ((size_t)1 << 30) /* bytes: MPI counts with int */
#define PATIENCE 2.0 /* seconds until a rank that ends takes itself for alone */
#define LINE 1024    /* bytes of a last line */

static struct {
	int count, me;
	int begun;     /* by mpirun, or what is like it */
	MPI_Comm ends; /* for ends alone */
	int words; /* file of what this rank would have said; -1: it says it */
	int error; /* where it goes if the rank ends alone */
} ranks = {.count = 1, .words = -1, .error = -1};

/* Do all ranks end, within PATIENCE? */
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

/* The last line that this rank would have said. */
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
	line[n - 1] = '\0'; /* its newline */
	at = strrchr(line, '\n');
	(void)dprintf(
	    ranks.error, "rank %d: %s\n", ranks.me, at ? at + 1 : line);
}

/* At exit: a rank that fails alone ends the others, which wait for it. */
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

/* Puts what goes to fd into a file without a name, or if there can be none,
 * nowhere. */
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

	ranks.begun = getenv("PMIX_RANK") != NULL;
	(void)MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
	(void)MPI_Comm_size(MPI_COMM_WORLD, &ranks.count);
	(void)MPI_Comm_rank(MPI_COMM_WORLD, &ranks.me);
	(void)MPI_Comm_dup(MPI_COMM_WORLD, &ranks.ends);
	(void)on_exit(end, NULL); /* else MPI says that it was not told */
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

/* This rank cannot go on, so nobody can. */
static _Noreturn void
end_all(const char *why)
{
	(void)dprintf(ranks.me ? ranks.error : STDERR_FILENO, "rank %d: %s\n",
	    ranks.me, why);
	(void)MPI_Abort(MPI_COMM_WORLD, 1);
	abort(); /* it never comes here */
}

int
ranks_are_begun(void)
{
	return ranks.begun;
}

/* Writes n bytes. */
static void
put(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n; p += done, n -= (size_t)done)
		if ((done = write(fd, p, n)) < 0)
			end_all("no memory for standard input");
}

void
ranks_share_input(void)
{
	static char block[1 << 16];
	const int file = memfd_create("input", MFD_CLOEXEC);
	long n;

	if (ranks.count == 1)
		return;
	do {
		n = ranks.me ? 0 : read(STDIN_FILENO, block, sizeof(block));
		(void)MPI_Bcast(&n, 1, MPI_LONG, 0, MPI_COMM_WORLD);
		if (n > 0) {
			(void)MPI_Bcast(
			    block, (int)n, MPI_BYTE, 0, MPI_COMM_WORLD);
			put(file, block, (size_t)n);
		}
	} while (n > 0);
	if (n < 0 && ranks.me == 0)
		return; /* who reads it finds the same error, and says so */
	(void)lseek(file, 0, SEEK_SET);
	(void)dup2(file, STDIN_FILENO);
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

/* How many chunks the messages are. */
static size_t
chunks(size_t n, const struct ranks_part *part)
{
	size_t i, sum = 0;

	for (i = 0; i < n; i++)
		sum += (part[i].bytes + CHUNK - 1) / CHUNK;
	return sum;
}

/* Begins to send the messages, or to receive them; the next request. */
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

/* Memory; without it all end. */
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
