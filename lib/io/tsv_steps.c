/* tsv_steps - feature lists in cells (a list of values for each step). */
/* SPDX-License-Identifier: MIT */
#include "io/tsv.h"

#include <string.h>

#include "base/fail.h"

int
tsv_refuse_steps(struct slice cell, struct fail *f)
{
	const char *p = cell.s, *end = p + cell.n;

	if (!cell.n || !memchr(cell.s, ';', cell.n))
		return 0;
	for (; p < end && *p != ';'; p++)
		p += *p == '\\';
	return p >= end
	           ? 0
	           : fail_set(f,
			 "'%.*s' has semicolons: name column N of steps "
			 "as N::steps, and write \\; for a semicolon in an "
			 "item",
			 (int)size_min(cell.n, 100), cell.s);
}

int
tsv_steps_join(struct slice *cell, char *out, struct fail *f)
{
	const char *p = cell->s, *end = p + cell->n, *step = p;
	char *o = out;
	size_t steps = 1;

	for (;; p++) {
		if (p == end || *p == ';') {
			if (p - step == 2 && step[0] == '\\' &&
			    strchr("ENZ", step[1]))
				o -= 2; /* a step without a value */
			else if (p < end)
				*o++ = ',';
			if (p == end)
				break;
			step = p + 1;
			steps++;
			continue;
		}
		if (*p == ',')
			return fail_set(f,
			    "step %zu has several values: '%.*s'; a list has "
			    "one value a step",
			    steps, (int)strcspn(step, ";\t\n"), step);
		*o++ = *p;
		if (*p == '\\' && p + 1 < end)
			*o++ = *++p;
	}
	if (o > out && o[-1] == ',' && step < end)
		o--; /* the last step has no value */
	if (o == out && cell->n)
		o = stpcpy(o, "\\E");
	*cell = (struct slice){out, (size_t)(o - out)};
	return 0;
}
