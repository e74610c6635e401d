/* model_dir - the files of a model directory, and the remains of an unfinished
 * one. */
/* SPDX-License-Identifier: MIT */
#include "model/model_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "model/model.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* top: dir is not inside another directory of the model. */
static int walk(const char *dir, int top, int how, size_t *n, struct fail *f);

int
model_dir_join(char *path, const char *dir, const char *file, struct fail *f)
{
	int n = snprintf(path, MODEL_DIR_PATH, "%s/%s", dir, file);

	if (n < 0 || n >= MODEL_DIR_PATH)
		return fail_set(f, "%s: the path is too long", dir);
	return 0;
}

static int
has_suffix(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && !strcmp(s + n - m, end);
}

/* Returns 1 if this is a file of a model directory. */
static int
is_ours(const char *name)
{
	return (model_is_list(name) && has_suffix(name, ".tsv")) ||
	       !strcmp(name, "settings.tsv") || !strcmp(name, "vocab.tsv") ||
	       !strcmp(name, "tensors.tsv") || has_suffix(name, ".f32");
}

static int
is_kind(const char *path, mode_t kind)
{
	struct stat st;

	return !lstat(path, &st) && (st.st_mode & S_IFMT) == kind;
}

/* Returns 1 if name ends in the six letters of mkstemp(3). */
static int
is_temporary(const char *name)
{
	const size_t n = strlen(name);

	return n > 7 && name[n - 7] == '.' &&
	       strspn(name + n - 6, LETTERS) == 6;
}

/* Returns 1 if this is the name of such a file while it is being written. */
static int
is_unfinished(const char *name)
{
	char whole[256];

	if (!is_temporary(name))
		return 0;
	(void)snprintf(
	    whole, sizeof(whole), "%.*s", (int)strlen(name) - 7, name);
	return is_ours(whole);
}

/* Handles the entry of that name; the top directory may have one called
 * state. */
static int
walk_entry(const char *dir, const char *name, int top, int how, struct fail *f)
{
	char path[MODEL_DIR_PATH];
	size_t n;

	if (model_dir_join(path, dir, name, f))
		return -1;
	if (top && !strcmp(name, "state") && is_kind(path, S_IFDIR))
		return walk(path, 0, how, &n, f);
	if ((!is_ours(name) &&
		!(how & MODEL_DIR_UNFINISHED && is_unfinished(name))) ||
	    !is_kind(path, S_IFREG))
		return fail_set(f,
		    "%s does not belong to a model: nothing in this directory "
		    "was changed",
		    path);
	return how & MODEL_DIR_REMOVE && unlink(path)
	           ? fail_errno(f, "%s", path)
	           : 0;
}

static int
walk(const char *dir, int top, int how, size_t *n, struct fail *f)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int r = 0;

	if (!d)
		return fail_errno(f, "%s", dir);
	for (*n = 0; !r && (errno = 0, e = readdir(d));) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		r = walk_entry(dir, e->d_name, top, how, f);
		*n += 1;
	}
	if (!r && errno)
		r = fail_errno(f, "%s", dir);
	(void)closedir(d); /* only read from */
	if (!r && how & MODEL_DIR_REMOVE && rmdir(dir))
		r = fail_errno(f, "%s", dir);
	return r;
}

int
model_dir_walk(const char *dir, int how, size_t *n, struct fail *f)
{
	return walk(dir, 1, how, n, f);
}

int
model_dir_hold(const char *dir)
{
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		(void)flock(fd, LOCK_EX | LOCK_NB); /* on failure, nothing
                                                       removes it */
	return fd;
}

void
model_dir_release(int fd)
{
	if (fd >= 0)
		(void)close(fd); /* only a lock */
}

/* Returns 1 if tensors.tsv is still being written in the directory.  If no
 * process holds such a directory, its model will never be complete. */
