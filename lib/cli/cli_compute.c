/* cli_compute - what a program computes with, as its command line says. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/threads.h"
#include "cli/cli.h"
#include "math/kernels.h"

void
cli_compute(size_t threads, const char *kernels_name)
{
	threads_set((int)threads);
	if (kernels_use(kernels_name))
		cli_usage("--kernels: there is no '%s'", kernels_name);
	if (!strcmp(kernels_name, "auto") &&
	    kernels_slow(kernels(), kernels_have_fma()))
		cli_note("this processor has no fused multiply-add: all will "
			 "be the same, but slow");
}
