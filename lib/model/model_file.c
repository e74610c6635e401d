/* model_file - opens and checks the files of a model directory. */
/* SPDX-License-Identifier: MIT */
#include "model/model_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/crc32c.h"
#include "io/input.h"

int
model_file_is_state(const char *name)
{
	return !strncmp(name, "state/", 6);
}

static int
path_of(const char *dir, const char *file, char *path, struct fail *f)
{
	int n = snprintf(path, MODEL_FILE_PATH, "%s/%s", dir, file);

	if (n < 0 || n >= MODEL_FILE_PATH)
		return fail_set(f, "%s: the path is too long", dir);
	return 0;
}

int
model_file_open(
    const char *dir, const char *file, uint64_t *size, struct fail *f)
{
	char path[MODEL_FILE_PATH];
	struct stat st;
	int fd;

	if (model_file_is_state(file) &&
	    (path_of(dir, "state", path, f) || lstat(path, &st) ||
		!S_ISDIR(st.st_mode)))
		return fail_set(f, "%s/state is not a directory", dir);
	if (path_of(dir, file, path, f))
		return -1;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ELOOP
		           ? fail_set(f,
				 "%s is a link, which a model cannot have",
				 path)
		           : fail_errno(f, "%s", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		(void)close(fd); /* only read from */
		return fail_set(f, "%s is not a regular file", path);
	}
	*size = (uint64_t)st.st_size;
	return fd;
}

/* Reads size bytes to p; *crc is their checksum. */
static int
read_bytes(int fd, void *p, uint64_t size, uint32_t *crc)
{
	char *to = p;

	*crc = 0;
	while (size) {
		ssize_t n = read(fd, to, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = EIO; /* truncated in the meantime */
		if (n <= 0)
			return -1;
		*crc = crc32c(*crc, to, (size_t)n);
		to += n;
		size -= (uint64_t)n;
	}
	return 0;
}

int
model_file_read(const char *dir, const char *file, int fd, void *p,
    uint64_t size, const uint32_t *crc, struct fail *f)
{
	uint32_t is;
	int bad = read_bytes(fd, p, size, &is);

	if (bad)
		(void)fail_errno(f, "%s/%s", dir, file);
	(void)close(fd); /* only read from */
	if (bad)
		return -1;
	if (crc && is != *crc)
		return fail_set(f,
		    "%s/%s: the checksum is %08x where "
		    "tensors.tsv says %08x: the file is damaged",
		    dir, file, is, *crc);
	return 0;
}

struct input *
model_file_text(const char *dir, const char *file, const uint32_t *crc,
    char *path, struct fail *f)
{
	uint64_t size;
	char *p;
	int fd = -1;

	if (path_of(dir, file, path, f) ||
	    (fd = model_file_open(dir, file, &size, f)) < 0)
		return NULL;
	p = size < SIZE_MAX - INPUT_PAST ? malloc(size + INPUT_PAST) : NULL;
	if (!p) {
		(void)close(fd); /* only read from */
		(void)fail_memory(f);
		return NULL;
	}
	if (model_file_read(dir, file, fd, p, size, crc, f)) {
		free(p);
		return NULL;
	}
	return input_of_bytes(path, p, size, f);
}
