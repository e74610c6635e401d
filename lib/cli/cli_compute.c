/* cli_compute - sets up computation from the command line. */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "base/threads.h"
#include "cli/cli.h"
#include "math/kernels.h"

void
cli_compute(size_t threads, const char *kernels_name)
{
	/* Each rank has a processor of its own and should use one thread. */
	threads_set(!threads && ranks_count() > 1 ? 1 : (int)threads);
	if (kernels_use(kernels_name))
		cli_usage("--kernels: unknown value '%s'", kernels_name);
	if (!strcmp(kernels_name, "auto") &&
	    kernels_slow(kernels(), kernels_have_fma()))
		cli_note("this processor has no fused multiply-add: results "
			 "are the same, but slow");
}

void
cli_alone(void)
{
	static const char *const names[] = {
	    "SLURM_STEP_NUM_TASKS", "OMPI_COMM_WORLD_SIZE"};
	struct fail f;
	size_t i;

	for (i = 0; i < COUNTOF(names) && ranks_count() == 1; i++) {
		const char *tasks = getenv(names[i]);

		if (!tasks || strtol(tasks, NULL, 10) < 2)
			continue;
		(void)fail_set(&f,
		    "%s tasks were started (%s), and each would do all the "
		    "work: start seq-train-mpi with mpirun or srun --mpi=pmix, "
		    "or unset %s if one task is intended",
		    tasks, names[i], names[i]);
		cli_die(&f);
	}
}
