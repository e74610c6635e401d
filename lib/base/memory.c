/* memory - how much memory a process may still take. */
/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fail.h"

#define KIB 1024
#define MIB (1024.0 * 1024)

/* MemAvailable of /proc/meminfo; SIZE_MAX if that cannot be read. */
static size_t
system_has(void)
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
	(void)fclose(in); /* only read from */
	return found;
}

/* What the limit of addresses leaves. */
static size_t
limit_leaves(void)
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
		(void)fclose(in); /* only read from */
	return l.rlim_cur > used ? (size_t)l.rlim_cur - used : 0;
}

size_t
memory_available(void)
{
	return size_min(system_has(), limit_leaves());
}

int
memory_need(size_t bytes, const char *what, const char *advice, struct fail *f)
{
	const size_t has = memory_available();

	if (bytes <= has)
		return 0;
	return fail_set(f,
	    "%s needs %.0f MiB of memory, and %.0f are "
	    "available: %s",
	    what, (double)bytes / MIB, (double)has / MIB, advice);
}
