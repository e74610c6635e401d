/* feature - the features of a TensorFlow Example: named lists of values. */
/* SPDX-License-Identifier: MIT */
#include "tf/feature.h"

#include <string.h>

#include "base/arena.h"
#include "base/sort.h"

static const char *const names[] = {
    [FEATURE_NONE] = "",
    [FEATURE_BYTES] = "bytes",
    [FEATURE_FLOAT] = "float",
    [FEATURE_INT64] = "int64",
    [FEATURE_STEPS] = "",
};

const char *
feature_kind_name(enum feature_kind kind)
{
	return names[kind];
}

enum feature_kind
feature_kind_find(const char *name, size_t n)
{
	enum feature_kind k;

	for (k = FEATURE_BYTES; k <= FEATURE_INT64; k++) {
		if (n == strlen(names[k]) && !memcmp(name, names[k], n))
			return k;
	}
	return FEATURE_NONE;
}

int
feature_compare(struct slice a, struct slice b)
{
	size_t n = size_min(a.n, b.n);
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
compare_keys(const void *x, const void *y, const void *ctx)
{
	const struct feature *a = x, *b = y;

	(void)ctx;
	return feature_compare(a->key, b->key);
}

int
feature_settle(struct feature *f, size_t *n, struct arena *a)
{
	struct feature *spare = NULL;
	size_t i, kept = 0;

	if (*n > SORT_FEW && !(spare = arena_alloc(a, *n * sizeof(*f))))
		return -1;
	sort_stable(*n, sizeof(*f), f, spare, compare_keys, NULL);
	for (i = 0; i < *n; i++) {
		if (i + 1 == *n || feature_compare(f[i].key, f[i + 1].key))
			f[kept++] = f[i];
	}
	*n = kept;
	return 0;
}

enum feature_kind
feature_value_kind(const struct feature *x)
{
	size_t i;

	if (x->kind != FEATURE_STEPS)
		return x->kind;
	for (i = 0; i < x->n; i++) {
		if (x->steps[i].kind != FEATURE_NONE)
			return x->steps[i].kind;
	}
	return FEATURE_NONE;
}
