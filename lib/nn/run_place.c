/* run_place - where an unfinished run is kept: beside the model. */
/* SPDX-License-Identifier: MIT */
#include "nn/run_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "model/model.h"
#include "model/model_stamp.h"
#include "nn/checkpoint.h"
#include "nn/run.h"

/* Returns 1 if the path still names the file that is open as fd. */
static int
is_named(int fd, const char *path)
{
	struct stat a, b;

	return !fstat(fd, &a) && !stat(path, &b) && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* Another process may remove the file just before it is locked here: then the
 * lock is worthless. */
static int
lock(struct run_place *p, struct fail *f)
{
	for (;;) {
		p->fd = open(p->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (p->fd < 0)
			return fail_errno(f, "%s", p->lock);
		if (flock(p->fd, LOCK_EX | LOCK_NB)) {
			(void)(errno == EWOULDBLOCK
				   ? fail_set(f,
					 "%s: another run is training this "
					 "model and holds %s",
					 p->model, p->lock)
				   : fail_errno(f, "%s", p->lock));
			(void)close(p->fd); /* nothing was written */
			return -1;
		}
		p->locked = 1;
		if (is_named(p->fd, p->lock))
			return 0;
		(void)close(p->fd); /* nothing was written */
		p->locked = 0;
	}
}

int
run_place_take(struct run_place *p, struct run_sources *s,
    void (*say)(int warning, const char *words), struct fail *f)
{
	struct model_stamp stamp;
	char words[RUN_PLACE_PATH + 128];
	size_t n = strlen(s->model);
	int there;

	p->model = s->model;
	while (n > 1 && s->model[n - 1] == '/')
		n--;
	if (n + sizeof(".part") > sizeof(p->part))
		return fail_set(f, "%s: the path is too long", s->model);
	(void)snprintf(p->part, sizeof(p->part), "%.*s.part", (int)n, s->model);
	(void)snprintf(p->lock, sizeof(p->lock), "%.*s.lock", (int)n, s->model);
	(void)snprintf(p->rows, sizeof(p->rows), "%.*s.rows", (int)n, s->model);
	s->rows = p->rows;
	/* Refuses now a model that could not be replaced at the end. */
	if (model_replaceable(s->model, f) || model_replaceable(p->part, f) ||
	    (!ranks_me() && lock(p, f)))
		return -1;
	there = !model_stamp_take(&stamp, p->part);
	if (s->resume == RUN_RESUME_AUTO && !there)
		s->resume = RUN_ANEW;
	if (s->resume == RUN_RESUME_AUTO)
		s->init_from = NULL; /* the state has gone on from it */
	if (there && !s->resume) {
		(void)snprintf(words, sizeof(words),
		    "%s holds a stopped run, which --resume would continue; "
		    "starting a new run",
		    p->part);
		say(1, words);
	}
	s->state = there ? p->part : s->model;
	return 0;
}

int
run_place_leave(struct run_place *p, struct fail *f)
{
	int r = 0;

	if (!p->locked)
		return 0;
	p->locked = 0;
	if (unlink(p->lock)) /* the next run makes a new file */
		r = fail_errno(f, "%s", p->lock);
	(void)close(p->fd); /* nothing was written */
	return r;
}

int
run_place_save(const struct run_place *p, const struct run *run, int complete,
    struct fail *f)
{
	if (!complete)
		return checkpoint_save(run, p->part, f);
	if (checkpoint_save(run, p->model, f))
		return -1;
	return ranks_me() ? 0 : model_remove(p->part, f);
}
