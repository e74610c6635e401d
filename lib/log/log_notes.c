/* log_notes - notes about a log that was read. */
/* SPDX-License-Identifier: MIT */
#include "log/log_notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"

int
log_notes_add(
    struct log_notes *t, int warning, struct fail *f, const char *fmt, ...)
{
	char line[1200];
	size_t n;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (ARRAY_ROOM(&t->at, &t->room, t->n + 1, f))
		return -1;
	n = strlen(line) + 1;
	t->at[t->n].text = malloc(n);
	if (!t->at[t->n].text)
		return fail_memory(f);
	memcpy(t->at[t->n].text, line, n);
	t->at[t->n++].warning = warning;
	return 0;
}

void
log_notes_free(struct log_notes *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		free(t->at[i].text);
	free(t->at);
	*t = (struct log_notes){0};
}
