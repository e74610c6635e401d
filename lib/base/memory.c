/* memory - how much memory the process may still allocate. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fail.h"

#define KIB 1024
#define MIB (1024.0 * 1024)

/* MemAvailable of /proc/meminfo; SIZE_MAX if the file is unreadable. */
static size_t
system_available(void)
{
	FILE *in = fopen("/proc/meminfo", "re");
	unsigned long long kib;
	size_t found = SIZE_MAX;
	char line[256];

	if (!in)
		return SIZE_MAX;
	while (found == SIZE_MAX && fgets(line, sizeof(line), in)) {
		if (sscanf(line, "MemAvailable: %llu", &kib) == 1)
			found = (size_t)kib * KIB;
	}
	(void)fclose(in); /* opened for reading only */
	return found;
}

/* The bytes left below the process's address space limit (RLIMIT_AS). */
static size_t
limit_available(void)
{
	FILE *in;
	unsigned long long pages;
	const long page = sysconf(_SC_PAGESIZE);
	size_t used = 0;
	struct rlimit l;

	if (getrlimit(RLIMIT_AS, &l) || l.rlim_cur == RLIM_INFINITY)
		return SIZE_MAX;
	in = fopen("/proc/self/statm", "re");
	if (in && fscanf(in, "%llu", &pages) == 1 && page > 0)
		used = (size_t)pages * (size_t)page;
	if (in)
		(void)fclose(in); /* opened for reading only */
	return l.rlim_cur > used ? (size_t)l.rlim_cur - used : 0;
}

size_t
memory_available(void)
{
	return size_min(system_available(), limit_available());
}

int
memory_need(size_t bytes, const char *what, const char *advice, struct fail *f)
{
	const size_t available = memory_available();

	if (bytes <= available)
		return 0;
	return fail_set(f,
	    "%s needs %.0f MiB of memory, and %.0f are "
	    "available: %s",
	    what, (double)bytes / MIB, (double)available / MIB, advice);
}
