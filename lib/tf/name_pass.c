/* name_pass - finds the feature names of all records quickly. */
/* SPDX-License-Identifier: MIT */
#include "tf/name_pass.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fail.h"
#include "tf/column.h"
#include "tf/example.h"
#include "tf/feature.h"
#include "tf/schema.h"
#include "tf/tfrecord.h"
#include "tf/wire.h"

#define PLACES 256 /* names of a record whose columns are remembered */

/* Most writers write names in the same order: at[i] is the column of the
 * previous record's i-th name. */
struct name_pass_state {
	const struct schema *schema;
	const struct column *at[PLACES];
	size_t i;
};

static int
is_named(const struct column *c, struct slice key)
{
	return c && c->name.n == key.n && !memcmp(c->name.s, key.s, key.n);
}

/* Returns 1 if the next name of a record is known and, if it has a type, so is
 * the type. */
static int
is_known(void *ctx, struct slice key, int kind)
{
	struct name_pass_state *x = ctx;
	const struct column *c = x->i < PLACES ? x->at[x->i] : NULL;

	if (!is_named(c, key))
		c = schema_find(x->schema, key, 0);
	if (x->i < PLACES)
		x->at[x->i] = c;
	x->i++;
	return c && (c->kind != FEATURE_NONE || kind == FEATURE_NONE);
}

int
name_pass(struct tfrecord_reader *r, struct schema *s, struct fail *f)
{
	struct arena *a = arena_new(EXAMPLE_MEMORY);
	struct name_pass_state *x = calloc(1, sizeof(*x));
	struct tfrecord t;
	struct example e;
	struct fail ignored;
	int failed = !a || !x ? fail_memory(f) : 0;

	while (!failed && tfrecord_next(r, &t, &ignored) > 0) {
		x->schema = s;
		x->i = 0;
		if (wire_names(t.data, t.n, is_known, x) ||
		    tfrecord_check(&t, &ignored) ||
		    example_read(&e, t.data, t.n, a, &ignored))
			continue;
		failed = schema_add_names(s, &e, f);
		memset(x->at, 0, sizeof(x->at)); /* columns have moved */
	}
	free(x);
	arena_free(a);
	return failed;
}

/* Returns 1 if all inputs are files that can be read twice.  *start is the
 * offset of standard input, if that is one of them. */
static int
are_files(const char *const *paths, size_t n, off_t *start)
{
	struct stat st;
	size_t i;
	int standard;

	for (i = 0; i < n; i++) {
		standard = !strcmp(paths[i], "-");
		if ((standard ? fstat(STDIN_FILENO, &st)
			      : stat(paths[i], &st)) ||
		    !S_ISREG(st.st_mode))
			return 0;
		if (!standard)
			continue;
		*start = lseek(STDIN_FILENO, 0, SEEK_CUR);
		if (*start < 0)
			return 0;
	}
	return 1;
}

int
name_pass_files(const char *const *paths, size_t n, const char *packing,
    int salvage, struct schema *s, struct fail *f)
{
	struct tfrecord_reader *r;
	off_t start = -1;
	int failed;

	if (!are_files(paths, n, &start))
		return 0;
	r = tfrecord_open(paths, n, packing, f);
	if (!r)
		return -1;
	if (salvage)
		tfrecord_salvage(r);
	failed = name_pass(r, s, f);
	tfrecord_close(r);
	if (!failed && start >= 0 && lseek(STDIN_FILENO, start, SEEK_SET) < 0)
		failed = fail_errno(f, "standard input");
	return failed;
}
