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
#include "model/model_dir.h"

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
	char file[MODEL_NAME + 8], path[MODEL_DIR_PATH];
	struct output *o;

	(void)snprintf(file, sizeof(file), "%s.f32", /* it fits */
	    t->as ? t->as : t->name);
	output_printf(list, "%s\t%zu,%zu\t%s\t%08x\n", t->name, t->rows,
	    t->cols, file, crc32c(0, t->x, t->rows * t->cols * sizeof(float)));
	if (t->as)
		return 0;
	if (model_dir_join(path, dir, file, f) ||
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
	char file[MODEL_NAME], path[MODEL_DIR_PATH];
	struct output *o;
	uint32_t crc = 0;

	(void)snprintf(file, sizeof(file), "%s.tsv", name); /* it fits */
	if (model_dir_join(path, dir, file, f) ||
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
	char path[MODEL_DIR_PATH];
	struct output *list;
	size_t i;
	int r;

	if (model_dir_join(path, dir, "state", f))
		return -1;
	if (mkdir(path, 0777))
		return fail_errno(f, "%s", path);
	if (model_dir_join(path, dir, "tensors.tsv", f) ||
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

/* Swaps temp and dir, so that temp is the former dir. */
static int
exchange(const char *temp, const char *dir, struct fail *f)
{
	char old[MODEL_DIR_PATH];
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
	char temp[MODEL_DIR_PATH], parent[MODEL_DIR_PATH],
	    place[MODEL_DIR_PATH];
	struct fail ignored;
	size_t n = 0;
	mode_t mask = umask(0);
	int alive;

	(void)umask(mask); /* cannot fail */
	if (model_replaceable(dir, f) || model_dir_place(dir, place, f))
		return -1;
	model_dir_parent(place, parent);
	(void)snprintf(
	    temp, sizeof(temp), "%.*s.XXXXXX", MODEL_DIR_PATH - 16, place);
	if (model_dir_clear(place, f))
		return -1;
	if (!mkdtemp(temp))
		return fail_errno(f, "%s", temp);
	alive = model_dir_hold(temp);
	if (chmod(temp, 0777 & ~mask)) {
		(void)fail_errno(f, "%s", temp);
		(void)rmdir(temp); /* it is empty */
		model_dir_release(alive);
		return -1;
	}
	if (save_all(m, temp, f) || sync_path(temp, f) ||
	    exchange(temp, place, f) || sync_path(parent, f)) {
		model_dir_release(alive);
		(void)model_dir_walk(temp, MODEL_DIR_REMOVE, &n,
		    &ignored); /* removes whatever can be
                                                         removed */
		return -1;
	}
	model_dir_release(alive);
	if (access(temp, F_OK))
		return 0;
	return model_dir_walk(temp, MODEL_DIR_REMOVE, &n, f);
}
