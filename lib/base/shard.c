/* shard - every n-th row of the input, from row i on. */
/* SPDX-License-Identifier: MIT */
#include "base/shard.h"

#include <string.h>

#include "base/fail.h"
#include "base/num.h"

int
shard_parse(struct shard *s, const char *text, struct fail *f)
{
	const char *slash = strchrnul(text, '/');
	uint64_t i, n;

	if (!*slash ||
	    num_get_count(slash + 1, strlen(slash + 1), 1, SHARD_MOST, &n) ||
	    num_get_count(text, (size_t)(slash - text), 1, n, &i))
		return fail_set(f,
		    "'%.100s' is not a share I/N, with I from 1 to N, and N at "
		    "most %d",
		    text, SHARD_MOST);
	*s = (struct shard){i - 1, n};
	return 0;
}
