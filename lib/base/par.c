/* par - loops over independent tasks on several threads. */
/* SPDX-License-Identifier: MIT */
#include "base/par.h"

#include <omp.h>

void
par_set_threads(int n)
{
	omp_set_num_threads(n > 0 ? n : omp_get_num_procs());
}

int
par_threads(void)
{
	return omp_get_max_threads();
}

void
par_for(size_t n, void (*task)(void *ctx, size_t i, int thread), void *ctx)
{
	size_t i;

	if (par_threads() == 1 || n <= 1) {
		for (i = 0; i < n; i++)
			task(ctx, i, 0);
		return;
	}
#pragma omp parallel for schedule(dynamic, 1)
	for (i = 0; i < n; i++)
		task(ctx, i, omp_get_thread_num());
}
