/* time_columns - finds the columns that hold times by their values. */
/* SPDX-License-Identifier: MIT */
#include "log/time_columns.h"

#include <string.h>

#include "log/log_columns.h"
#include "log/log_time.h"
#include "log/written_date.h"

void
time_columns_pair(const struct log_head *h, struct log_columns *c)
{
	int at = c->column[ROLE_TIME], weak;
	uint32_t ns;
	int64_t s;
	size_t i;

	if (at < 0 || c->column[ROLE_CLOCK] >= 0 || h->nfirst != h->nsecond ||
	    written_date_clock(h->second[at], &s, &ns))
		return;
	for (i = 0; i < h->nfirst; i++) {
		if (log_columns_role(h->first[i], &weak) == ROLE_TIME &&
		    log_time_is_likely(h->second[i])) {
			c->column[ROLE_CLOCK] = at;
			c->column[ROLE_TIME] = (int)i;
			return;
		}
	}
}

/* Returns 1 if a column of dates with this name may be the time of an event. */
static int
may_be_time(struct slice name)
{
	static const char *const others[] = {"birth", "born", "release",
	    "regist", "signup", "join", "publi", "expir", "valid", "due",
	    "since"};
	char lower[64];
	size_t i, n = size_min(name.n, sizeof(lower) - 1);

	for (i = 0; i < n; i++)
		lower[i] = name.s[i] >= 'A' && name.s[i] <= 'Z'
		               ? (char)(name.s[i] - 'A' + 'a')
		               : name.s[i];
	lower[n] = '\0';
	for (i = 0; i < COUNTOF(others); i++) {
		if (strstr(lower, others[i]))
			return 0;
	}
	return 1;
}

int
time_columns_find(const struct log_head *h, const struct log_columns *given,
    struct log_columns *c)
{
	size_t i, r;

	if (c->column[ROLE_TIME] >= 0 || h->nfirst != h->nsecond)
		return 0;
	for (i = 0; i < h->nfirst; i++) {
		for (r = 0; r < ROLES && c->column[r] != (int)i &&
			    given->column[r] != (int)i;
		     r++)
			;
		if (r < ROLES || !log_time_is_date(h->second[i]) ||
		    !may_be_time(h->first[i]))
			continue;
		if (c->column[ROLE_TIME] >= 0)
			return -1;
		c->column[ROLE_TIME] = (int)i;
	}
	return 0;
}
