/*
 * model_save - writes a model directory, whole or not at all.
 *
 * The directory is written beside its place under an unused name, synced, and
 * swapped with the existing one in one step (renameat2, Linux 3.15; a file
 * system without it gets two renames, with a moment in between).  Then the old
 * directory is removed.
 */
/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/crc32c.h"
#include "io/mat.h"
#include "io/output.h"

#define MAX_PATH 4096

static int
join(char *path, const char *dir, const char *file, struct fail *f)
{
	int n = snprintf(path, MAX_PATH, "%s/%s", dir, file);

	if (n < 0 || n >= MAX_PATH)
		return fail_set(f, "%s: the path is too long", dir);
	return 0;
}

static int
has_suffix(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && !strcmp(s + n - m, end);
}

/* Is this a file that a model directory has? */
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

/* Walks dir: 0 if it has only files of a model, else -1 and a message.  With
 * remove_them, removes them and dir itself.  Links are not followed, since
 * their targets may belong to others. */
static int
walk(const char *dir, int top, int remove_them, size_t *n, struct fail *f)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[MAX_PATH];
	int r = 0;

	if (!d)
		return fail_errno(f, "%s", dir);
	while (!r && (errno = 0, e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		r = join(path, dir, e->d_name, f);
		if (!r && top && !strcmp(e->d_name, "state") &&
		    is_kind(path, S_IFDIR))
			r = walk(path, 0, remove_them, n, f);
		else if (!r && (!is_ours(e->d_name) || !is_kind(path, S_IFREG)))
			r = fail_set(f,
			    "%s: is not a file of a model: the directory is "
			    "left unchanged",
			    path);
		else if (!r && remove_them && unlink(path))
			r = fail_errno(f, "%s", path);
		*n += 1;
	}
	if (!r && errno)
		r = fail_errno(f, "%s", dir);
	(void)closedir(d); /* only read from */
	if (!r && remove_them && rmdir(dir))
		r = fail_errno(f, "%s", dir);
	return r;
}

/* dir without slashes at its end.  dir must have a name: "." cannot be replaced
 * by a rename. */
static int
place_of(const char *dir, char *place, struct fail *f)
{
	size_t len = strlen(dir);
	const char *name;

	if (len >= MAX_PATH - 16) /* room for .XXXXXX.old */
		return fail_set(f, "%s: the path is too long", dir);
	for (; len > 1 && dir[len - 1] == '/'; len--)
		;
	(void)snprintf(place, MAX_PATH, "%.*s", (int)len, dir); /* it fits */
	name = strrchr(place, '/') ? strrchr(place, '/') + 1 : place;
	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		return fail_set(
		    f, "'%s' is not the name of a new directory", dir);
	return 0;
}

/* The parent directory of place. */
static void
parent_of(const char *place, char *path)
{
	char *slash;

	(void)snprintf(path, MAX_PATH, "%s", place); /* as long as place */
	slash = strrchr(path, '/');
	if (!slash)
		(void)snprintf(path, MAX_PATH, ".");
	else
		slash[slash == path] = '\0';
}

int
model_replaceable(const char *dir, struct fail *f)
{
	char place[MAX_PATH], path[MAX_PATH];
	struct stat st;
	size_t n = 0;

	if (place_of(dir, place, f))
		return -1;
	parent_of(place, path);
	if (access(path, W_OK | X_OK))
		return fail_errno(f, "%s", path);
	if (lstat(place, &st))
		return errno == ENOENT ? 0 : fail_errno(f, "%s", place);
	if (!S_ISDIR(st.st_mode))
		return fail_set(f, "%s: exists and is not a directory", place);
	if (walk(place, 1, 0, &n, f) || join(path, place, "tensors.tsv", f))
		return -1;
	if (n && lstat(path, &st))
		return fail_set(f, "%s: exists and is not a model", place);
	return 0;
}

/* Computes the checksum of a file just written. */
static int
checksum(const char *path, uint32_t *crc, struct fail *f)
{
	char buf[16384];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return fail_errno(f, "%s", path);
	*crc = 0;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		*crc = crc32c(*crc, buf, (size_t)n);
	if (n < 0)
		(void)fail_errno(f, "%s", path);
	(void)close(fd); /* only read from */
	return n < 0 ? -1 : 0;
}

static int
save_tensor(const struct tensor *t, const char *dir, struct output *list,
    struct fail *f)
{
	char file[MODEL_NAME + 8], path[MAX_PATH];
	struct output *o;

	(void)snprintf(file, sizeof(file), "%s.f32", /* it fits */
	    t->as ? t->as : t->name);
	output_printf(list, "%s\t%zu,%zu\t%s\t%08x\n", t->name, t->rows,
	    t->cols, file, crc32c(0, t->x, t->rows * t->cols * sizeof(float)));
	if (t->as)
		return 0;
	if (join(path, dir, file, f) ||
	    !(o = output_open(path, OUTPUT_BINARY, f)))
		return -1;
	mat_put(o, t->rows, t->cols, t->x);
	return output_commit(o, f);
}

