/*
 * fuzz_model - a model directory from a stranger.
 *
 * The input is files one after the other, each "@NAME SIZE\n" and its bytes,
 * which go into a directory below $TMPDIR or /tmp; the checksums that
 * tensors.tsv has for them are put right.  What loads is as its tensors.tsv
 * says, all of it finite; saved, it loads again as the same.
 */
/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "fuzz.h"
#include "io/crc32c.h"
#include "nn/net.h"
#include "nn/params.h"

#define FILES 6

static const char *const names[FILES] = {"settings.tsv", "vocab.tsv",
    "tensors.tsv", "a.f32", "b.f32", "state/c.f32"};

static char dir[256], copy[300];

struct file {
	const uint8_t *p;
	size_t n;
};

/* Makes the directory, once. */
static void
begin(void)
{
	const char *tmp = getenv("TMPDIR");
	char path[300];

	if (*dir)
		return;
	(void)snprintf(
	    dir, sizeof(dir), "%s/fuzz_model.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		fuzz_end(dir);
	(void)snprintf(path, sizeof(path), "%s/state", dir);
	if (mkdir(path, 0777))
		fuzz_end(path);
	(void)snprintf(copy, sizeof(copy), "%s.copy", dir);
}

/* Removes them at the end of the program. */
static __attribute__((destructor)) void
finish(void)
{
	char command[1024];

	if (!*dir)
		return;
	(void)snprintf(command, sizeof(command), "rm -rf '%s' '%s'", dir, copy);
	if (system(command))
		perror(dir);
}

/* Cuts the input into files; the last of a name counts. */
static void
cut(const uint8_t *p, size_t n, struct file *files)
{
	const uint8_t *nl;
	char head[64];
	size_t k, size, len;
	int end;

	while (n && *p == '@' && (nl = memchr(p, '\n', n))) {
		len = (size_t)(nl - p) < sizeof(head) ? (size_t)(nl - p)
		                                      : sizeof(head) - 1;
		memcpy(head, p, len);
		head[len] = '\0';
		n -= (size_t)(nl + 1 - p);
		p = nl + 1;
		for (k = 0; k < FILES; k++) {
			end = (int)strlen(names[k]);
			if (!strncmp(head + 1, names[k], (size_t)end) &&
			    head[1 + end] == ' ')
				break;
		}
		if (k == FILES)
			return;
		size = strtoul(head + 2 + strlen(names[k]), NULL, 10);
		if (size > n)
			size = n;
		files[k] = (struct file){p, size};
		p += size;
		n -= size;
	}
}

/* A copy of tensors.tsv in which the checksums are right. */
static void
mend(struct file *tensors, const struct file *files)
{
	uint8_t *out = fuzz_need(malloc(tensors->n + 1)), *line = out, *nl;
	char crc[16];
	size_t k, len;

	if (tensors->n)
		memcpy(out, tensors->p, tensors->n);
	tensors->p = out;
	while ((nl = memchr(line, '\n', (size_t)(out + tensors->n - line)))) {
		for (k = 0; k < FILES; k++) {
			len = strlen(names[k]) + 10; /* \tNAME\tCRC */
			if ((size_t)(nl - line) < len || nl[-9] != '\t' ||
			    nl[-(long)len] != '\t' ||
			    memcmp(nl - len + 1, names[k], len - 10) != 0)
				continue;
			(void)snprintf(crc, sizeof(crc), "%08x",
			    crc32c(0, files[k].p, files[k].n));
			memcpy(nl - 8, crc, 8);
		}
		line = nl + 1;
	}
}

static void
write_file(const char *name, const struct file *x)
{
	char path[300];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (!x->p) {
		(void)unlink(path); /* it may not be there */
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || write(fd, x->p, x->n) != (ssize_t)x->n || close(fd))
		fuzz_end(path);
}

static void
check(const struct model *m, const struct file *files)
{
	size_t i, k, n, total = 0;

	CLAIM(m->vocab && vocab_size(m->vocab) > 0 && m->nsettings > 0);
	for (i = 0; i < FILES; i++)
		total += files[i].n;
	for (i = 0; i < m->ntensors; i++) {
		const struct tensor *t = &m->tensors[i];

		n = t->rows * t->cols;
		CLAIM(n > 0 && n <= total / sizeof(float));
		for (k = 0; k < n; k++)
			CLAIM(isfinite(t->x[k]));
	}
}

static void
compare(const struct model *a, struct model *b)
{
	size_t i;

	CLAIM(a->ntensors == b->ntensors && a->nsettings == b->nsettings);
	CLAIM(vocab_size(a->vocab) == vocab_size(b->vocab));
	for (i = 0; i < a->nsettings; i++) {
		const char *value = model_setting(b, a->settings[i].name);

		CLAIM(value && !strcmp(value, a->settings[i].value));
	}
	for (i = 0; i < a->ntensors; i++) {
		const struct tensor *t = &a->tensors[i];
		const struct tensor *u = model_tensor(b, t->name);

		CLAIM(u && u->rows == t->rows && u->cols == t->cols);
		CLAIM(!memcmp(t->x, u->x, t->rows * t->cols * sizeof(*t->x)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct file files[FILES] = {{0}};
	struct fail f = {0};
	struct model *m, *back;
	struct net net;
	size_t k;

	begin();
	cut(p, n, files);
	if (files[2].p)
		mend(&files[2], files);
	for (k = 0; k < FILES; k++)
		write_file(names[k], &files[k]);
	m = model_load_state(dir, &f);
	if (m) {
		check(m, files);
		(void)net_load(&net, m, NULL, 0, &f); /* any answer will do */
		net_free(&net);
		if (!model_save(m, copy, &f)) {
			back = model_load_state(copy, &f);
			CLAIM(back != NULL);
			compare(m, back);
			model_free(back);
		}
	}
	CLAIM(m || *f.msg);
	model_free(m);
	free((void *)files[2].p);
	return 0;
}
