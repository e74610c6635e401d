/* feature - named lists of values: what a TensorFlow Example holds. */
/* SPDX-License-Identifier: MIT */
#include "tf/feature.h"

#include <string.h>

#include "base/arena.h"

#define FEW 16 /* so many are sorted by insertion */

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

static void
insertion_sort(struct feature *f, size_t n)
{
	struct feature x;
	size_t i, k;

	for (i = 1; i < n; i++) {
		x = f[i];
		for (k = i; k && feature_compare(f[k - 1].key, x.key) > 0; k--)
			f[k] = f[k - 1];
		if (k < i)
			f[k] = x;
	}
}

/* By merging halves; equal keys keep their order.  spare has room for n. */
static void
merge_sort(struct feature *f, size_t n, struct feature *spare)
{
	size_t half = n / 2, i = 0, k = half, to;

	if (n <= FEW) {
		insertion_sort(f, n);
		return;
	}
	merge_sort(f, half, spare);
	merge_sort(f + half, n - half, spare);
	for (to = 0; to < n; to++) {
		if (k == n ||
		    (i < half && feature_compare(f[i].key, f[k].key) <= 0))
			spare[to] = f[i++];
		else
			spare[to] = f[k++];
	}
	memcpy(f, spare, n * sizeof(*f));
}

int
feature_settle(struct feature *f, size_t *n, struct arena *a)
{
	struct feature *spare = NULL;
	size_t i, kept = 0;

	if (*n > FEW && !(spare = arena_alloc(a, *n * sizeof(*f))))
		return -1;
	merge_sort(f, *n, spare);
	for (i = 0; i < *n; i++) {
		if (i + 1 < *n && !feature_compare(f[i].key, f[i + 1].key))
			continue;
		if (f[i].kind != FEATURE_NONE)
			f[kept++] = f[i];
	}
	*n = kept;
	return 0;
}
