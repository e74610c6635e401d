/* wrap - shared by the sources of seqrec.h. */
/* SPDX-License-Identifier: MIT */
#include "api/wrap.h"

#include <string.h>

#include "api/seqrec.h"
#include "base/fail.h"

_Static_assert(sizeof(((struct seqrec_error *)0)->message) ==
		   sizeof(((struct fail *)0)->msg),
    "a message fits");

int
wrap_error(struct seqrec_error *e, const struct fail *f)
{
	if (e)
		memcpy(e->message, f->msg, strlen(f->msg) + 1);
	return -1;
}

int
wrap_check_lists(const struct seqrec_lists *l, struct fail *f)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (l->start[i + 1] < l->start[i])
			return fail_set(f, "list %zu ends before it begins", i);
	}
	return 0;
}
