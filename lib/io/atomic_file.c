/* atomic_file - a file that appears complete or not at all. */
/* SPDX-License-Identifier: MIT */
#include "io/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

int
atomic_file_open(struct atomic_file *a, const char *path, struct fail *f)
{
	mode_t mask;
	struct stat st;

	*a = (struct atomic_file){.fd = -1};
	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail_errno(f, "%s", path);
	}
	/* Replaces the target of a link, not the link; /dev/stdout is a
	 * link. */
	a->target = realpath(path, NULL);
	if (!a->target && errno != ENOENT)
		return fail_errno(f, "%s", path);
	if (!a->target)
		a->target = strdup(path);
	if (!a->target || asprintf(&a->temp, "%s.XXXXXX", a->target) < 0) {
		a->temp = NULL;
		return fail_memory(f);
	}
	a->fd = mkstemp(a->temp);
	if (a->fd < 0) {
		free(a->temp);
		a->temp = NULL;
		return fail_errno(f, "%s", path);
	}
	mask = umask(0);
	(void)umask(mask); /* cannot fail */
	if (fchmod(a->fd, 0666 & ~mask))
		return fail_errno(f, "%s", path);
	return 0;
}

/* Syncs the directory of path, so that the rename is permanent. */
static int
sync_directory(const char *path)
{
	char *dir = strdup(path);
	char *slash = dir ? strrchr(dir, '/') : NULL;
	int fd, r;

	if (!dir)
		return -1;
	if (slash)
		slash[slash == dir] = '\0';
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd < 0)
		return -1;
	r = fsync(fd);
	if (r && errno == EINVAL)
		r = 0; /* some file systems cannot sync directories */
	if (close(fd))
		r = -1;
	return r;
}

int
atomic_file_rename(const struct atomic_file *a)
{
	return rename(a->temp, a->target) ? -1 : sync_directory(a->target);
}

void
atomic_file_remove(const struct atomic_file *a)
{
	if (a->temp)
		(void)unlink(a->temp); /* a failure changes nothing here */
}

void
atomic_file_free(struct atomic_file *a)
{
	free(a->target);
	free(a->temp);
}