static void
put_settings(struct output *o, const struct model *m, const struct vocab *v)
{
	size_t i;

	(void)v;
	output_string(o, "name\tvalue\n");
	output_string(o, "format\t" MODEL_FORMAT "\n");
	for (i = 0; i < m->nsettings; i++)
		if (strcmp(m->settings[i].name, "format") != 0)
			output_printf(o, "%s\t%s\n", m->settings[i].name,
			    m->settings[i].value);
}

static void
put_vocab(struct output *o, const struct model *m, const struct vocab *v)
{
	(void)m;
	vocab_put(o, v);
}

/* Writes a text file, and its row of tensors.tsv. */
static int
save_text(const struct model *m, const char *dir, const char *name,
    void (*put)(struct output *, const struct model *, const struct vocab *),
    const struct vocab *v, struct output *list, struct fail *f)
{
	char file[MODEL_NAME], path[MAX_PATH];
	struct output *o;
	uint32_t crc = 0;

	(void)snprintf(file, sizeof(file), "%s.tsv", name); /* it fits */
	if (join(path, dir, file, f) ||
	    !(o = output_open(path, OUTPUT_TEXT, f)))
		return -1;
	put(o, m, v);
	if (output_commit(o, f) || checksum(path, &crc, f))
		return -1;
	output_printf(list, "%s\t-\t%s\t%08x\n", name, file, crc);
	return 0;
}

static int
save_all(const struct model *m, const char *dir, struct fail *f)
{
	char path[MAX_PATH];
	struct output *list;
	size_t i;
	int r;

	if (join(path, dir, "state", f))
		return -1;
	if (mkdir(path, 0777))
		return fail_errno(f, "%s", path);
	if (join(path, dir, "tensors.tsv", f) ||
	    !(list = output_open(path, OUTPUT_TEXT, f)))
		return -1;
	output_string(list, "name\tshape\tfile\tcrc32c\n");
	r = save_text(m, dir, "settings", put_settings, NULL, list, f) ||
	    save_text(m, dir, "vocab", put_vocab, m->vocab, list, f);
	for (i = 0; i < m->nlists && !r; i++)
		r = save_text(m, dir, m->lists[i].name, put_vocab,
		    m->lists[i].vocab, list, f);
	for (i = 0; i < m->ntensors && !r; i++)
		r = save_tensor(&m->tensors[i], dir, list, f);
	if (r) {
		output_abandon(list);
		return -1;
	}
	return output_commit(list, f);
}

/* Swaps temp and dir; afterwards temp is the former dir. */
static int
exchange(const char *temp, const char *dir, struct fail *f)
{
	char old[MAX_PATH];
	int had;

	if (!renameat2(AT_FDCWD, temp, AT_FDCWD, dir, RENAME_EXCHANGE))
		return 0;
	if (errno == ENOENT) /* there was no former dir */
		return rename(temp, dir) ? fail_errno(f, "%s", dir) : 0;
	if (errno != EINVAL && errno != ENOSYS)
		return fail_errno(f, "%s", dir);
	if (snprintf(old, sizeof(old), "%s.old", temp) >= (int)sizeof(old))
		return fail_set(f, "%s: the path is too long", dir);
	had = !rename(dir, old);
	if (!had && errno != ENOENT)
		return fail_errno(f, "%s", dir);
	if (rename(temp, dir)) {
		(void)fail_errno(f, "%s", dir);
		if (had && rename(old, dir))
			return fail_at(f, "the old model is now %s", old);
		return -1;
	}
	return had && rename(old, temp) ? fail_errno(f, "%s", old) : 0;
}

static int
sync_path(const char *path, struct fail *f)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd < 0)
		return fail_errno(f, "%s", path);
	r = fsync(fd) ? fail_errno(f, "%s", path) : 0;
	(void)close(fd); /* synced */
	return r;
}

int
model_save(const struct model *m, const char *dir, struct fail *f)
{
	char temp[MAX_PATH], parent[MAX_PATH], place[MAX_PATH];
	struct fail ignored;
	size_t n = 0;
	mode_t mask = umask(0);

	(void)umask(mask); /* cannot fail */
	if (model_replaceable(dir, f) || place_of(dir, place, f))
		return -1;
	parent_of(place, parent);
	(void)snprintf(temp, sizeof(temp), "%.*s.XXXXXX", MAX_PATH - 16, place);
	if (!mkdtemp(temp))
		return fail_errno(f, "%s", temp);
	if (chmod(temp, 0777 & ~mask)) {
		(void)fail_errno(f, "%s", temp);
		(void)rmdir(temp); /* it is empty */
		return -1;
	}
	if (save_all(m, temp, f) || sync_path(temp, f) ||
	    exchange(temp, place, f) || sync_path(parent, f)) {
		(void)walk(temp, 1, 1, &n, &ignored); /* removes whatever can be
                                                         removed */
		return -1;
	}
	if (access(temp, F_OK))
		return 0;
	return walk(temp, 1, 1, &n, f);
}

int
model_remove(const char *dir, struct fail *f)
{
	char place[MAX_PATH];
	size_t n = 0;

	if (place_of(dir, place, f))
		return -1;
	return access(place, F_OK) ? 0 : walk(place, 1, 1, &n, f);
}
