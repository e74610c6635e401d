/*
 * test_model_swap - the checked files of a model are the used ones, even if
 * another process replaces them meanwhile.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "model/model.h"

#include "scratch.h"
#include "small_model.h"
#include "tap.h"

static const char *swapped; /* path that is not opened again */
static size_t opened;       /* how often it was opened */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

/* When the swapped file is opened, its name already belongs to another file. */
int
__wrap_open(const char *path, int flags, ...)
{
	va_list ap;
	int fd, mode = 0;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, int);
	va_end(ap);
	fd = __real_open(path, flags, mode);
	if (swapped && !strcmp(path, swapped)) {
		opened++;
		if (rename("other", path))
			abort();
		spill("other", "other\n", 6); /* for the next time */
	}
	return fd;
}

/* Loads m while its file changes, from the first open on. */
static struct model *
load_swapped(const char *file)
{
	struct model *m;

	save_new("m", 1);
	spill("other", "other\n", 6);
	swapped = file;
	opened = 0;
	m = model_load("m", &f);
	swapped = NULL;
	return m;
}

int
main(void)
{
	static const char *const files[] = {"m/tensors.tsv", "m/settings.tsv",
	    "m/vocab.tsv", "m/gru0_bias.f32"};
	struct model *m;
	size_t i;

	scratch_enter();
	for (i = 0; i < COUNTOF(files); i++) {
		m = load_swapped(files[i]);
		ok(m && opened == 1 && vocab_size(m->vocab) == 6 &&
			m->nsettings == 15 && m->ntensors == 7,
		    "%s is opened once, and that file is used", files[i]);
		model_free(m);
	}
	return done();
}
