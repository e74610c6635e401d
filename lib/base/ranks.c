/* ranks - the ranks of a program that runs alone, without MPI. */
/* SPDX-License-Identifier: MIT */
#include "base/ranks.h"

void
ranks_begin(void)
{
}

int
ranks_count(void)
{
	return 1;
}

int
ranks_me(void)
{
	return 0;
}

int
ranks_are_begun(void)
{
	return 0;
}

void
ranks_join(void *p, size_t bytes)
{
	(void)p;
	(void)bytes;
}

int
ranks_any(int flags)
{
	return flags;
}

void
ranks_exchange(size_t nsend, const struct ranks_part *send, size_t nreceive,
    const struct ranks_part *receive)
{
	(void)nsend;
	(void)send;
	(void)nreceive;
	(void)receive;
}

void
ranks_gather(void *p, const size_t *at)
{
	(void)p;
	(void)at;
}