static int
is_incomplete(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int found = 0;

	while (d && !found && (e = readdir(d)))
		found = !strncmp(e->d_name, "tensors.tsv.", 12) &&
		        is_unfinished(e->d_name);
	if (d)
		(void)closedir(d); /* only read from */
	return found;
}

/* Removes dir if it is the remains of a model that was never completed. */
static int
clear(const char *dir, struct fail *f)
{
	size_t n;
	int fd, r = 0;

	if (!is_kind(dir, S_IFDIR) || !is_incomplete(dir))
		return 0;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0; /* belongs to a living process */
	if (!flock(fd, LOCK_EX | LOCK_NB) &&
	    !walk(dir, 1, MODEL_DIR_UNFINISHED, &n, f))
		r = walk(
		    dir, 1, MODEL_DIR_UNFINISHED | MODEL_DIR_REMOVE, &n, f);
	(void)close(fd); /* only a lock */
	return r;
}

int
model_dir_clear(const char *place, struct fail *f)
{
	const char *slash = strrchr(place, '/');
	const char *name = slash ? slash + 1 : place;
	const size_t n = strlen(name);
	char parent[MODEL_DIR_PATH], path[MODEL_DIR_PATH];
	struct dirent *e;
	DIR *d;
	int r = 0;

	model_dir_parent(place, parent);
	if (!(d = opendir(parent)))
		return fail_errno(f, "%s", parent);
	while (!r && (e = readdir(d)))
		if (!strncmp(e->d_name, name, n) &&
		    strlen(e->d_name) == n + 7 && is_temporary(e->d_name))
			r = model_dir_join(path, parent, e->d_name, f) ||
			    clear(path, f);
	(void)closedir(d); /* only read from */
	return r ? -1 : 0;
}

/* dir without slashes at its end.  dir must have a name: "." cannot be replaced
 * by a rename. */
int
model_dir_place(const char *dir, char *place, struct fail *f)
{
	size_t len = strlen(dir);
	const char *name;

	if (len >= MODEL_DIR_PATH - 16) /* room for .XXXXXX.old */
		return fail_set(f, "%s: the path is too long", dir);
	for (; len > 1 && dir[len - 1] == '/'; len--)
		;
	(void)snprintf(
	    place, MODEL_DIR_PATH, "%.*s", (int)len, dir); /* it fits */
	name = strrchr(place, '/') ? strrchr(place, '/') + 1 : place;
	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		return fail_set(
		    f, "'%s' is not the name of a new directory", dir);
	return 0;
}

/* The parent directory of place. */
void
model_dir_parent(const char *place, char *path)
{
	char *slash;

	(void)snprintf(
	    path, MODEL_DIR_PATH, "%s", place); /* as long as place */
	slash = strrchr(path, '/');
	if (!slash)
		(void)snprintf(path, MODEL_DIR_PATH, ".");
	else
		slash[slash == path] = '\0';
}

int
model_replaceable(const char *dir, struct fail *f)
{
	char place[MODEL_DIR_PATH], path[MODEL_DIR_PATH];
	struct stat st;
	size_t n;

	if (model_dir_place(dir, place, f))
		return -1;
	model_dir_parent(place, path);
	if (access(path, W_OK | X_OK))
		return fail_errno(f, "%s", path);
	if (lstat(place, &st))
		return errno == ENOENT ? 0 : fail_errno(f, "%s", place);
	if (!S_ISDIR(st.st_mode))
		return fail_set(f, "%s exists and is not a directory", place);
	if (walk(place, 1, 0, &n, f) ||
	    model_dir_join(path, place, "tensors.tsv", f))
		return -1;
	if (n && lstat(path, &st))
		return fail_set(f, "%s exists and is not a model", place);
	return 0;
}

int
model_remove(const char *dir, struct fail *f)
{
	char place[MODEL_DIR_PATH];
	size_t n;

	if (model_dir_place(dir, place, f) || model_dir_clear(place, f))
		return -1;
	return access(place, F_OK) ? 0
	                           : walk(place, 1, MODEL_DIR_REMOVE, &n, f);
}
