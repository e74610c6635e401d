/* shard - a share of the rows: every n-th, from the i-th on. */
/* SPDX-License-Identifier: MIT */
#include "base/shard.h"

#include "base/fail.h"

/* Takes a number of 1 to SHARD_MOST off *s; 0 if there is none. */
static uint64_t
number(const char **s)
{
	uint64_t x = 0;

	for (; **s >= '0' && **s <= '9' && x <= SHARD_MOST; ++*s)
		x = 10 * x + (uint64_t)(**s - '0');
	return x <= SHARD_MOST ? x : 0;
}

int
shard_parse(struct shard *s, const char *text, struct fail *f)
{
	const char *p = text;
	uint64_t i = number(&p), n = 0;

	if (*p == '/') {
		p++;
		n = number(&p);
	}
	if (*p || i < 1 || i > n)
		return fail_set(f,
		    "'%.100s' is not a share I/N, with I from 1 to N, and N at "
		    "most %d",
		    text, SHARD_MOST);
	*s = (struct shard){i - 1, n};
	return 0;
}
