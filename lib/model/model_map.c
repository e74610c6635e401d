/* model_map - the file of a tensor, mapped, and checked on first use. */
/* SPDX-License-Identifier: MIT */
#include "model/model_map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/threads.h"
#include "io/crc32c.h"
#include "math/vec.h"

#define BLOCK ((size_t)1 << 16) /* floats of a task */

struct model_map {
	float *x; /* [n] */
	size_t n;
	uint32_t crc;  /* required checksum */
	int sound;     /* checked and undamaged */
	float largest; /* largest |x|, once checked */
	char *name;    /* of the file */
};

struct model_map *
model_map_open(const char *dir, const char *file, int fd, size_t n,
    uint32_t crc, float **x, struct fail *f)
{
	struct model_map *m = calloc(1, sizeof(*m));
	const size_t room = strlen(dir) + strlen(file) + 2;
	char *name = malloc(room);
	void *p = MAP_FAILED;

	if (m && name)
		p = mmap(NULL, n * sizeof(*m->x), PROT_READ | PROT_WRITE,
		    MAP_PRIVATE, fd, 0);
	(void)close(fd); /* only read from; the map stays */
	if (!m || !name || p == MAP_FAILED) {
		(void)fail_memory(f);
		free(name);
		free(m);
		return NULL;
	}
	(void)snprintf(name, room, "%s/%s", dir, file); /* it fits */
	*m = (struct model_map){.x = p, .n = n, .crc = crc, .name = name};
	*x = m->x;
	return m;
}

/* The results of a check, by block. */
struct model_map_work {
	const struct model_map *map;
	struct model_map_block {
		uint32_t crc;
		float largest; /* infinite, if one is not finite */
	} * block;
};

static size_t
block_length(const struct model_map *m, size_t i)
{
	return size_min(BLOCK, m->n - i * BLOCK);
}

static void
check_block(void *ctx, size_t i, int thread)
{
	struct model_map_work *w = ctx;
	const float *x = w->map->x + i * BLOCK;
	const size_t n = block_length(w->map, i);

	(void)thread;
	w->block[i].crc = crc32c(0, x, n * sizeof(*x));
	w->block[i].largest = (float)vec_largest(n, x);
}

/* Reports the first number that is not finite. */
static int
not_finite(const struct model_map *m, size_t from, size_t cols, struct fail *f)
{
	while (from < m->n && isfinite(m->x[from]))
		from++;
	return fail_set(f, "%s:row %zu: column %zu is not a finite number",
	    m->name, from / cols + 1, from % cols + 1);
}

int
model_map_check(struct model_map *m, size_t cols, struct fail *f)
{
	struct model_map_work w = {.map = m};
	const size_t blocks = (m->n + BLOCK - 1) / BLOCK;
	uint32_t crc = 0;
	size_t i, bad = blocks;
	int r = 0;

	if (m->sound)
		return 0;
	w.block = malloc(blocks * sizeof(*w.block));
	if (!w.block)
		return fail_memory(f);
#ifdef MADV_POPULATE_READ
	/* One call instead of a page fault for every 16 pages.  Linux before
	 * 5.14 lacks it, and pages are then loaded by faults. */
	(void)madvise(m->x, m->n * sizeof(*m->x), MADV_POPULATE_READ);
#endif
	threads_for(blocks, check_block, &w);
	for (i = 0; i < blocks; i++) {
		crc = crc32c_join(
		    crc, w.block[i].crc, block_length(m, i) * sizeof(*m->x));
		if (isinf(w.block[i].largest) && bad == blocks)
			bad = i;
		if (w.block[i].largest > m->largest)
			m->largest = w.block[i].largest;
	}
	free(w.block);
	if (crc != m->crc)
		r = fail_set(f,
		    "%s: the checksum is %08x where tensors.tsv says %08x: "
		    "the file is damaged",
		    m->name, crc, m->crc);
	else if (bad < blocks)
		r = not_finite(m, bad * BLOCK, cols, f);
	m->sound = !r;
	return r;
}

float
model_map_largest(const struct model_map *m)
{
	return m->largest;
}

void
model_map_close(struct model_map *m)
{
	if (!m)
		return;
	(void)munmap(m->x, m->n * sizeof(*m->x)); /* what was mapped */
	free(m->name);
	free(m);
}
