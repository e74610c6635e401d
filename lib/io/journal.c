/* journal - appends events with their times to a file, as lines of JSON. */
/* SPDX-License-Identifier: MIT */
#include "io/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/json.h"

#define DEEP 4 /* maximum depth of objects and lists */

struct journal {
	const char *path;
	int fd;
	struct buffer line;
	char close[DEEP]; /* [depth] the closing brackets of the open objects
                             and lists */
	size_t depth;
};

struct journal *
journal_open(const char *path, struct fail *f)
{
	struct journal *j = calloc(1, sizeof(*j));

	if (!j) {
		(void)fail_memory(f);
		return NULL;
	}
	j->path = path;
	j->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (j->fd >= 0)
		return j;
	(void)fail_errno(f, "%s", path);
	free(j);
	return NULL;
}

void
journal_close(struct journal *j)
{
	if (!j)
		return;
	(void)close(j->fd); /* each line has been written */
	buffer_free(&j->line);
	free(j);
}

static void
put_text(struct journal *j, const char *s)
{
	json_add_string(&j->line, (struct slice){s, strlen(s)});
}

/* Writes a comma, unless the member is the first, and the member's name. */
static void
put_name(struct journal *j, const char *name)
{
	const struct buffer *b = &j->line;

	if (b->n && !strchr("{[", b->p[b->n - 1]))
		buffer_char(&j->line, ',');
	if (!name)
		return;
	put_text(j, name);
	buffer_char(&j->line, ':');
}

static void
go_down(struct journal *j, const char *name, const char *ends)
{
	put_name(j, name);
	buffer_char(&j->line, ends[0]);
	j->close[j->depth++] = ends[1];
}

void
journal_object(struct journal *j, const char *name)
{
	go_down(j, name, "{}");
}

void
journal_list(struct journal *j, const char *name)
{
	go_down(j, name, "[]");
}

void
journal_up(struct journal *j)
{
	buffer_char(&j->line, j->close[--j->depth]);
}

void
journal_begin(struct journal *j, const char *event)
{
	char now[CLOCK_STAMP];

	j->line.n = j->depth = 0;
	buffer_char(&j->line, '{');
	clock_stamp(now);
	journal_string(j, "time", now);
	journal_string(j, "event", event);
}

void
journal_string(struct journal *j, const char *name, const char *s)
{
	put_name(j, name);
	put_text(j, s);
}

void
journal_number(struct journal *j, const char *name, double x)
{
	char number[NUM_MAX];

	put_name(j, name);
	if (isfinite(x))
		buffer_put(&j->line, number,
		    (size_t)(num_put_double(number, x) - number));
	else
		buffer_put(&j->line, "null", 4);
}

int
journal_end(struct journal *j, struct fail *f)
{
	ssize_t n;

	buffer_put(&j->line, "}\n", 2);
	if (j->line.failed)
		return fail_memory(f);
	do
		n = write(j->fd, j->line.p, j->line.n);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(f, "%s", j->path);
	return (size_t)n == j->line.n
	           ? 0
	           : fail_set(f, "%s: a line was written in part", j->path);
}
