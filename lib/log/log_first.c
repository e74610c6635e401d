/* log_first - first lines that need another reading. */
/* SPDX-License-Identifier: MIT */
#include "log/log_first.h"

#include <string.h>

#include "base/fail.h"
#include "log/log_advice.h"
#include "log/log_columns.h"

static int
is_quoted(struct slice s)
{
	return s.n > 1 && s.s[0] == '"' && s.s[s.n - 1] == '"';
}

static int
begins_blank(struct slice s)
{
	return s.n > 1 && s.s[0] == ' ';
}

/* Counts the fields of the first line, from field `from` on, that are so. */
static size_t
count(const struct log_head *h, size_t from, int (*is)(struct slice))
{
	size_t i, n = 0;

	for (i = from; i < h->nfirst; i++)
		n += is(h->first[i]) != 0;
	return n;
}

int
log_first_check(const struct log_head *h, struct fail *f)
{
	if (h->nfirst && h->first[0].n >= 4 && h->first[0].n <= 5 &&
	    !memcmp(h->first[0].s, "sep=", 4))
		return log_advice_convert(h,
		    "the first line is Excel's sep=, which names the separator",
		    "tail -n +2", "seq-examples", f);
	if (h->nfirst > 1 && count(h, 0, is_quoted) == h->nfirst)
		return log_advice_convert(h,
		    "all fields of the first line are in quotes, which only "
		    "commas and semicolons may have between them",
		    "mlr --icsv --ifs tab --ocsv cat", "seq-examples", f);
	if (h->nfirst > 1 && count(h, 1, begins_blank) == h->nfirst - 1)
		return fail_set(f,
		    "the fields of the first line begin with a blank; if it "
		    "belongs to the separator, give it too: --separator=', '");
	return 0;
}

int
log_first_comment(const struct log_head *h, struct fail *f)
{
	if (h->nfirst && h->first[0].n && strchr("#%", h->first[0].s[0]))
		return log_advice_convert(h, "the first line is a comment",
		    "grep -v '^[#%]'", "seq-examples", f);
	return 0;
}
