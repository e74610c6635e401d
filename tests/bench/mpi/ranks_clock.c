/*
 * ranks_clock - a library that measures the ranks of seq-train-mpi.
 *
 * It is preloaded and stands before the calls of MPI.  Processor time of a rank
 * is divided into computing, waiting for the other ranks, and exchanging.  A
 * barrier before each exchange separates the last two.  When a rank ends, it
 * writes a line to the file $RANKS_CLOCK.RANK:
 *
 *   ranks, rank, steps, and for each step: ms of computing, of waiting and of
 *   exchanging, MB sent, messages sent
 *
 * $RANKS_STEPS is the number of steps of the training.  The ranks tell each other
 * their pace in each step, 16 bytes for each rank (nn/tree_shares), and these
 * calls count the steps.  A single rank has no such call, but asks for signals
 * after each step, 4 bytes.  The clocks run from the first of these calls to that
 * of the last step: in earlier exchanges only two ranks take part.
 */
/* SPDX-License-Identifier: MIT */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PACE 16 /* bytes: sizeof(struct tree_pace) */
#define SIGNAL 4

/* Processor time in seconds, and what was sent. */
struct ranks_clock_sums {
	double all, waiting, exchanging, bytes, messages;
};

static struct {
	long steps; /* that have passed, the first included */
	struct ranks_clock_sums now, first, last; /* at those steps */
} ranks_clock;

/* Returns the processor time of this process in seconds. */
static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* cannot fail */
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Waits for the other ranks.  Returns the time at the end. */
static double
meet(void)
{
	const double start = now();
	double end;

	if (!ranks_clock.steps)
		return start;
	(void)PMPI_Barrier(MPI_COMM_WORLD);
	end = now();
	ranks_clock.now.waiting += end - start;
	return end;
}

/* Counts a step, unless the training is over. */
static void
mark(void)
{
	const char *all = getenv("RANKS_STEPS");

	if (!all || ranks_clock.steps >= strtol(all, NULL, 10))
		return;
	ranks_clock.now.all = now();
	if (!ranks_clock.steps++)
		ranks_clock.first = ranks_clock.now;
	ranks_clock.last = ranks_clock.now;
}

int
MPI_Isend(const void *p, int n, MPI_Datatype type, int to, int tag,
    MPI_Comm comm, MPI_Request *r)
{
	const double start = now();
	const int result = PMPI_Isend(p, n, type, to, tag, comm, r);

	ranks_clock.now.bytes += n;
	ranks_clock.now.messages++;
	ranks_clock.now.exchanging += now() - start;
	return result;
}

int
MPI_Irecv(void *p, int n, MPI_Datatype type, int from, int tag, MPI_Comm comm,
    MPI_Request *r)
{
	const double start = now();
	const int result = PMPI_Irecv(p, n, type, from, tag, comm, r);

	ranks_clock.now.exchanging += now() - start;
	return result;
}

int
MPI_Waitall(int n, MPI_Request *r, MPI_Status *status)
{
	const double start = meet();
	const int result = PMPI_Waitall(n, r, status);

	ranks_clock.now.exchanging += now() - start;
	return result;
}

int
MPI_Allreduce(const void *from, void *to, int n, MPI_Datatype type, MPI_Op op,
    MPI_Comm comm)
{
	const double start = meet();
	const int result = PMPI_Allreduce(from, to, n, type, op, comm);
	int ranks = 0;

	ranks_clock.now.exchanging += now() - start;
	(void)PMPI_Comm_size(comm, &ranks);
	if (n == (ranks > 1 ? PACE * ranks : SIGNAL))
		mark();
	return result;
}

/* Writes the line. */
static void
tell(FILE *to)
{
	const struct ranks_clock_sums *a = &ranks_clock.first,
				      *b = &ranks_clock.last;
	const double ms = 1e3 / (double)(ranks_clock.steps - 1);
	const double waiting = b->waiting - a->waiting;
	const double exchanging = b->exchanging - a->exchanging;
	int ranks = 0, rank = 0;

	(void)PMPI_Comm_size(MPI_COMM_WORLD, &ranks);
	(void)PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
	(void)fprintf(to, "%d %d %ld %.3f %.3f %.3f %.3f %.1f\n", ranks, rank,
	    ranks_clock.steps, ms * (b->all - a->all - waiting - exchanging),
	    ms * waiting, ms * exchanging, 1e-9 * ms * (b->bytes - a->bytes),
	    1e-3 * ms * (b->messages - a->messages));
}

int
MPI_Finalize(void)
{
	const char *name = getenv("RANKS_CLOCK");
	char path[4096];
	int rank = 0;
	FILE *out;

	(void)PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
	(void)snprintf(
	    path, sizeof(path), "%s.%d", name ? name : "ranks", rank);
	if (ranks_clock.steps > 1 && (out = fopen(path, "w"))) {
		tell(out);
		if (fclose(out))
			(void)remove(path); /* a missing line is noticed */
	}
	return PMPI_Finalize();
}
